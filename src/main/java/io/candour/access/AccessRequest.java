package io.candour.access;

import io.candour.consent.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That somebody asked a patient to let them see something for a time, and what came of it.
 *
 * @param patient logical id
 * @param agentId {@link io.candour.consent.Caller#id()} of who asks
 * @param agentNumber their NHS number, where their account has one: nobody answers themselves
 * @param organisation ODS code
 * @param reasonCode HL7 v3-ActReason
 * @param reason in their own words
 * @param reach what they ask for
 * @param days for how long, from the answer
 */
public record AccessRequest(
        String id,
        String patient,
        String agentId,
        String agentName,
        Optional<String> agentNumber,
        Optional<String> organisation,
        String reasonCode,
        String reason,
        Reach reach,
        int days,
        Instant asked,
        Optional<Answered> answered,
        Optional<Attested> attested) {

    /**
     * What the patient said.
     *
     * @param given what a yes made; empty for a no
     */
    public record Answered(Instant at, Optional<Given> given) {}

    /**
     * A grant, and the Consent of the same id.
     *
     * @param until when it ends or ended
     */
    public record Given(String grant, Instant until) {}

    /**
     * What became of what was seen, by the word of who saw it.
     *
     * @param deleted whether no copy is kept; else the statement says which are, and why
     */
    public record Attested(Instant at, boolean deleted, String statement) {}

    /** How far it has come; each leads only to the next, but for a request, which three things can become of. */
    public enum State {
        ASKED,
        /** Nobody answered in time. */
        LAPSED,
        REFUSED,
        OPEN,
        /** It has ended, and who had it is to say what became of what they saw. */
        ATTESTATION_DUE,
        ATTESTED
    }

    public AccessRequest {
        Objects.requireNonNull(reach, "reach");
        Objects.requireNonNull(answered, "answered");
        Objects.requireNonNull(attested, "attested");
    }

    /** How far it has come at this moment: time alone ends what was asked, and what was given. */
    public State state(Instant now, Duration answerable) {
        if (attested.isPresent()) {
            return State.ATTESTED;
        }
        if (answered.isEmpty()) {
            return now.isBefore(asked.plus(answerable)) ? State.ASKED : State.LAPSED;
        }
        return answered.get()
                .given()
                .map(given -> now.isBefore(given.until()) ? State.OPEN : State.ATTESTATION_DUE)
                .orElse(State.REFUSED);
    }
}
