package io.candour.release;

import java.time.Instant;
import java.util.Optional;

/**
 * That a recipient is asked to erase what it has of somebody: who took their yes back, or whom it needs no more.
 *
 * @param recipient ODS code
 * @param due by when it is to say what became of that
 */
record Erasure(
        String id,
        String extract,
        String programme,
        String recipient,
        String patient,
        Reason reason,
        Instant opened,
        Instant due,
        Optional<Answered> answered) {

    /** Why. */
    enum Reason {
        /** They took it back. */
        WITHDRAWN,
        /** It ended by itself, or no longer counts. */
        ENDED,
        /** What it was given for is over, or was stopped. */
        OVER
    }

    /** What a recipient may say. */
    enum Outcome {
        ERASED,
        REFUSED
    }

    /** @param statement how it was erased, or why not */
    record Answered(Outcome outcome, Instant at, String by, String name, String statement) {}

    boolean overdue(Instant now) {
        return answered.isEmpty() && now.isAfter(due);
    }
}
