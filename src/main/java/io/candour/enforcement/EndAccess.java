package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.audit.Basis;
import io.candour.audit.Outcome;
import io.candour.choice.Grants;
import io.candour.choice.KeptGrant;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code Patient/[id]/$end-access}: ends a grant before its time, with a reason. Whoever holds it may, the patient may, and
 * a guardian may; to everybody else it is not there. Safe for use by many threads.
 */
final class EndAccess implements Change {
    private final Grants grants;
    private final SnapshotStore snapshots;
    private final FhirContext fhir;

    EndAccess(Grants grants, SnapshotStore snapshots, FhirContext fhir) {
        this.grants = grants;
        this.snapshots = snapshots;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "end-access";
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        String reason = KnownPerson.reason(invocation, "reason");
        String id = invocation.text("grant").orElseThrow();
        Instant now = snapshots.load(List.of()).now();
        Optional<Grant> theirs = grants.find(id)
                .filter(kept -> kept.end().isEmpty() && !over(kept, now))
                .map(KeptGrant::grant)
                .filter(grant -> !(grant instanceof Grant.Proxy))
                .filter(grant -> grant.patient().equals(invocation.patient()) && mayEnd(invocation, grant));
        if (theirs.isEmpty()
                || !grants.end(
                        invocation.patient(), id, invocation.token().caller().id(), reason)) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        Parameters answer = new Parameters();
        answer.addParameter().setName("grant").setValue(new StringType(id));
        answer.addParameter().setName("ended").setValue(AccessAlerts.instant(now));
        Answer.Evidence evidence = new Answer.Evidence(
                new TreeSet<>(Set.of(invocation.patient())),
                List.of(),
                Optional.empty(),
                List.of(Basis.of(invocation.patient(), "Grant/" + id)),
                Outcome.PERMITTED);
        return new Answer(200, fhir.newJsonParser().encodeResourceToString(answer), Map.of(), evidence);
    }

    private static boolean over(KeptGrant kept, Instant now) {
        return kept.grant().period().end().filter(end -> !now.isBefore(end)).isPresent();
    }

    private static boolean mayEnd(Invocation invocation, Grant grant) {
        CallerKind kind = invocation.kind();
        return kind == CallerKind.GUARDIAN
                || kind == CallerKind.PATIENT
                        && invocation.token().caller().patient().equals(Optional.of(grant.patient()))
                || invocation.token().holder().names().contains(grant.caller());
    }
}
