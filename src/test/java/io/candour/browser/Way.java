package io.candour.browser;

import java.util.stream.Stream;

/** How somebody uses the pages. */
enum Way {
    MOUSE_AND_SCRIPT(Hand.MOUSE, true),
    KEYBOARD_WITHOUT_SCRIPT(Hand.KEYBOARD, false),
    KEYBOARD_AND_SCRIPT(Hand.KEYBOARD, true),
    MOUSE_WITHOUT_SCRIPT(Hand.MOUSE, false);

    /** What is pressed. */
    enum Hand {
        MOUSE,
        KEYBOARD
    }

    private final Hand hand;
    private final boolean script;

    Way(Hand hand, boolean script) {
        this.hand = hand;
        this.script = script;
    }

    Hand hand() {
        return hand;
    }

    /** Whether the browser runs the pages' scripts. */
    boolean script() {
        return script;
    }

    /**
     * The ways in which each story is told: two that have both hands and both kinds of browser in them, or all four.
     */
    static Stream<Way> told(boolean all) {
        return all ? Stream.of(values()) : Stream.of(MOUSE_AND_SCRIPT, KEYBOARD_WITHOUT_SCRIPT);
    }
}
