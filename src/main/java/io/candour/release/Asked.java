package io.candour.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question on its way through the airlock.
 *
 * @param recipient ODS code of whose programme it is
 * @param asker {@link io.candour.consent.Caller#id()}
 * @param reason what it is asked for, in the asker's words
 * @param latest when it was last put to the records
 * @param decisions what guardians said, in order
 */
record Asked(
        String id,
        String programme,
        String recipient,
        Instant at,
        String asker,
        String askerName,
        String reason,
        Question question,
        Optional<Run> latest,
        List<Decision> decisions)
        implements Passing {

    /** Why an answer does not leave, whoever says it may. */
    enum Held {
        /** With what the recipient was told before it would tell of a few, or of all in a group that something is so. */
        DIFFERENCING,
        /** Somebody was in it who had not said yes. */
        INCIDENT
    }

    /**
     * One putting of the question to the records.
     *
     * @param number from 1
     * @param ground as {@link Ground#of} has it; empty of what was made before it was kept
     * @param cells what it says; none where it is held
     */
    record Run(
            int number,
            Instant at,
            String ground,
            Optional<Instant> validUntil,
            Optional<Held> held,
            List<Cell> cells) {
        Run {
            cells = List.copyOf(cells);
        }
    }

    /**
     * One group.
     *
     * @param told its number as it is told; empty where it is one of few
     */
    record Cell(List<String> groups, Optional<Integer> told) {
        Cell {
            groups = List.copyOf(groups);
        }
    }

    Asked {
        decisions = List.copyOf(decisions);
    }

    @Override
    public Optional<Integer> run() {
        return latest.map(Run::number);
    }

    @Override
    public boolean isHeld() {
        return latest.flatMap(Run::held).isPresent();
    }
}
