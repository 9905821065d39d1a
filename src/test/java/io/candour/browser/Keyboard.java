package io.candour.browser;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Somebody who uses nothing but the keyboard. */
final class Keyboard {
    private static final int ENDLESS = 600;
    private static final String STOP = PageFacts.script("keyboard-stop.js");
    private static final String STOPS = PageFacts.script("keyboard-stops.js");

    private static final String NOWHERE = "() => document.activeElement === document.body";
    private static final String FOCUSED = "each => each === document.activeElement";
    private static final String FOCUSED_IN_GROUP =
            "each => { const at = document.activeElement; return at.name === each.name && at.form === each.form }";

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    /**
     * Goes to something by the Tab key alone.
     *
     * @throws AssertionError if the key never gets there
     */
    void reach(Locator target) {
        reach(target.elementHandle(), FOCUSED, target);
    }

    private void reach(ElementHandle wanted, String where, Locator target) {
        int rounds = 0;
        for (int i = 0; i < ENDLESS; i++) {
            if (Boolean.TRUE.equals(wanted.evaluate(where))) {
                return;
            }
            // Past the end the focus is nowhere, and then at the beginning.
            rounds += Boolean.TRUE.equals(page.evaluate(NOWHERE)) ? 1 : 0;
            if (rounds > 2) {
                break;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The Tab key never reaches " + target);
    }

    /** Follows a link or presses a button. */
    void activate(Locator target) {
        reach(target);
        page.keyboard().press("Enter");
    }

    /** Chooses one radio: the Tab key reaches its group, the arrow keys the others of it. */
    void choose(Locator radio) {
        ElementHandle wanted = radio.elementHandle();
        reach(wanted, FOCUSED_IN_GROUP, radio);
        page.keyboard().press("Space");
        for (int i = 0; i < ENDLESS && !Boolean.TRUE.equals(wanted.evaluate(FOCUSED)); i++) {
            page.keyboard().press("ArrowDown");
        }
    }

    void tick(Locator box) {
        reach(box);
        page.keyboard().press("Space");
    }

    void write(Locator field, String text) {
        reach(field);
        page.keyboard().press("Control+A");
        page.keyboard().press("Delete");
        page.keyboard().type(text);
    }

    /** Picks what begins with these words. */
    void pick(Locator select, String option) {
        reach(select);
        page.keyboard().type(option);
    }

    /**
     * Goes through the whole page by the Tab key; leaves the focus at its beginning.
     *
     * @return what is wrong, each in a line: what cannot be reached, what does not show that it has the focus, where the
     *     walk does not end, and a page that does not begin with a link to its content
     */
    List<String> walk() {
        Set<Object> missed = new LinkedHashSet<>((List<?>) page.evaluate(STOPS));
        List<String> wrong = new ArrayList<>();
        boolean first = true;
        for (int i = 0; i < ENDLESS; i++) {
            page.keyboard().press("Tab");
            List<?> stop = (List<?>) page.evaluate(STOP);
            if (stop.isEmpty()) {
                missed.forEach(each -> wrong.add("the Tab key never reaches " + each));
                return wrong;
            }
            String name = (String) stop.get(0);
            if (first && !Boolean.TRUE.equals(stop.get(2))) {
                wrong.add("begins with %s, not with a link to the content".formatted(name));
            }
            first = false;
            missed.remove(name);
            if (!Boolean.TRUE.equals(stop.get(1))) {
                wrong.add("does not show that the focus is at " + name);
            }
        }
        wrong.add("never lets the Tab key out");
        return wrong;
    }
}
