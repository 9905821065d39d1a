package io.candour.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * To whom items of one patient are open that tell of others of theirs: to those to whom all is open that they tell of,
 * near and far (see {@link io.candour.consent.ItemFacts#names}). Used by one thread.
 */
final class Telling {
    /**
     * One item tells of another.
     *
     * @param open to whom that is open; not given where it tells of others itself, or is not this patient's
     */
    private record Link(String from, String to, boolean @Nullable [] open) {}

    private final Map<String, boolean[]> open = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> left = new HashSet<>();

    /** @param open to whom its own row is */
    void item(String reference, boolean[] open) {
        this.open.put(reference, open);
    }

    /** Something that more than this patient decide. */
    void leave(String reference) {
        left.add(reference);
    }

    void link(String from, String to, boolean @Nullable [] open) {
        links.add(new Link(from, to, open));
    }

    /** What these items tell of that is not this patient's: unless it is left, it withholds nothing. */
    Set<String> elsewhere() {
        return links.stream()
                .filter(link -> link.open() == null && !open.containsKey(link.to()) && !left.contains(link.to()))
                .map(Link::to)
                .collect(Collectors.toSet());
    }

    /** Follows every link as far as it goes. */
    void settle() {
        boolean more = true;
        while (more) {
            more = false;
            for (Link link : links) {
                more |= passOn(link);
            }
        }
    }

    /** What was left, and all that tells of it. */
    Set<String> left() {
        return Collections.unmodifiableSet(left);
    }

    /** To whom an item is open that is not {@link #left}. */
    boolean[] open(String reference) {
        return Objects.requireNonNull(open.get(reference));
    }

    /** Whether anything is less open than it was, or left. */
    private boolean passOn(Link link) {
        if (left.contains(link.from())) {
            return false;
        }
        if (left.contains(link.to())) {
            return left.add(link.from());
        }
        boolean[] to = link.open() == null ? open.get(link.to()) : link.open();
        return to != null && narrow(open(link.from()), to);
    }

    private static boolean narrow(boolean[] from, boolean[] to) {
        boolean less = false;
        for (int i = 0; i < from.length; i++) {
            less |= from[i] && !to[i];
            from[i] &= to[i];
        }
        return less;
    }
}
