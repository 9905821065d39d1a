package io.candour.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must not have moved between a decision and the commit of its record. Values are equal when they rest on the same,
 * so a batch asks about each only once.
 *
 * @param versions snapshot version by patient's logical id, of every patient in the answer
 * @param epoch the global version of configuration and memberships
 * @param validUntil when the passing of time alone may change the decision (exclusive), in microseconds at most
 * @param session of the token, in words that tell the {@link Recheck} what must not have ended; empty where nothing can
 */
public record DecidedOn(
        SortedMap<String, Long> versions, long epoch, Optional<Instant> validUntil, Optional<String> session) {

    public DecidedOn {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        validUntil = validUntil.map(until -> until.truncatedTo(ChronoUnit.MICROS));
        Objects.requireNonNull(session, "session");
    }

    /** The same, decided for a token of this session. */
    public DecidedOn in(String tokenSession) {
        return new DecidedOn(versions, epoch, validUntil, Optional.of(tokenSession));
    }
}
