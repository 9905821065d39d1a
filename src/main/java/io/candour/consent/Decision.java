package io.candour.consent;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether a caller may have an item, why, and until when nothing but a new version or epoch can change that. */
public sealed interface Decision {
    /** Never empty. */
    List<Basis> restsOn();

    /** The nearest start or end of anything looked at; {@link Instant#MAX} where there is none. */
    Instant validUntil();

    default boolean permitted() {
        return this instanceof Permit;
    }

    /** Of several that must all permit: an item's with each of its patients, or with each item it tells of. */
    static Decision all(List<Decision> each) {
        Instant until = Instant.MAX;
        Set<Basis> permits = new LinkedHashSet<>();
        Set<Basis> denials = new LinkedHashSet<>();
        boolean overridable = true;
        for (Decision decision : each) {
            until = decision.validUntil().isBefore(until) ? decision.validUntil() : until;
            if (decision instanceof Deny deny) {
                denials.addAll(deny.restsOn());
                overridable &= deny.overridable();
            } else {
                permits.addAll(decision.restsOn());
            }
        }
        return denials.isEmpty()
                ? new Permit(List.copyOf(permits), until)
                : new Deny(List.copyOf(denials), until, overridable);
    }

    record Permit(List<Basis> restsOn, Instant validUntil) implements Decision {
        public Permit {
            restsOn = nonEmpty(restsOn);
            Objects.requireNonNull(validUntil, "validUntil");
        }
    }

    /** @param overridable whether an emergency grant would lift it */
    record Deny(List<Basis> restsOn, Instant validUntil, boolean overridable) implements Decision {
        public Deny {
            restsOn = nonEmpty(restsOn);
            Objects.requireNonNull(validUntil, "validUntil");
        }
    }

    private static List<Basis> nonEmpty(List<Basis> restsOn) {
        if (restsOn.isEmpty()) {
            throw new IllegalArgumentException("a decision rests on something");
        }
        return List.copyOf(restsOn);
    }
}
