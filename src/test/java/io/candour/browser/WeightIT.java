package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages that people begin with come quickly over a bad line. */
@ExtendWith({Browsing.class, Stack.class})
class WeightIT {
    private final Browser browser;
    private final DemoStack stack;

    WeightIT(Browser browser, DemoStack stack) {
        this.browser = browser;
        this.stack = stack;
    }

    @ParameterizedTest
    @CsvSource({
        "patient, /record/me", "patient, /record/me/held/test-results", "patient, /record/me/choices",
        "patient, /record/me/looked", "gp, /staff", "guardian, /guardian"
    })
    void aPage_whenSeenForTheFirstTime_thenLight(String account, String path) {
        String cookies;
        try (Visit visit = new Visits(browser, stack).signedIn(account, Way.MOUSE_AND_SCRIPT)) {
            cookies = visit.page().context().storageState();
        }

        assertThat(Weight.ofFirstView(browser, cookies, stack.webUrl() + path))
                .as("bytes")
                .isBetween(1_000L, Weight.MOST);
    }
}
