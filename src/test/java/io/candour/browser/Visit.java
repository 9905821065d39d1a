package io.candour.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * One person's time at the pages, in a browser of their own: what they do, in the words that they see, and what they see
 * then. Everything is done in the visit's {@link Way}. What a look finds, whatever a page asks somebody else for, any
 * answer that failed and every complaint of the console fail the story when the visit ends.
 */
final class Visit implements AutoCloseable {
    private static final Set<String> LOOKED_AT = ConcurrentHashMap.newKeySet();
    private static final int PATIENCE = 15_000;

    private final String own;
    private final Way way;
    private final Page page;
    private final Witness witness;
    private final Keyboard keyboard;
    private final List<String> found = new ArrayList<>();

    Visit(Page page, String own, Set<String> expected, Way way) {
        this.own = own;
        this.way = way;
        this.page = page;
        this.witness = new Witness(page, own, expected);
        this.keyboard = new Keyboard(page);
        page.setDefaultTimeout(PATIENCE);
    }

    Page page() {
        return page;
    }

    Way way() {
        return way;
    }

    /** Types an address. */
    Visit open(String path) {
        page.navigate(own + path);
        return this;
    }

    /** The address, without where the pages are. */
    String path() {
        return page.url().startsWith(own) ? page.url().substring(own.length()) : page.url();
    }

    int status() {
        return witness.status();
    }

    /** Follows the link of these words, wherever it is on the page. */
    Visit follow(String link) {
        return leaveBy(one(AriaRole.LINK, link));
    }

    /** Follows the first link to an address that ends like this. */
    Visit followTo(String end) {
        return leaveBy(part("a[href$='%s']".formatted(end)).first());
    }

    /** Presses a button that leads to a page. */
    Visit press(String button) {
        return leaveBy(one(AriaRole.BUTTON, button));
    }

    /** Chooses the radio of this label. */
    Visit choose(String label) {
        Locator radio = one(AriaRole.RADIO, label);
        switch (way.hand()) {
            case MOUSE -> radio.check();
            case KEYBOARD -> keyboard.choose(radio);
        }
        assertThat(radio).isChecked();
        return this;
    }

    /** Ticks the checkbox of this label. */
    Visit tick(String label) {
        Locator box = one(AriaRole.CHECKBOX, label);
        switch (way.hand()) {
            case MOUSE -> box.check();
            case KEYBOARD -> keyboard.tick(box);
        }
        assertThat(box).isChecked();
        return this;
    }

    /** Writes into the field of this label, in place of what is there. */
    Visit write(String label, String text) {
        return fill(page.getByLabel(label), text);
    }

    Visit fill(Locator field, String text) {
        switch (way.hand()) {
            case MOUSE -> field.fill(text);
            case KEYBOARD -> keyboard.write(field, text);
        }
        assertThat(field).hasValue(text);
        return this;
    }

    /** Writes a day into three fields of this name. */
    Visit date(String name, LocalDate day) {
        return fill(part("[name='%s-day']".formatted(name)), Integer.toString(day.getDayOfMonth()))
                .fill(part("[name='%s-month']".formatted(name)), Integer.toString(day.getMonthValue()))
                .fill(part("[name='%s-year']".formatted(name)), Integer.toString(day.getYear()));
    }

    /** Picks an option of the list of this label. */
    Visit pick(String label, String option) {
        Locator list = page.getByLabel(label);
        switch (way.hand()) {
            case MOUSE -> list.selectOption(option);
            case KEYBOARD -> keyboard.pick(list, option);
        }
        assertThat(list.locator("option:checked")).hasText(option);
        return this;
    }

    /** Unfolds what has more to say. */
    Visit unfold(String summary) {
        Locator folded = page.locator("summary").filter(new Locator.FilterOptions().setHasText(summary));
        activate(folded);
        assertThat(folded.locator("..")).hasAttribute("open", "");
        return this;
    }

