package io.candour.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a guardian is to look at one emergency or claimed relationship, or has.
 *
 * @param id of the grant
 * @param patient logical id
 * @param agentId {@link io.candour.consent.Caller#id()} of who made use of it
 * @param organisation ODS code
 * @param reasonCode HL7 v3-ActReason
 * @param reason in their own words
 */
public record Review(
        String id,
        String patient,
        Kind kind,
        String agentId,
        String agentName,
        Optional<String> organisation,
        String reasonCode,
        String reason,
        Instant starts,
        Instant ends,
        Optional<Done> done) {

    /** What is to be looked at. */
    public enum Kind {
        EMERGENCY,
        CLAIM
    }

    /** What a guardian found. */
    public enum Outcome {
        JUSTIFIED,
        NOT_JUSTIFIED,
        /** Passed on to somebody outside, as an employer or regulator. */
        REFERRED
    }

    /** @param reviewerId {@link io.candour.consent.Caller#id()} */
    public record Done(String reviewerId, String reviewerName, Instant at, Outcome outcome, Optional<String> note) {}

    public Review {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(starts, "starts");
        Objects.requireNonNull(ends, "ends");
        Objects.requireNonNull(done, "done");
    }
}
