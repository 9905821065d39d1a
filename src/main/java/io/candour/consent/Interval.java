package io.candour.consent;

import java.time.Instant;
import java.util.Optional;

/** A stretch of time that contains its start and not its end; an absent bound is open. Never empty. */
public record Interval(Optional<Instant> start, Optional<Instant> end) {
    /** All of time. */
    public static final Interval ALWAYS = new Interval(Optional.empty(), Optional.empty());

    public Interval {
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            throw new IllegalArgumentException("ends before it starts: " + start.get() + " to " + end.get());
        }
    }

    public static Interval of(Instant start, Instant end) {
        return new Interval(Optional.of(start), Optional.of(end));
    }

    public boolean contains(Instant at) {
        return (start.isEmpty() || !at.isBefore(start.get())) && (end.isEmpty() || at.isBefore(end.get()));
    }

    public boolean overlaps(Interval other) {
        return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
    }

    /** Whether no moment of this lies outside the other. */
    public boolean within(Interval other) {
        boolean starts =
                other.start.isEmpty() || (start.isPresent() && !start.get().isBefore(other.start.get()));
        boolean ends = other.end.isEmpty() || (end.isPresent() && !end.get().isAfter(other.end.get()));
        return starts && ends;
    }

    /** The first of the two bounds after the given moment; {@link Instant#MAX} where there is none. */
    Instant changesAfter(Instant at) {
        if (start.isPresent() && start.get().isAfter(at)) {
            return start.get();
        }
        return end.isPresent() && end.get().isAfter(at) ? end.get() : Instant.MAX;
    }

    private boolean startsBeforeEndOf(Interval other) {
        return start.isEmpty() || other.end.isEmpty() || start.get().isBefore(other.end.get());
    }
}
