package io.candour.release;

import java.time.Duration;
import java.time.LocalTime;

/**
 * What a deployment settles about secondary uses.
 *
 * @param notice for how long people know of a programme, at the least, before it begins
 * @param smallest the smallest number of people that is told of
 * @param roundTo what numbers are rounded to the nearest multiple of
 * @param reconcileAt from when on each day what was let out is held against what people said
 * @param rounds how often it is looked whether something of this is due
 */
public record ReleaseRules(Duration notice, int smallest, int roundTo, LocalTime reconcileAt, Duration rounds) {
    public ReleaseRules {
        if (notice.isNegative() || notice.isZero() || smallest < 2 || roundTo < 1 || roundTo >= smallest) {
            throw new IllegalArgumentException("secondary uses have a notice, and numbers say nothing of small groups");
        }
    }
}
