package io.candour.consent;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Whether a caller may have an item, why, and until when nothing but a new version or epoch can change that. */
public sealed interface Decision {
    /** Never empty. */
    List<Basis> restsOn();

    /** The nearest start or end of anything looked at; {@link Instant#MAX} where there is none. */
    Instant validUntil();

    default boolean permitted() {
        return this instanceof Permit;
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
