package io.candour.consent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A question about one item's facts, small enough that SQL can ask it of an index row. Two-valued: an absent fact
 * answers as each record says, never with 'unknown', so a translation must not let NULL through a {@link Not}.
 */
public sealed interface Condition {
    boolean test(ItemFacts item);

    /** The questions that have no parameter. */
    enum Flag implements Condition {
        ALWAYS,
        NEVER,
        NO_PATIENT,
        HAS_SENSITIVITY;

        @Override
        public boolean test(ItemFacts item) {
            return switch (this) {
                case ALWAYS -> true;
                case NEVER -> false;
                case NO_PATIENT -> item.noPatient();
                case HAS_SENSITIVITY -> !item.sensitivity().isEmpty();
            };
        }
    }

    /** Every one holds. */
    record All(List<Condition> of) implements Condition {
        public All {
            of = List.copyOf(of);
        }

        @Override
        public boolean test(ItemFacts item) {
            for (int i = 0; i < of.size(); i++) {
                if (!of.get(i).test(item)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one holds. */
    record Any(List<Condition> of) implements Condition {
        public Any {
            of = List.copyOf(of);
        }

        @Override
        public boolean test(ItemFacts item) {
            for (int i = 0; i < of.size(); i++) {
                if (of.get(i).test(item)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(Condition of) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return !of.test(item);
        }
    }

    record TypeIn(Set<String> types) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return types.contains(item.type());
        }
    }

    record ProfileIn(Set<String> profiles) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return meet(item.profiles(), profiles);
        }
    }

    record DocumentTypeIn(Set<String> codes) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return meet(item.documentTypes(), codes);
        }
    }

    record CategoryIn(Set<Category> categories) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return categories.contains(item.category());
        }
    }

    record CodeIn(Set<String> codes) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return meet(item.codes(), codes);
        }
    }

    /** The item is one of these ({@code Type/id}). */
    record InstanceIn(Set<String> references) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return references.contains(item.reference());
        }
    }

    /** The item is part of one of these, or is one of these. */
    record BelongsTo(Set<String> references) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return meet(item.belongsTo(), references) || references.contains(item.reference());
        }
    }

    record AuthoredBy(Set<String> references) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return meet(item.authors(), references);
        }
    }

    /** The item's source is known and one of these. */
    record SourceIn(Set<String> organisations) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return item.sourceOrganisation().isPresent()
                    && organisations.contains(item.sourceOrganisation().get());
        }
    }

    record ConfidentialityAtMost(Confidentiality level) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return item.confidentiality().compareTo(level) <= 0;
        }
    }

    record ConfidentialityAtLeast(Confidentiality level) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return item.confidentiality().compareTo(level) >= 0;
        }
    }

    /** Every sensitivity code of the item is among these; true for an item without any. */
    record SensitivityWithin(Set<String> codes) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return Words.of(item.sensitivity()).within(codes);
        }
    }

    record SensitivityIn(Set<String> codes) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return meet(item.sensitivity(), codes);
        }
    }

    /** The item's clinical time lies wholly inside; false for an item without one. */
    record ClinicalWithin(Interval period) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return item.clinical().isPresent() && item.clinical().get().within(period);
        }
    }

    /** The item's clinical time overlaps; true for an item without one. */
    record ClinicalOverlaps(Interval period) implements Condition {
        @Override
        public boolean test(ItemFacts item) {
            return item.clinical().isEmpty() || item.clinical().get().overlaps(period);
        }
    }

    /** All of them, as plainly as can be said. */
    static Condition all(List<Condition> conditions) {
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        Set<Condition> kept = new LinkedHashSet<>();
        for (Condition condition : conditions) {
            if (condition == Flag.NEVER) {
                return Flag.NEVER;
            }
            if (condition instanceof All nested) {
                kept.addAll(nested.of());
            } else if (condition != Flag.ALWAYS) {
                kept.add(condition);
            }
        }
        return kept.isEmpty()
                ? Flag.ALWAYS
                : kept.size() == 1 ? kept.iterator().next() : new All(new ArrayList<>(kept));
    }

    /** Any of them, as plainly as can be said. */
    static Condition any(List<Condition> conditions) {
        if (conditions.size() == 1) {
            return conditions.get(0);
        }
        Set<Condition> kept = new LinkedHashSet<>();
        for (Condition condition : conditions) {
            if (condition == Flag.ALWAYS) {
                return Flag.ALWAYS;
            }
            if (condition instanceof Any nested) {
                kept.addAll(nested.of());
            } else if (condition != Flag.NEVER) {
                kept.add(condition);
            }
        }
        return kept.isEmpty() ? Flag.NEVER : kept.size() == 1 ? kept.iterator().next() : new Any(new ArrayList<>(kept));
    }

    /** The opposite, as plainly as can be said. */
    static Condition not(Condition condition) {
        if (condition == Flag.ALWAYS) {
            return Flag.NEVER;
        }
        if (condition == Flag.NEVER) {
            return Flag.ALWAYS;
        }
        return condition instanceof Not negated ? negated.of() : new Not(condition);
    }

    private static boolean meet(Set<String> words, Set<String> others) {
        return Words.of(words).meet(others);
    }
}
