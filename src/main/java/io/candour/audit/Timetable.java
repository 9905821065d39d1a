package io.candour.audit;

import java.time.Duration;

/** Something to be done again when a while has passed since it was last done; at first, at once. Not thread-safe. */
final class Timetable {

    private final long everyNanos;
    private long nextNanos = System.nanoTime();

    Timetable(Duration every) {
        this.everyNanos = every.toNanos();
    }

    boolean isDue() {
        return System.nanoTime() - nextNanos >= 0;
    }

    void done() {
        nextNanos = System.nanoTime() + everyNanos;
    }
}
