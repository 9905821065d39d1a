package io.candour.consent;

import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on so far: a list that grows at its end and remembers what it has grown into. The same reasons
 * come up for item after item of a record, so after the first a permit is found and not made.
 */
final class Reasons {
    private static final Reasons[] NOTHING = {};

    private final List<Basis> list;
    private final Instant until;

    /** What one reason more made of it. A race may lose some or make them twice: they are equal and can be made again. */
    private volatile Reasons[] after = NOTHING;

    private volatile @Nullable Permit permit;

    private Reasons(List<Basis> list, Instant until) {
        this.list = list;
        this.until = until;
    }

    /** None yet, for decisions that hold until then. */
    static Reasons none(Instant until) {
        return new Reasons(List.of(), until);
    }

    /** With one more; one that is there already makes no difference. */
    Reasons and(Basis basis) {
        Reasons[] known = after;
        for (Reasons next : known) {
            if (next.list.get(list.size()).equals(basis)) {
                return next;
            }
        }
        if (list.contains(basis)) {
            return this;
        }
        List<Basis> longer = new ArrayList<>(list);
        longer.add(basis);
        Reasons next = new Reasons(List.copyOf(longer), until);
        Reasons[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = next;
        after = more;
        return next;
    }

    /** In the order they were given. */
    List<Basis> list() {
        return list;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    Permit permit() {
        Permit made = permit;
        if (made == null) {
            made = new Permit(list, until);
            permit = made;
        }
        return made;
    }

    Deny deny(boolean overridable) {
        return new Deny(list, until, overridable);
    }
}
