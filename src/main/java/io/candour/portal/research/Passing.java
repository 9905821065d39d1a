package io.candour.portal.research;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody asked for, on its way: two others look at it, once before anything is looked up and once before it leaves. */
public interface Passing {
    /** States in which somebody has yet to say something. */
    List<String> OPEN = List.of("requested", "in-progress", "on-hold");

    String id();

    /** Logical id of the programme that asks. */
    String programme();

    /** What they say they need it for. */
    String reason();

    /** Requested, in-progress, on-hold, completed or rejected, as the Task has it. */
    String state();

    /** Who asked, as the server names them. */
    String asker();

    String askerName();

    Optional<Instant> asked();

    /** Why it is held, as a code. */
    Optional<String> held();

    /** Who said what of it. */
    List<Question.Note> notes();

    /** The number of what waits to leave; 0 where there is none. */
    int run();

    /** Whether somebody has yet to say something of it. */
    default boolean isOpen() {
        return OPEN.contains(state());
    }

    /** Whether something waits to leave. */
    default boolean isWaiting() {
        return state().equals("in-progress");
    }
}
