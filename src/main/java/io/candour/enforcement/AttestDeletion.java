package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRequest;
import io.candour.access.AccessRequest.Attested;
import io.candour.access.AccessRequest.State;
import io.candour.access.AccessRequests;
import io.candour.access.RequestRules;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code Task/$attest-deletion}: who had access by request says, when it has ended, what became of what they saw. Said
 * once; the patient is told. Safe for use by many threads.
 */
final class AttestDeletion implements Change {
    private static final String STATEMENT = "statement";

    private final SnapshotStore snapshots;
    private final WriterLocks writers;
    private final AccessRequests requests;
    private final RequestRules rules;
    private final Notices notices;
    private final FhirContext fhir;

    AttestDeletion(
            SnapshotStore snapshots,
            WriterLocks writers,
            AccessRequests requests,
            RequestRules rules,
            Notices notices,
            FhirContext fhir) {
        this.snapshots = snapshots;
        this.writers = writers;
        this.requests = requests;
        this.rules = rules;
        this.notices = notices;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "attest-deletion";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String statement = KnownPerson.reason(invocation, STATEMENT);
        String id = invocation.text("task").orElseThrow();
        Optional<AccessRequest> theirs = requests.find(id)
                .filter(request ->
                        request.agentId().equals(invocation.token().caller().id()))
                .filter(request -> request.answered()
                        .flatMap(AccessRequest.Answered::given)
                        .isPresent());
        if (theirs.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        String patient = theirs.get().patient();
        writers.lock(List.of(patient));
        Instant now = snapshots.load(List.of()).now();
        boolean deleted = invocation.yes("deleted");
        if (requests.find(id).orElseThrow().state(now, rules.answerable()) != State.ATTESTATION_DUE
                || !requests.attest(id, new Attested(now, deleted, statement))) {
            throw Refusal.unprocessable(
                    "task", IssueType.BUSINESSRULE, "The access has not ended, or this was attested already");
        }
        notices.give(notices.attested(patient, invocation.token().caller(), deleted, now), resources);
        AccessRequest attested = requests.find(id).orElseThrow();
        return Answer.about(
                List.of(patient),
                fhir.newJsonParser().encodeResourceToString(AccessRequestTasks.task(attested, State.ATTESTED)));
    }
}
