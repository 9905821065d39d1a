package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRequest;
import io.candour.access.AccessRequest.State;
import io.candour.access.AccessRequests;
import io.candour.access.RequestRules;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.Category;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.fhir.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code Patient/[id]/$answer-request}: yes or no to somebody who asked to see something; said once, by the patient or by
 * who may choose for them. A yes makes a grant for the days that were asked, and the Consent that records it, in one
 * transaction. Safe for use by many threads.
 */
final class AnswerRequest implements Change {
    private final ConsentChecks checks;
    private final SnapshotStore snapshots;
    private final WriterLocks writers;
    private final AccessRequests requests;
    private final RequestRules rules;
    private final Grants grants;
    private final FhirContext fhir;

    AnswerRequest(
            ConsentChecks checks,
            SnapshotStore snapshots,
            WriterLocks writers,
            AccessRequests requests,
            RequestRules rules,
            Grants grants,
            FhirContext fhir) {
        this.checks = checks;
        this.snapshots = snapshots;
        this.writers = writers;
        this.requests = requests;
        this.rules = rules;
        this.grants = grants;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "answer-request";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String patient = invocation.patient();
        String id = invocation.text("request").orElseThrow();
        String by = invocation.token().caller().id();
        // Under the lock, as a proxy's right may be ending.
        writers.lock(List.of(patient));
        Optional<AccessRequest> asked = requests.find(id)
                .filter(request -> request.patient().equals(patient)
                        && checks.choosesAbout(request.reach(), patient, invocation.token()));
        if (asked.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        AccessRequest request = asked.get();
        Instant now = snapshots.load(List.of()).now();
        boolean own = request.agentNumber().isPresent()
                && request.agentNumber().equals(invocation.token().nhsNumber());
        if (own || request.agentId().equals(by)) {
            throw Refusal.unprocessable("request", IssueType.BUSINESSRULE, "Nobody answers what they asked themselves");
        }
        if (request.state(now, rules.answerable()) != State.ASKED) {
            throw Refusal.unprocessable(
                    "request", IssueType.BUSINESSRULE, "This was answered already, or can't be answered any more");
        }
        boolean yes = invocation.yes("accept");
        Optional<String> grant = yes ? Optional.of(give(request, now, resources)) : Optional.empty();
        if (!requests.answer(id, now, by, grant)) {
            throw Refusal.conflict(409);
        }
        AccessRequest answered = requests.find(id).orElseThrow();
        String task = fhir.newJsonParser()
                .encodeResourceToString(AccessRequestTasks.task(answered, answered.state(now, rules.answerable())));
        return grant.map(given -> Answer.ofGrant(patient, given, task))
                .orElseGet(() -> Answer.about(List.of(patient), task));
    }

    private String give(AccessRequest request, Instant now, ResourceWriter resources) {
        Instant until = now.plus(Duration.ofDays(request.days()));
        String id = resources.create(Consent.class, consent(request, now, until));
        grants.make(new Grant.Requested(
                id, request.agentId(), request.patient(), Interval.of(now, until), request.reach()));
        return id;
    }

    static Consent consent(AccessRequest request, Instant now, Instant until) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE)
                .setScope(concept(Vocabulary.CONSENT_SCOPE, "patient-privacy"))
                .addCategory(concept(Vocabulary.ACT_CODE, "INFA"))
                .setPatient(new Reference("Patient/" + request.patient()))
                .setDateTimeElement(GrantingConsents.moment(now))
                .addPerformer(new Reference("Patient/" + request.patient()))
                .setPolicyRule(concept(Vocabulary.LEGAL_BASIS, ProxyTerms.Basis.PATIENT_CONSENT.code()));
        consent.addExtension().setUrl(Vocabulary.ACCESS_REQUEST).setValue(new StringType(request.id()));
        ProvisionComponent provision = consent.getProvision().setType(ConsentProvisionType.PERMIT);
        provision
                .addActor()
                .setRole(concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
                .setReference(ReviewTasks.person(request.agentId(), request.agentName()));
        provision
                .getPeriod()
                .setStartElement(GrantingConsents.moment(now))
                .setEndElement(GrantingConsents.moment(until));
        provision.addPurpose(new Coding(Vocabulary.ACT_REASON, request.reasonCode(), null));
        request.reach().categories().stream()
                .map(Category::code)
                .sorted()
                .forEach(each -> provision.addClass_(new Coding(Vocabulary.CATEGORY, each, null)));
        // As labels are read here, a permit of R covers what is below, and without one nothing sensitive is meant.
        if (request.reach().sensitive()) {
            provision.addSecurityLabel(new Coding(Vocabulary.CONFIDENTIALITY, "R", null));
        }
        return consent;
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
