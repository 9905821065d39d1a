package io.candour.choice;

import io.candour.consent.Grant;
import java.util.Set;

/**
 * Under which names somebody may hold grants, and for whom they act.
 *
 * @param caller {@link io.candour.consent.Caller#id()}
 * @param names their own alone, never those of a group they belong to: a grant is for one
 * @param actsFor logical ids of the patients whom the caller's token names beside them; a proxy grant counts for these only
 */
public record Holder(String caller, Set<String> names, Set<String> actsFor) {
    /** Somebody who holds nothing. */
    public static final Holder NOBODY = new Holder("nobody", Set.of(), Set.of());

    public Holder {
        names = Set.copyOf(names);
        actsFor = Set.copyOf(actsFor);
    }

    /** Whether a grant that is held under one of these names counts for what is asked now. */
    boolean uses(Grant grant) {
        return !(grant instanceof Grant.Proxy) || actsFor.contains(grant.patient());
    }
}
