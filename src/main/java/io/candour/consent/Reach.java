package io.candour.consent;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How far a proxy grant reaches.
 *
 * @param categories what the proxy may see; {@link Category#CHOICES} entitles to the patient's choices as well
 * @param sensitive whether that includes items labelled R, V or with a sensitivity code
 */
public record Reach(Set<Category> categories, boolean sensitive) {
    public Reach {
        categories = Set.copyOf(categories);
    }

    /** All the patient sees themselves. */
    public static Reach everything() {
        return new Reach(EnumSet.allOf(Category.class), true);
    }

    boolean covers(ItemFacts item) {
        return categories.contains(item.category()) && (sensitive || !item.sensitive());
    }

    /** {@link #covers} with the item left open. */
    Condition condition() {
        Condition inCategories = new Condition.CategoryIn(categories);
        return sensitive ? inCategories : Condition.all(List.of(inCategories, Condition.not(Governance.SENSITIVE)));
    }
}
