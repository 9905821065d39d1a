package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.Grants;
import io.candour.choice.WriterLocks;
import io.candour.consent.fhir.Vocabulary;
import io.candour.record.RecordIndex;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.StringType;

/**
 * Consents that go with a grant and have its id: of those who act for a patient, and of those who asked for access. Safe
 * for use by many threads.
 */
final class GrantingConsents {
    private final RecordIndex index;
    private final WriterLocks writers;
    private final Grants grants;
    private final FhirContext fhir;

    GrantingConsents(RecordIndex index, WriterLocks writers, Grants grants, FhirContext fhir) {
        this.index = index;
        this.writers = writers;
        this.grants = grants;
        this.fhir = fhir;
    }

    /** A Consent of this patient, as it is read. */
    Optional<Consent> find(String patient, String id) {
        return index.read("Consent", id)
                .filter(item -> item.facts().patients().equals(List.of(patient)))
                .map(item -> fhir.newJsonParser().parseResource(Consent.class, item.content()));
    }

    /**
     * Ends a right before its time: the grant, and its Consent says why.
     *
     * @return whether it had not ended
     */
    boolean end(String patient, String id, String reasonCode, String reason, String by, ResourceWriter resources) {
        writers.lock(List.of(patient));
        Optional<Consent> consent = find(patient, id);
        if (consent.isEmpty() || consent.get().getStatus() != ConsentState.ACTIVE) {
            return false;
        }
        Consent ended = ResourceWriter.stored(consent.get()).setStatus(ConsentState.INACTIVE);
        Extension why = ended.addExtension().setUrl(Vocabulary.END_REASON);
        why.addExtension("code", new CodeType(reasonCode));
        why.addExtension("text", new StringType(reason));
        resources.update(Consent.class, ended);
        return grants.end(patient, id, by, reasonCode + ": " + reason);
    }

    static DateTimeType moment(Instant at) {
        DateTimeType moment = new DateTimeType(Date.from(at));
        moment.setTimeZone(TimeZone.getTimeZone("UTC"));
        return moment;
    }

    /** Whether a Consent goes with a grant: operations make those, and an update ends them and changes nothing else. */
    static boolean is(Consent consent) {
        return consent.hasExtension(Vocabulary.PROXY_REACH) || consent.hasExtension(Vocabulary.ACCESS_REQUEST);
    }

    /** What goes with a grant is taken back, or said to be a mistake, and stays as it was otherwise. */
    static void checkOnlyEnds(Consent before, Consent after) {
        boolean ends = after.getStatus() == ConsentState.ENTEREDINERROR
                || before.getStatus() == ConsentState.PROPOSED && after.getStatus() == ConsentState.REJECTED
                || before.getStatus() == ConsentState.ACTIVE && after.getStatus() == ConsentState.INACTIVE;
        if (!ends) {
            throw settledElsewhere("Consent.status");
        }
        if (!bare(after).setStatus(before.getStatus()).equalsDeep(bare(before))) {
            throw settledElsewhere("Consent");
        }
    }

    private static Consent bare(Consent consent) {
        Consent bare = consent.copy();
        bare.setMeta(null).setId((String) null);
        bare.setText(null);
        return bare;
    }

    static RuntimeException settledElsewhere(String element) {
        return Refusal.unprocessable(
                element,
                IssueType.NOTSUPPORTED,
                "Who may act for a patient, or see what they asked for, is settled by $appoint-proxy, $answer-proxy,"
                        + " $answer-request and $end-access; by an update it can only be ended");
    }
}
