package io.candour.audit;

import java.time.Instant;
import java.util.List;

/**
 * All batches of one kind of a stretch of time, in the order of time, writer and sequence.
 *
 * @param from inclusive
 * @param until exclusive, {@link Instant#MAX} for the last
 */
record Span(Instant from, Instant until, List<Batch> batches) {

    Span {
        batches = List.copyOf(batches);
    }

    /** SQL that is true of this stretch's times. */
    String holds(String column) {
        return column + " >= '" + from + "'::timestamptz"
                + (until.equals(Instant.MAX) ? "" : " and " + column + " < '" + until + "'::timestamptz");
    }
}
