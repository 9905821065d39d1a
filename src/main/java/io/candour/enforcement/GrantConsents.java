package io.candour.enforcement;

import io.candour.consent.fhir.Vocabulary;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Consents that go with a grant. Operations make them; an update ends them and changes nothing else. */
final class GrantConsents {
    private GrantConsents() {}

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
