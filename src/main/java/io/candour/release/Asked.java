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
        List<Decision> decisions) {

    /** Why an answer does not leave, whoever says it may. */
    enum Held {
        /** With what the recipient was told before it would tell of a few. */
        DIFFERENCING,
        /** Somebody was in it who had not said yes. */
        INCIDENT
    }

    /**
     * One putting of the question to the records.
     *
     * @param number from 1
     * @param cells what it says; none where it is held
     */
    record Run(
            int number, Instant at, long epoch, Optional<Instant> validUntil, Optional<Held> held, List<Cell> cells) {
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

    /** @param run 0 of the question itself, else of the answer of that run */
    record Decision(int run, boolean approved, Instant at, String by, String name, Optional<String> note) {}

    /** Where it stands. */
    enum State {
        /** Nobody has looked at the question yet. */
        ASKED,
        REFUSED,
        /** It has an answer, which nobody has let out. */
        ANSWERED,
        HELD,
        RELEASED
    }

    Asked {
        decisions = List.copyOf(decisions);
    }

    State state() {
        if (decisions.stream().anyMatch(each -> !each.approved())) {
            return State.REFUSED;
        }
        if (released().isPresent()) {
            return State.RELEASED;
        }
        if (latest.isEmpty()) {
            return State.ASKED;
        }
        return latest.get().held().isPresent() ? State.HELD : State.ANSWERED;
    }

    /** The decision that let the answer out. */
    Optional<Decision> released() {
        return decisions.stream()
                .filter(each -> each.approved() && each.run() > 0)
                .findFirst();
    }
}
