package io.candour.consent;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is left of a decision once caller, purpose, patient and time are known: for every item that belongs to that
 * patient alone, {@link #test} says what {@link ConsentEngine#decide} would.
 */
public sealed interface Residual extends Predicate<ItemFacts> {
    /**
     * Everything a permit can rest on, and every Consent, grant and default that can close an item. Not named is what
     * goes without saying: that choices are private, and that an item may be labelled not to be told to its patient.
     */
    List<Basis> restsOn();

    /** As {@link Decision#validUntil()}, for every item. */
    Instant validUntil();

    /** What {@link #test} asks, for SQL. */
    Condition condition();

    @Override
    default boolean test(ItemFacts item) {
        return condition().test(item);
    }

    /** The whole record is open. */
    record All(List<Basis> restsOn, Instant validUntil) implements Residual {
        public All {
            restsOn = List.copyOf(restsOn);
        }

        @Override
        public Condition condition() {
            return Condition.Flag.ALWAYS;
        }
    }

    /** The whole record is closed. @param overridable whether an emergency grant would open any of it */
    record None(List<Basis> restsOn, Instant validUntil, boolean overridable) implements Residual {
        public None {
            restsOn = List.copyOf(restsOn);
        }

        @Override
        public Condition condition() {
            return Condition.Flag.NEVER;
        }
    }

    /** Open where the condition holds. */
    record Where(Condition condition, List<Basis> restsOn, Instant validUntil) implements Residual {
        public Where {
            restsOn = List.copyOf(restsOn);
        }
    }
}
