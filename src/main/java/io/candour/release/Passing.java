package io.candour.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What passes an airlock by four eyes: it is asked for, made of the records, and let out. A guardian who is not the asker
 * says yes to each step.
 */
interface Passing {
    /** @param run 0 of what was asked, else of what came of it in that run */
    record Decision(int run, boolean approved, Instant at, String by, String name, Optional<String> note) {}

    /** Where it stands. */
    enum State {
        /** Nobody has looked at what was asked yet. */
        ASKED,
        REFUSED,
        /** It was made, and nobody has let it out. */
        ANSWERED,
        HELD,
        RELEASED
    }

    String id();

    String programme();

    /** ODS code of whose programme it is. */
    String recipient();

    /** {@link io.candour.consent.Caller#id()}. */
    String asker();

    /** The number of its latest run, from 1; empty where it was put to the records never. */
    Optional<Integer> run();

    /** Whether what came of the latest run does not leave, whoever says it may. */
    boolean isHeld();

    /** What guardians said, in order. */
    List<Decision> decisions();

    default State state() {
        if (decisions().stream().anyMatch(each -> !each.approved())) {
            return State.REFUSED;
        }
        if (released().isPresent()) {
            return State.RELEASED;
        }
        if (run().isEmpty()) {
            return State.ASKED;
        }
        return isHeld() ? State.HELD : State.ANSWERED;
    }

    /** The decision that let it out. */
    default Optional<Decision> released() {
        return decisions().stream()
                .filter(each -> each.approved() && each.run() > 0)
                .findFirst();
    }
}
