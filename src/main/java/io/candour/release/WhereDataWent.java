package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import io.candour.consent.Category;
import io.candour.enforcement.Answer;
import io.candour.enforcement.Invocation;
import io.candour.enforcement.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code Patient/$releases}: where my data went. A person sees every question that counted them, and every extract they
 * are in: for whom and what it was, what it asked or is of, on which version of their choices, whether it left, and what
 * became of a copy since. Nobody else sees who was counted. Safe for
 * use by many threads.
 */
final class WhereDataWent implements Operation {
    private static final String EXTRACT = "extract";
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 1_000;

    private final Ledger ledger;
    private final ExtractLedger extracts;
    private final Erasures erasures;
    private final Programmes programmes;
    private final Questions questions;
    private final Disclosures disclosures;
    private final FhirContext fhir;

    WhereDataWent(
            Ledger ledger,
            ExtractLedger extracts,
            Erasures erasures,
            Programmes programmes,
            Questions questions,
            Disclosures disclosures,
            FhirContext fhir) {
        this.ledger = ledger;
        this.extracts = extracts;
        this.erasures = erasures;
        this.programmes = programmes;
        this.questions = questions;
        this.disclosures = disclosures;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "releases";
    }

    @Override
    public Answer answer(Invocation invocation) {
        String patient = invocation.patient();
        if (!invocation.token().caller().patient().equals(Optional.of(patient))) {
            return Answer.notThere(Answer.about(List.of(patient), "").evidence());
        }
        Map<String, Programme> known = new HashMap<>();
        Parameters answer = new Parameters();
        int count = invocation.count(DEFAULT_COUNT, MAX_COUNT);
        List<Went> all = new ArrayList<>();
        ledger.of(patient, count).forEach(each -> all.add(counted(each)));
        extracts.of(patient, count).forEach(each -> all.add(extracted(each)));
        all.stream()
                .sorted(Comparator.comparing(Went::at).reversed())
                .limit(count)
                .forEach(went -> {
                    Programme programme = known.computeIfAbsent(
                            went.programme(), id -> programmes.find(id).orElseThrow());
                    add(answer.addParameter().setName("release"), went, programme, patient);
                });
        return Answer.about(List.of(patient), fhir.newJsonParser().encodeResourceToString(answer));
    }

    /**
     * What a person was in.
     *
     * @param asked what was asked; empty of an extract
     * @param classes of what was in it; empty where they are the programme's
     */
    private record Went(
            String kind,
            String what,
            String id,
            String programme,
            Instant at,
            long version,
            Optional<String> asked,
            Set<Category> classes,
            Optional<Instant> released) {}

    private Went counted(PeopleIn.Entry entry) {
        Asked asked = questions.find(entry.id()).orElseThrow();
        return new Went(
                "question",
                "MeasureReport",
                entry.id(),
                entry.programme(),
                entry.at(),
                entry.version(),
                Optional.of(QuestionWords.of(asked.question())),
                entry.classes(),
                entry.released());
    }

    private static Went extracted(PeopleIn.Entry entry) {
        return new Went(
                EXTRACT,
                "Bundle",
                entry.id(),
                entry.programme(),
                entry.at(),
                entry.version(),
                Optional.empty(),
                entry.classes(),
                entry.released());
    }

    private void add(ParametersParameterComponent part, Went went, Programme programme, String patient) {
        part.addPart().setName("kind").setValue(new CodeType(went.kind()));
        part.addPart().setName("programme").setValue(new Reference("ResearchStudy/" + programme.id()));
        part.addPart().setName("title").setValue(new StringType(programme.title()));
        part.addPart()
                .setName("recipient")
                .setValue(new StringType(programme.recipient().name()));
        part.addPart().setName("purpose").setValue(new CodeType(programme.purpose()));
        went.asked().ifPresent(asked -> part.addPart().setName("asked").setValue(new StringType(asked)));
        (went.classes().isEmpty() ? programme.classes() : went.classes())
                .forEach(each -> part.addPart().setName("category").setValue(new CodeType(each.code())));
        part.addPart().setName("choices").setValue(new StringType(Long.toString(went.version())));
        part.addPart().setName("counted").setValue(instant(went.at()));
        went.released().ifPresent(at -> {
            part.addPart().setName("released").setValue(instant(at));
            part.addPart()
                    .setName("event")
                    .setResource(disclosures.event(programme, went.what(), went.id(), patient, at));
            if (went.kind().equals(EXTRACT)) {
                copy(part, erasures.of(went.id(), patient));
            }
        });
    }

    /** What became of the copy that the recipient has. */
    private static void copy(ParametersParameterComponent part, Optional<Erasure> erasure) {
        String copy = erasure.map(asked -> asked.answered()
                        .map(answered -> answered.outcome().name().toLowerCase(Locale.ROOT))
                        .orElse("erasure-requested"))
                .orElse("held");
        part.addPart().setName("copy").setValue(new CodeType(copy));
        erasure.flatMap(Erasure::answered)
                .ifPresent(answered ->
                        part.addPart().setName("copyStatement").setValue(new StringType(answered.statement())));
    }

    static InstantType instant(Instant at) {
        return new InstantType(Date.from(at), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC"));
    }
}
