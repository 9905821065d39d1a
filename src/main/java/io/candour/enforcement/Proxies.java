package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRules;
import io.candour.choice.Choices;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.CallerKind;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.fhir.Vocabulary;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * The life of a proxy: RelatedPerson and Consent in the patient's record, and the grant that the active Consent is.
 *
 * <p>INVARIANT: a grant is live only while its Consent is active; both change in one transaction, and the grant has the
 * Consent's id. Safe for use by many threads.
 */
final class Proxies {
    private final RecordPath records;
    private final RecordIndex index;
    private final SnapshotStore snapshots;
    private final WriterLocks writers;
    private final Grants grants;
    private final Choices choices;
    private final GrantingConsents consents;
    private final ProxyChecks checks;
    private final AccessRules rules;
    private final Notices notices;
    private final FhirContext fhir;

    Proxies(
            RecordPath records,
            RecordIndex index,
            SnapshotStore snapshots,
            WriterLocks writers,
            Grants grants,
            Choices choices,
            GrantingConsents consents,
            ProxyChecks checks,
            AccessRules rules,
            Notices notices,
            FhirContext fhir) {
        this.records = records;
        this.index = index;
        this.snapshots = snapshots;
        this.writers = writers;
        this.grants = grants;
        this.choices = choices;
        this.consents = consents;
        this.checks = checks;
        this.rules = rules;
        this.notices = notices;
        this.fhir = fhir;
    }

    ProxyChecks checks() {
        return checks;
    }

    Notices notices() {
        return notices;
    }

    Instant now() {
        return snapshots.load(List.of()).now();
    }

    /**
     * Whether the caller settles who acts for this patient: the patient, or staff with the role for it who may see them. To
     * everybody else the patient is not there.
     */
    boolean settles(Invocation invocation) {
        if (invocation.kind() == CallerKind.PATIENT) {
            return invocation.token().caller().patient().equals(Optional.of(invocation.patient()));
        }
        return records.areStaffOf(invocation.patient(), rules.proxyRoles(), invocation.token());
    }

    /** Stores who is to act, and how far: proposed or, with a grant, active. Returns the Consent's id. */
    String keep(
            String patient, ProxyTerms terms, ConsentState status, Optional<Instant> until, ResourceWriter resources) {
        writers.lock(List.of(patient));
        Instant now = now();
        String person = resources.create(RelatedPerson.class, terms.relatedPerson(patient));
        Consent consent = terms.consent(patient, person, status, GrantingConsents.moment(now));
        String id = resources.create(Consent.class, consent);
        if (status == ConsentState.ACTIVE) {
            grant(id, patient, terms, now, until);
        }
        return id;
    }

    private void grant(String id, String patient, ProxyTerms terms, Instant now, Optional<Instant> until) {
        Interval period = new Interval(Optional.of(now), until);
        grants.make(new Grant.Proxy(id, terms.holder(), patient, period, terms.reach()));
    }

    /** A proxy Consent of this patient, as stored; empty for what is none. */
    Optional<Consent> consent(String patient, String id) {
        return consents.find(patient, id).filter(consent -> consent.hasExtension(Vocabulary.PROXY_REACH));
    }

    /** What a proxy Consent allows. */
    ProxyTerms terms(Consent consent) {
        String person = consent.getPerformerFirstRep().getReferenceElement().getIdPart();
        return index.read("RelatedPerson", person)
                .map(item -> fhir.newJsonParser().parseResource(RelatedPerson.class, item.content()))
                .flatMap(proxy -> ProxyTerms.of(consent, proxy))
                .orElseThrow(() -> Refusal.unprocessable(
                        "consent", IssueType.BUSINESSRULE, "It can't be read any more who is to act"));
    }

    /** Of two who settle at once who acts for whom the second sees what the first did, circles included. */
    void lock(String patient, ProxyTerms terms) {
        Set<String> both = new TreeSet<>(Set.of(patient));
        checks.known(terms).ifPresent(both::add);
        writers.lock(List.copyOf(both));
    }

    /** Whether somebody with this number waits for an answer of this patient already. */
    boolean waits(String patient, String number) {
        return choices.of(patient).stream()
                .filter(kept -> kept.status().equals(ConsentState.PROPOSED.toCode()))
                .flatMap(kept -> consent(patient, kept.consent()).stream())
                .anyMatch(consent -> terms(consent).number().equals(number));
    }

    /** Answers what was proposed. */
    void answer(Consent proposed, boolean yes, Invocation invocation, ResourceWriter resources) {
        String patient = invocation.patient();
        String id = proposed.getIdElement().getIdPart();
        lock(patient, terms(proposed));
        // Again, under the lock: somebody else may have answered.
        Consent consent = consent(patient, id).orElse(proposed);
        if (consent.getStatus() != ConsentState.PROPOSED) {
            throw Refusal.unprocessable("consent", IssueType.BUSINESSRULE, "This was answered already");
        }
        ProxyTerms terms = terms(consent);
        Instant now = now();
        Optional<Instant> until = yes ? checks.check(patient, terms, invocation.token(), now) : Optional.empty();
        resources.update(
                Consent.class,
                ResourceWriter.stored(consent)
                        .setStatus(yes ? ConsentState.ACTIVE : ConsentState.REJECTED)
                        .setDateTimeElement(GrantingConsents.moment(now)));
        if (yes) {
            grant(id, patient, terms, now, until);
        }
    }
}