    /** The page's own heading is, or begins with, these words. */
    Visit isAt(String heading) {
        assertThat(page.locator("h1")).containsText(heading);
        return this;
    }

    /** All of this is shown. */
    Visit sees(String... texts) {
        for (String text : texts) {
            assertThat(page.locator("body")).containsText(text);
        }
        return this;
    }

    /** Nothing of this is on the page. */
    Visit misses(String... texts) {
        for (String text : texts) {
            assertThat(page.locator("body")).not().containsText(text);
        }
        return this;
    }

    /** An error summary says this, has the focus where scripts run, and leads to the field. */
    Visit isRefused(String problem) {
        Locator summary = part(".nhsuk-error-summary");
        assertThat(summary).containsText(problem);
        if (way.script()) {
            assertThat(summary).isFocused();
        }
        return this;
    }

    /** A part of the page, to say more about. */
    Locator part(String selector) {
        return page.locator(selector);
    }

    /** Those of the parts that have these words in them. */
    Locator part(String selector, String words) {
        return page.locator(selector, new Page.LocatorOptions().setHasText(words));
    }

    /**
     * Holds the page against what holds for all, with scripts and without, once in a run for each name; keeps its picture,
     * with scripts if it is ever seen so. It is shown as before afterwards.
     */
    Visit look(String name) {
        if (LOOKED_AT.add(way.script() ? name : name + " without scripts")) {
            boolean keeps = way.script() || !LOOKED_AT.contains(name);
            List<String> wrong = new ArrayList<>(PageLaws.broken(PageFacts.of(page)));
            if (keeps) {
                Screens.DESKTOP.keep(page, name);
            }
            // Its analysis needs what a page without scripts has not: timers.
            if (way.script()) {
                wrong.addAll(Axe.violations(page));
            }
            Screens.PHONE.show(page);
            if (keeps) {
                Screens.PHONE.keep(page, name);
            }
            PageLaws.broken(PageFacts.of(page)).stream()
                    .filter(each -> !wrong.contains(each))
                    .map(each -> "on a phone " + each)
                    .forEach(wrong::add);
            Screens.DESKTOP.show(page);
            wrong.addAll(keyboard.walk());
            String where = "%s, a page at %s in a browser %s scripts"
                    .formatted(name, path(), way.script() ? "with" : "without");
            wrong.forEach(each -> found.add(where + ", " + each));
        }
        return this;
    }

    /** The same for a dialog that is in front of a page, which cannot be walked past. */
    Visit lookAtDialog(String name) {
        Screens.DESKTOP.keep(page, name);
        found.addAll(Axe.violations(page));
        Screens.PHONE.show(page);
        Screens.PHONE.keep(page, name);
        Screens.DESKTOP.show(page);
        return this;
    }

    /** Fails if anything was found so far that should not be, and forgets it. */
    Visit isClean() {
        List<String> wrong =
                Stream.concat(found.stream(), witness.problems().stream()).toList();
        found.clear();
        Assertions.assertThat(wrong).as("on the way to " + path()).isEmpty();
        return this;
    }

    /** Leaves, and fails if anything was found that should not be. */
    @Override
    public void close() {
        try {
            isClean();
        } finally {
            page.context().close();
        }
    }

    /** Does what the way's hand does to a link or a button. */
    void activate(Locator target) {
        switch (way.hand()) {
            case MOUSE -> target.click();
            case KEYBOARD -> keyboard.activate(target);
        }
    }

    /** Activates something and waits until another page is shown. */
    Visit leaveBy(Locator target) {
        int before = witness.arrivals();
        activate(target);
        page.waitForCondition(() -> witness.arrivals() > before);
        page.waitForLoadState();
        return this;
    }

    private Locator one(AriaRole role, String name) {
        Locator exactly =
                page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
        return exactly.count() > 0 ? exactly.first() : page.getByRole(role, new Page.GetByRoleOptions().setName(name));
    }
}
