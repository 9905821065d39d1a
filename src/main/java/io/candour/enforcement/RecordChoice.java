package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Caller;
import io.candour.consent.Choice;
import io.candour.consent.Effect;
import io.candour.consent.Provision;
import io.candour.consent.fhir.ChoiceAnswer;
import io.candour.consent.fhir.ChoiceConsents;
import io.candour.enforcement.OpenRecord.Parts;
import io.candour.identity.Directory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceAgentComponent;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;

/**
 * {@code Patient/[id]/$record-choice}: staff with the role for it enter what a person answered on paper. It counts at once,
 * and as any answer of theirs: the one that was given last holds. Who entered it, when it was signed and where the paper is
 * say a Provenance, which the person reads, and a notice, which tells them of it. Safe for use by many threads.
 */
final class RecordChoice implements Change {
    /** What is asked of people one by one; the rest goes with an answer, or names somebody whom a form can't be sure of. */
    static final List<Choice> ASKED = List.of(
            Choice.CARE_INSIDE,
            Choice.CARE_SHARING,
            Choice.SENSITIVE_CARE_SHARING,
            Choice.LOCAL_PRACTICE_OPT_OUT,
            Choice.PLANNING,
            Choice.ACADEMIC_RESEARCH,
            Choice.COMMERCIAL_RESEARCH);

    private static final Set<Choice> OF_CARE =
            Set.of(Choice.CARE_INSIDE, Choice.CARE_SHARING, Choice.SENSITIVE_CARE_SHARING);
    private static final String TERMS = "https://candour.io/terms/choices/1";
    private static final String PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private static final int LONGEST_FORM = 200;

    private final Parts parts;
    private final RecordPath records;
    private final SnapshotStore snapshots;
    private final FhirContext fhir;
    private final ZoneId zone;

    RecordChoice(Parts parts, RecordPath records, ZoneId zone) {
        this.parts = parts;
        this.records = records;
        this.snapshots = parts.snapshots();
        this.fhir = parts.fhir();
        this.zone = zone;
    }

    @Override
    public String code() {
        return "record-choice";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        // To staff without the role, and of whom they may not see, the patient is not there.
        if (!records.areStaffOf(invocation.patient(), parts.rules().choiceRoles(), invocation.token())) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        String patient = invocation.patient();
        Instant now = snapshots.load(List.of()).now();
        Choice choice = choice(invocation);
        Effect effect = effect(invocation, choice);
        Optional<Boolean> emergency = emergency(invocation, choice, effect);
        LocalDate signed = ProxyTerms.day(invocation, "signed").orElseThrow();
        Instant given = given(signed, now);
        String form = invocation.words("form", "Where the paper is", LONGEST_FORM);
        Consent consent = ChoiceConsents.of(new ChoiceAnswer(
                patient,
                choice,
                Provision.builder(effect).build(),
                emergency,
                given,
                "Patient/" + patient,
                Optional.empty(),
                "On paper, signed on " + signed + ": " + form,
                TERMS));
        String id = resources.create(Consent.class, consent);
        resources.create(
                Provenance.class, provenance(id, patient, invocation.token().caller(), signed, form, now));
        parts.notices().give(parts.notices().choiceEntered(patient, now), resources);
        Parameters answer = new Parameters();
        answer.addParameter().setName("consent").setValue(new Reference(new IdType("Consent", id)));
        return Answer.about(Set.of(patient), fhir.newJsonParser().encodeResourceToString(answer));
    }

    private static Choice choice(Invocation invocation) {
        return invocation
                .text("choice")
                .flatMap(Choice::byCode)
                .filter(ASKED::contains)
                .orElseThrow(() -> Refusal.invalid(
                        "choice",
                        "A choice on paper is one of "
                                + ASKED.stream().map(Choice::code).collect(Collectors.joining(", "))));
    }

    private static Effect effect(Invocation invocation, Choice choice) {
        boolean permit = invocation.text("permit").orElseThrow().equals("true");
        if (permit && choice == Choice.LOCAL_PRACTICE_OPT_OUT) {
            throw Refusal.invalid("permit", "An opt-out can only be made here; whoever made it takes it back");
        }
        return permit ? Effect.PERMIT : Effect.DENY;
    }

    private static Optional<Boolean> emergency(Invocation invocation, Choice choice, Effect effect) {
        Optional<Boolean> emergency = invocation.text("emergency").map("true"::equals);
        if (emergency.isPresent() && (effect == Effect.PERMIT || !OF_CARE.contains(choice))) {
            throw Refusal.invalid("emergency", "What may be seen in an emergency goes with a no to being seen in care");
        }
        return emergency;
    }

    /** A form has a day and no hour: of two answers of one day that on paper counts, until there is a later one. */
    private Instant given(LocalDate signed, Instant now) {
        if (signed.isAfter(LocalDate.ofInstant(now, zone))) {
            throw Refusal.invalid("signed", "The day is in the future");
        }
        Instant end = signed.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1);
        return end.isBefore(now) ? end : now;
    }

    private static Provenance provenance(
            String consent, String patient, Caller caller, LocalDate signed, String form, Instant now) {
        Provenance provenance = new Provenance();
        provenance.addTarget(new Reference("Consent/" + consent));
        provenance.setOccurred(new DateTimeType(signed.toString()));
        provenance.setRecorded(Date.from(now));
        provenance.addAgent(agent("author", new Reference("Patient/" + patient)));
        ProvenanceAgentComponent enterer = agent("enterer", new Reference().setDisplay(caller.name()));
        caller.organisation().ifPresent(code -> {
            Reference organisation = new Reference();
            organisation.getIdentifier().setSystem(Directory.ODS_CODE).setValue(code);
            enterer.setOnBehalfOf(organisation);
        });
        provenance.addAgent(enterer);
        provenance.addEntity().setRole(ProvenanceEntityRole.SOURCE).setWhat(new Reference().setDisplay(form));
        return provenance;
    }

    private static ProvenanceAgentComponent agent(String type, Reference who) {
        ProvenanceAgentComponent agent = new ProvenanceAgentComponent();
        agent.getType().addCoding().setSystem(PARTICIPANT).setCode(type);
        return agent.setWho(who);
    }
}
