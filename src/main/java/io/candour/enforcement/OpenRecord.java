package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRules;
import io.candour.access.Review;
import io.candour.access.Review.Kind;
import io.candour.access.Reviews;
import io.candour.audit.Basis;
import io.candour.audit.Outcome;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.Caller;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.Purpose;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Opens a record to one member of staff for a time, for a reason that a guardian looks at: {@code Patient/$break-glass}
 * lifts what the patient lets emergencies lift and tells them at once; {@code Patient/$claim-relationship} stands for a
 * care relationship. Safe for use by many threads.
 *
 * <p>The grant, the notice in the patient's record, the guardian's task and the access record commit together or not at
 * all. Whether the person is known here is told (I5), so every try counts.
 */
final class OpenRecord implements Change {
    private static final String REASON_CODE = "reason";
    private static final String REASON = "reasonText";
    static final Set<String> EMERGENCIES = Set.of("BTG", "ETREAT");
    static final Set<String> CARE = Set.of("TREAT", "CAREMGT", "COC");

    /** Where what it needs is. */
    record Parts(
            KnownPerson people,
            SnapshotStore snapshots,
            WriterLocks writers,
            Grants grants,
            Reviews reviews,
            AccessRules rules,
            Notices notices,
            FhirContext fhir) {}

    private final String code;
    private final Kind kind;
    private final Parts parts;

    private OpenRecord(String code, Kind kind, Parts parts) {
        this.code = code;
        this.kind = kind;
        this.parts = parts;
    }

    static OpenRecord breakGlass(Parts parts) {
        return new OpenRecord("break-glass", Kind.EMERGENCY, parts);
    }

    static OpenRecord claimRelationship(Parts parts) {
        return new OpenRecord("claim-relationship", Kind.CLAIM, parts);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public void admit(Invocation invocation, Exchange exchange) {
        if (kind == Kind.EMERGENCY
                && Collections.disjoint(exchange.caller().roles(), parts.rules().emergencyRoles())) {
            throw Refusal.forbidden("Emergency access needs a role that allows it");
        }
        reasonCode(invocation, known());
        KnownPerson.reason(invocation, REASON);
        KnownPerson.checkNotSelf(invocation);
        parts.people().admit(invocation, exchange);
    }

    private Set<String> known() {
        return kind == Kind.EMERGENCY ? EMERGENCIES : CARE;
    }

    /** The HL7 v3-ActReason that was given, one of those known. */
    static String reasonCode(Invocation invocation, Set<String> known) {
        return invocation
                .text(REASON_CODE)
                .filter(known::contains)
                .orElseThrow(() ->
                        Refusal.invalid(REASON_CODE, "A reason is one of " + String.join(", ", new TreeSet<>(known))));
    }

    @Override
    public Answer carryOut(Invocation invocation, ResourceWriter resources) {
        Optional<String> known = parts.people().find(invocation);
        if (known.isEmpty()) {
            return Answer.notThere(Answer.Evidence.NONE);
        }
        String patient = known.get();
        parts.writers().lock(List.of(patient));
        Instant now = parts.snapshots().load(List.of()).now();
        Grant grant = grant(invocation, patient, now);
        Caller caller = invocation.token().caller();
        Instant until = grant.period().end().orElseThrow();
        if (kind == Kind.EMERGENCY) {
            parts.notices().give(parts.notices().emergency(patient, caller, now, until), resources);
        }
        // The patient's lock comes last: from here on nobody's answer about them is recorded until we commit.
        parts.grants().make(grant);
        parts.reviews()
                .ask(new Review(
                        grant.id(),
                        patient,
                        kind,
                        caller.id(),
                        KnownPerson.name(caller),
                        caller.organisation(),
                        reasonCode(invocation, known()),
                        KnownPerson.reason(invocation, REASON),
                        now,
                        until,
                        Optional.empty()));
        return answer(invocation, grant, now, until);
    }

    private Grant grant(Invocation invocation, String patient, Instant now) {
        String id = UUID.randomUUID().toString();
        String caller = invocation.token().caller().id();
        return switch (kind) {
            case EMERGENCY ->
                new Grant.Emergency(
                        id,
                        caller,
                        patient,
                        Interval.of(now, now.plus(parts.rules().emergency())),
                        new Purpose(reasonCode(invocation, known())));
            case CLAIM ->
                new Grant.Claim(
                        id,
                        caller,
                        patient,
                        Interval.of(now, now.plus(parts.rules().claim())));
        };
    }

    private Answer answer(Invocation invocation, Grant grant, Instant now, Instant until) {
        Parameters answer = new Parameters();
        answer.addParameter().setName("patient").setValue(new Reference(new IdType("Patient", grant.patient())));
        answer.addParameter().setName("grant").setValue(new StringType(grant.id()));
        answer.addParameter().setName("purpose").setValue(new CodeType(reasonCode(invocation, known())));
        answer.addParameter().setName("start").setValue(AccessAlerts.instant(now));
        answer.addParameter().setName("end").setValue(AccessAlerts.instant(until));
        Answer.Evidence evidence = new Answer.Evidence(
                new TreeSet<>(Set.of(grant.patient())),
                List.of(),
                Optional.empty(),
                List.of(Basis.of(grant.patient(), "Grant/" + grant.id())),
                Outcome.PERMITTED,
                kind == Kind.EMERGENCY ? Optional.of(reasonCode(invocation, known())) : Optional.empty());
        return new Answer(200, parts.fhir().newJsonParser().encodeResourceToString(answer), Map.of(), evidence);
    }
}
