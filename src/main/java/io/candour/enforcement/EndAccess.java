package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.Grants;
import io.candour.choice.KeptGrant;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/**
 * {@code Patient/[id]/$end-access}: ends a grant before its time, with a reason. Whoever holds it may, the patient may, a
 * guardian may, and of a proxy's right also staff who settle such rights; to everybody else it is not there. Safe for use by many threads.
 */
final class EndAccess implements Change {
    private static final String OTHER = "other";
    static final Set<String> REASONS = Set.of("safeguarding", "patient-wish", "end-date", "patient-died", OTHER);

    private final Grants grants;
    private final SnapshotStore snapshots;
    private final Proxies proxies;
    private final GrantingConsents consents;
    private final FhirContext fhir;

    EndAccess(Grants grants, SnapshotStore snapshots, Proxies proxies, GrantingConsents consents, FhirContext fhir) {
        this.proxies = proxies;
        this.consents = consents;
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
                .filter(grant -> grant.patient().equals(invocation.patient()) && mayEnd(invocation, grant));
        String code = reasonCode(invocation);
        if (theirs.isEmpty() || !end(invocation, theirs.get(), code, reason, resources)) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        Parameters answer = new Parameters();
        answer.addParameter().setName("grant").setValue(new StringType(id));
        answer.addParameter().setName("ended").setValue(AccessAlerts.instant(now));
        return Answer.ofGrant(invocation.patient(), id, fhir.newJsonParser().encodeResourceToString(answer));
    }

    private boolean end(Invocation invocation, Grant grant, String code, String reason, ResourceWriter resources) {
        String by = invocation.token().caller().id();
        return grant instanceof Grant.Proxy || grant instanceof Grant.Requested
                ? consents.end(grant.patient(), grant.id(), code, reason, by, resources)
                : grants.end(grant.patient(), grant.id(), by, code + ": " + reason);
    }

    private static String reasonCode(Invocation invocation) {
        String code = invocation.text("code").orElse(OTHER);
        if (!REASONS.contains(code)) {
            throw Refusal.invalid("code", "This is one of " + String.join(", ", new TreeSet<>(REASONS)));
        }
        return code;
    }

    private static boolean over(KeptGrant kept, Instant now) {
        return kept.grant().period().end().filter(end -> !now.isBefore(end)).isPresent();
    }

    private boolean mayEnd(Invocation invocation, Grant grant) {
        CallerKind kind = invocation.kind();
        return kind == CallerKind.GUARDIAN
                || kind == CallerKind.PATIENT
                        && invocation.token().caller().patient().equals(Optional.of(grant.patient()))
                || invocation.token().holder().names().contains(grant.caller())
                || grant instanceof Grant.Proxy && proxies.settles(invocation);
    }
}
