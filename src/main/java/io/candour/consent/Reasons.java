package io.candour.consent;

import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on so far: a list that grows at its end and remembers what it has grown into. The same reasons
 * come up for item after item of a record, so after the first a permit is found and not made.
 */
final class Reasons {
    private final @Nullable Reasons before;
    private final @Nullable Basis last;
    private final Map<Basis, Reasons> after = new ConcurrentHashMap<>(4);

    /** A race may make one twice; being immutable, either will do. */
    private @Nullable Permit permit;

    private Reasons(@Nullable Reasons before, @Nullable Basis last) {
        this.before = before;
        this.last = last;
    }

    static Reasons none() {
        return new Reasons(null, null);
    }

    Reasons and(Basis basis) {
        Reasons known = after.get(basis);
        return known != null ? known : after.computeIfAbsent(basis, added -> new Reasons(this, added));
    }

    boolean isEmpty() {
        return last == null;
    }

    Permit permit(Instant until) {
        Permit made = permit;
        if (made == null || !made.validUntil().equals(until)) {
            made = new Permit(list(), until);
            permit = made;
        }
        return made;
    }

    Deny deny(Instant until, boolean overridable) {
        return new Deny(list(), until, overridable);
    }

    private List<Basis> list() {
        Deque<Basis> found = new ArrayDeque<>();
        for (Reasons reasons = this; reasons != null; reasons = reasons.before) {
            if (reasons.last != null) {
                found.addFirst(reasons.last);
            }
        }
        return List.copyOf(found);
    }
}
