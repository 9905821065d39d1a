package io.candour.consent;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The care relationships of a snapshot in their one order, each with the basis it makes; see {@link Rules}. */
final class Relationships extends AbstractList<Relationship> {
    private static final Comparator<Relationship> ORDER = Comparator.comparing(Relationship::organisation)
            .thenComparing(Relationship::basis)
            .thenComparing(each -> each.from().orElse(Instant.MIN))
            .thenComparing(each -> each.until().orElse(Instant.MAX));

    private record Entry(Relationship relationship, Interval period, Optional<Basis> basis) {}

    private final Entry[] entries;

    private Relationships(Entry[] entries) {
        this.entries = entries;
    }

    static Relationships of(List<Relationship> relationships) {
        return relationships instanceof Relationships ready
                ? ready
                : new Relationships(relationships.stream()
                        .distinct()
                        .sorted(ORDER)
                        .map(each -> new Entry(
                                each,
                                each.period(),
                                Optional.of(new Basis.ByRelationship(each.organisation(), each.basis()))))
                        .toArray(Entry[]::new));
    }

    /** The first that the caller has now. */
    Optional<Basis> of(Caller caller, Instant now) {
        for (Entry entry : entries) {
            if (caller.memberships().contains(entry.relationship().organisation())
                    && entry.period().contains(now)) {
                return entry.basis();
            }
        }
        return Optional.empty();
    }

    Instant changesAfter(Instant now) {
        Instant next = Instant.MAX;
        for (Entry entry : entries) {
            Instant change = entry.period().changesAfter(now);
            next = change.isBefore(next) ? change : next;
        }
        return next;
    }

    @Override
    public Relationship get(int index) {
        return entries[index].relationship();
    }

    @Override
    public int size() {
        return entries.length;
    }
}
