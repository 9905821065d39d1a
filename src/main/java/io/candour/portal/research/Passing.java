package io.candour.portal.research;

import java.util.List;

/** What somebody asked for, on its way: two others look at it, once before anything is looked up and once before it leaves. */
public interface Passing {
    /** States in which somebody has yet to say something. */
    List<String> OPEN = List.of("requested", "in-progress", "on-hold");

    String id();

    /** Requested, in-progress, on-hold, completed or rejected, as the Task has it. */
    String state();

    /** Who asked, as the server names them. */
    String asker();

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
