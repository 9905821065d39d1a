package io.candour.consent;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How far a proxy grant reaches.
 *
 * @param categories what the proxy may see; {@link Category#CHOICES} entitles to the patient's choices as well
 * @param sensitive whether that includes items labelled R, V or with a sensitivity code
 * @param acts what the proxy may do with them
 */
public record Reach(Set<Category> categories, boolean sensitive, Set<Act> acts) {
    /** What somebody does for a patient. */
    public enum Act {
        /** Reads items and who looked at them. */
        SEE,
        /** Makes and changes choices. */
        CHOOSE,
        /** Says that an entry is wrong. */
        DISPUTE;

        /** Lower case: the code in Consents and answers. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Reach {
        categories = Set.copyOf(categories);
        acts = Set.copyOf(acts);
    }

    /** To see, and nothing more. */
    public Reach(Set<Category> categories, boolean sensitive) {
        this(categories, sensitive, Set.of(Act.SEE));
    }

    /** All the patient sees themselves. */
    public static Reach everything() {
        return new Reach(EnumSet.allOf(Category.class), true, EnumSet.allOf(Act.class));
    }

    /** Whether who has it may see the item. */
    public boolean covers(ItemFacts item) {
        return acts.contains(Act.SEE) && categories.contains(item.category()) && (sensitive || !item.sensitive());
    }

    /** {@link #covers} with the item left open. */
    Condition condition() {
        if (!acts.contains(Act.SEE)) {
            return Condition.Flag.NEVER;
        }
        Condition inCategories = new Condition.CategoryIn(categories);
        return sensitive ? inCategories : Condition.all(List.of(inCategories, Condition.not(Governance.SENSITIVE)));
    }
}
