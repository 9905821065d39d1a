package io.candour.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who does nothing for long is warned before they are signed out; whether they stay or not, what they wrote is not lost. */
@Order(2)
@ExtendWith({Browsing.class, Stack.class})
class TimeOutIT {
    private static final String FIELD = "What should people know?";
    private static final int SECOND = 1_000;

    private final Visits visits;

    TimeOutIT(Browser browser, DemoStack stack) {
        this.visits = new Visits(browser, stack);
    }

    @ParameterizedTest
    @EnumSource(names = ".*_AND_SCRIPT", mode = Mode.MATCH_ALL)
    void whoIsWarned_whenTheyStay_thenWhatTheyWroteIsStillThere(Way way) {
        try (Visit visit = writing(way)) {
            Locator warning = visit.part("#time-out-warning");
            assertThat(warning).isHidden();

            pass(visit, seconds(warning, "data-idle") - seconds(warning, "data-ahead") + 1);
            assertThat(warning).isVisible();
            visit.sees("Do you need more time?").lookAtDialog("time-out-warning");
            visit.activate(visit.part("#time-out-stay"));

            assertThat(warning).isHidden();
            assertThat(visit.page().getByLabel(FIELD)).hasValue("Half a sentence");
            visit.press("Send").isAt("Note").sees("Half a sentence");
        }
    }

    @Test
    void whoIsWarned_whenTheyAreAway_thenTheyGetBackWhatTheyWrote() {
        try (Visit visit = writing(Way.MOUSE_AND_SCRIPT)) {
            stayAway(visit);

            visit.isAt("You need to sign in again").look("timed-out-writing");
            assertThat(visit.part("main textarea[readonly]")).hasValue("Half a sentence");
        }
    }

    @Test
    void whoIsWarned_whenTheyAreAwayAndWroteNothing_thenTheyAreToldThatTheyWereSignedOut() {
        try (Visit visit = writing(Way.MOUSE_AND_SCRIPT)) {
            visit.write(FIELD, "");
            stayAway(visit);

            visit.page().waitForURL("**/timed-out");
        }
    }

    /** The browser's clock alone is moved on: at the server the visit would be over by then, too. */
    private static void stayAway(Visit visit) {
        int idle = seconds(visit.part("#time-out-warning"), "data-idle");
        visit.page().context().clearCookies();
        pass(visit, idle + 1);
    }

    private Visit writing(Way way) {
        Visit visit = visits.afresh("patient", way);
        visit.page().clock().install();
        return visit.open("/record/me/note").write(FIELD, "Half a sentence");
    }

    private static void pass(Visit visit, int seconds) {
        visit.page().clock().fastForward((long) seconds * SECOND);
    }

    private static int seconds(Locator warning, String attribute) {
        return Integer.parseInt(warning.getAttribute(attribute));
    }
}
