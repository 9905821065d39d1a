package io.candour.choice;

import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.Purpose;
import io.candour.consent.Reach;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One grant as it is kept, live or not.
 *
 * @param grant whose {@link Grant#caller()} is the name it is held under
 * @param end how it came to end before its time; empty where it did not
 */
public record KeptGrant(Grant grant, Optional<End> end) {

    /** @param by {@link io.candour.consent.Caller#id()} of who ended it */
    public record End(Instant at, String by, String reason) {}

    public KeptGrant {
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(end, "end");
    }

    /** Whether it counts at this moment. */
    public boolean live(Instant at) {
        return end.isEmpty() && grant.period().contains(at);
    }

    /** How a grant stands in its row: what a statement reads of it, whichever kind it is. */
    record Row(
            String id,
            String kind,
            Instant starts,
            Optional<Instant> ends,
            Optional<String> purpose,
            Optional<Reach> reach) {

        static Row of(Grant grant) {
            Instant starts = grant.period().start().orElseThrow();
            Optional<Instant> ends = grant.period().end();
            if (grant instanceof Grant.Proxy proxy) {
                return new Row(grant.id(), "PROXY", starts, ends, Optional.empty(), Optional.of(proxy.reach()));
            }
            if (grant instanceof Grant.Emergency emergency) {
                Optional<String> purpose = Optional.of(emergency.purpose().code());
                return new Row(grant.id(), "EMERGENCY", starts, ends, purpose, Optional.empty());
            }
            if (grant instanceof Grant.Requested request) {
                return new Row(grant.id(), "REQUESTED", starts, ends, Optional.empty(), Optional.of(request.reach()));
            }
            return new Row(grant.id(), "CLAIM", starts, ends, Optional.empty(), Optional.empty());
        }

        /** @throws IllegalStateException if it is no grant: nothing is decided on such a row (I8) */
        Grant grant(String holder, String patient) {
            Interval period = new Interval(Optional.of(starts), ends);
            return switch (kind) {
                case "PROXY" -> new Grant.Proxy(id, holder, patient, period, reach.orElseThrow());
                case "EMERGENCY" ->
                    new Grant.Emergency(id, holder, patient, period, new Purpose(purpose.orElseThrow()));
                case "REQUESTED" -> new Grant.Requested(id, holder, patient, period, reach.orElseThrow());
                case "CLAIM" -> new Grant.Claim(id, holder, patient, period);
                default -> throw new IllegalStateException("a stored grant can't be read");
            };
        }
    }
}
