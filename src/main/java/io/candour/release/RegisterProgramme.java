package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Policy;
import io.candour.consent.Purpose;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Change;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Refusal;
import io.candour.enforcement.ResourceWriter;
import io.candour.release.Programme.Recipient;
import io.candour.release.Programme.Registered;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code ResearchStudy/$register-programme}: a guardian enters a secondary use in the register, where everybody sees it
 * from then on. It is in review until another guardian has let it in. Safe for use by many threads.
 */
final class RegisterProgramme implements Change {
    private static final int LONGEST = 2_000;
    private static final int MOST_NOTICE_DAYS = 3_650;

    private final Programmes programmes;
    private final Accounts accounts;
    private final Studies studies;
    private final SnapshotStore clock;
    private final Policy policy;
    private final ReleaseRules rules;
    private final ZoneId zone;
    private final FhirContext fhir;

    RegisterProgramme(
            Programmes programmes,
            Accounts accounts,
            Studies studies,
            SnapshotStore clock,
            Policy policy,
            ReleaseRules rules,
            ZoneId zone,
            FhirContext fhir) {
        this.programmes = programmes;
        this.accounts = accounts;
        this.studies = studies;
        this.clock = clock;
        this.policy = policy;
        this.rules = rules;
        this.zone = zone;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "register-programme";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Programme programme = read(invocation, clock.load(List.of()).now());
        if (!programmes.register(programme)) {
            throw Refusal.unprocessable(
                    "organisation",
                    IssueType.BUSINESSRULE,
                    "This organisation is in the register under another name or as another type");
        }
        accounts.keep(invocation.token().caller());
        return Answer.about(
                List.of(),
                fhir.newJsonParser()
                        .encodeResourceToString(studies.study(
                                programme,
                                Studies.Releases.NONE,
                                programme.registered().at())));
    }

    private Programme read(Invocation invocation, Instant now) {
        Recipient recipient = recipient(invocation);
        boolean commercial = invocation.yes("commercial");
        if (recipient.type() == RecipientType.COMPANY && !commercial) {
            throw Refusal.unprocessable("commercial", IssueType.BUSINESSRULE, "What a company does is commercial");
        }
        String purpose = purpose(invocation, commercial);
        Instant starts = startOf(day(invocation, "start"));
        Instant ends = startOf(day(invocation, "end").plusDays(1));
        if (!starts.isBefore(ends)) {
            throw Refusal.invalid("end", "The programme ends before it starts");
        }
        Caller caller = invocation.token().caller();
        return new Programme(
                UUID.randomUUID().toString(),
                recipient,
                invocation.words("title", "A title", 200),
                invocation.words("description", "A description", LONGEST),
                purpose,
                invocation.words("legalBasis", "A legal basis", LONGEST),
                invocation.words("fee", "A fee", LONGEST),
                commercial,
                classes(invocation),
                starts,
                ends,
                notice(invocation),
                new Registered(now, caller.id(), Words.name(caller)),
                List.of());
    }

    private Recipient recipient(Invocation invocation) {
        String ods = invocation.text("organisation").orElseThrow();
        if (!ods.matches("[A-Z0-9]{3,12}")) {
            throw Refusal.invalid("organisation", "An organisation is given by its ODS code");
        }
        RecipientType type = invocation
                .text("organisationType")
                .flatMap(RecipientType::byCode)
                .orElseThrow(() -> Refusal.invalid(
                        "organisationType",
                        "A type is one of "
                                + Arrays.stream(RecipientType.values())
                                        .map(RecipientType::code)
                                        .collect(Collectors.joining(", "))));
        boolean neverAllowed = type == RecipientType.INSURER || type == RecipientType.MARKETER;
        if (neverAllowed || policy.barredRoles().contains(type.role())) {
            throw Refusal.unprocessable(
                    "organisationType", IssueType.BUSINESSRULE, "No consent lets this type of recipient in");
        }
        return new Recipient(ods, invocation.words("organisationName", "A name", 200), type);
    }

    /** Only what people have a choice about; a no to companies is not got round by calling it planning. */
    private static String purpose(Invocation invocation, boolean commercial) {
        String purpose = invocation
                .text("purpose")
                .filter(code -> code.matches("[A-Z]{2,20}"))
                .filter(code ->
                        Choice.PLANNING.covers(new Purpose(code)) || Choice.ACADEMIC_RESEARCH.covers(new Purpose(code)))
                .orElseThrow(() -> Refusal.invalid(
                        "purpose", "A purpose is a v3-ActReason of planning or research, as HOPERAT or HRESCH"));
        if (commercial && Choice.PLANNING.covers(new Purpose(purpose))) {
            throw Refusal.unprocessable(
                    "purpose",
                    IssueType.BUSINESSRULE,
                    "What is commercial is research: the choice about planning says nothing of companies");
        }
        return purpose;
    }

    private static Set<Category> classes(Invocation invocation) {
        Set<Category> classes = EnumSet.noneOf(Category.class);
        for (CodeType given : invocation.arguments().all("category", CodeType.class)) {
            classes.add(Arrays.stream(Category.values())
                    .filter(each -> each != Category.CHOICES && each.code().equals(given.getValue()))
                    .findFirst()
                    .orElseThrow(
                            () -> Refusal.invalid("category", "A category is one of a record's, but never 'choices'")));
        }
        return classes;
    }

    private Duration notice(Invocation invocation) {
        Optional<Duration> asked = invocation
                .text("notice")
                .map(Integer::parseInt)
                .map(days -> {
                    if (days < 1 || days > MOST_NOTICE_DAYS) {
                        throw Refusal.invalid("notice", "A notice is 1 to " + MOST_NOTICE_DAYS + " days");
                    }
                    return Duration.ofDays(days);
                });
        if (asked.filter(given -> given.compareTo(rules.notice()) < 0).isPresent()) {
            throw Refusal.unprocessable(
                    "notice", IssueType.BUSINESSRULE, "The notice is shorter than this deployment allows");
        }
        return asked.orElse(rules.notice());
    }

    private static LocalDate day(Invocation invocation, String name) {
        try {
            return LocalDate.parse(invocation.text(name).orElseThrow());
        } catch (DateTimeException e) {
            throw Refusal.invalid(name, "The parameter '" + name + "' is a day, as 2026-11-22");
        }
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
