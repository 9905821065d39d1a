package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRules;
import io.candour.audit.Basis;
import io.candour.audit.Outcome;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.CallerKind;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.fhir.Vocabulary;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;

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
            ProxyChecks checks,
            AccessRules rules,
            Notices notices,
            FhirContext fhir) {
        this.records = records;
        this.index = index;
        this.snapshots = snapshots;
        this.writers = writers;
        this.grants = grants;
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
        return invocation.kind() == CallerKind.PRACTITIONER
                && !Collections.disjoint(invocation.token().caller().roles(), rules.proxyRoles())
                && records.seen(Set.of("Patient/" + invocation.patient()), invocation.token())
                        .contains("Patient/" + invocation.patient());
    }

    /** Stores who is to act, and how far: proposed or, with a grant, active. Returns the Consent's id. */
    String keep(
            String patient, ProxyTerms terms, ConsentState status, Optional<Instant> until, ResourceWriter resources) {
        writers.lock(List.of(patient));
        Instant now = now();
        String person = resources.create(RelatedPerson.class, terms.relatedPerson(patient));
        Consent consent = terms.consent(patient, person, status, moment(now));
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
        return index.read("Consent", id)
                .filter(item -> item.facts().patients().equals(List.of(patient)))
                .map(item -> fhir.newJsonParser().parseResource(Consent.class, item.content()))
                .filter(consent -> consent.hasExtension(Vocabulary.PROXY_REACH));
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

    /** Answers what was proposed. */
    void answer(Consent consent, boolean yes, Invocation invocation, ResourceWriter resources) {
        String patient = invocation.patient();
        String id = consent.getIdElement().getIdPart();
        writers.lock(List.of(patient));
        if (consent.getStatus() != ConsentState.PROPOSED) {
            throw Refusal.unprocessable("consent", IssueType.BUSINESSRULE, "This was answered already");
        }
        ProxyTerms terms = terms(consent);
        Instant now = now();
        Optional<Instant> until =
                yes ? checks.check(patient, terms, invocation.kind() == CallerKind.PATIENT, now) : Optional.empty();
        resources.update(
                Consent.class,
                stored(consent)
                        .setStatus(yes ? ConsentState.ACTIVE : ConsentState.REJECTED)
                        .setDateTimeElement(moment(now)));
        if (yes) {
            grant(id, patient, terms, now, until);
        }
    }

    /** Ends a proxy's right; the Consent says why. */
    boolean end(String patient, String id, String reasonCode, String reason, String by, ResourceWriter resources) {
        writers.lock(List.of(patient));
        Optional<Consent> consent = consent(patient, id);
        if (consent.isEmpty() || consent.get().getStatus() != ConsentState.ACTIVE) {
            return false;
        }
        Consent ended = stored(consent.get()).setStatus(ConsentState.INACTIVE);
        ended.addExtension().setUrl(Vocabulary.END_REASON).addExtension("code", new CodeType(reasonCode));
        ended.getExtensionByUrl(Vocabulary.END_REASON).addExtension("text", new StringType(reason));
        resources.update(Consent.class, ended);
        return grants.end(patient, id, by, reasonCode + ": " + reason);
    }

    /** As it is to be stored: without what the server adds for readers, of the version that was read. */
    private static Consent stored(Consent read) {
        Consent consent = read.copy();
        consent.setMeta(null);
        consent.setId(read.getIdElement().toUnqualifiedVersionless().getIdPart());
        return consent;
    }

    private static DateTimeType moment(Instant at) {
        DateTimeType moment = new DateTimeType(Date.from(at));
        moment.setTimeZone(TimeZone.getTimeZone("UTC"));
        return moment;
    }

    /** What is told and logged of a change. */
    Answer done(String patient, String body, String consent) {
        return new Answer(
                200,
                body,
                Map.of(),
                new Answer.Evidence(
                        new TreeSet<>(Set.of(patient)),
                        List.of(),
                        Optional.empty(),
                        List.of(Basis.of(patient, "Grant/" + consent)),
                        Outcome.PERMITTED));
    }
}
