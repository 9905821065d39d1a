package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.nio.file.Files;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person sees who has looked at their record, and asks about somebody whom they do not know. */
@Order(2)
@ExtendWith({Browsing.class, Stack.class})
class LookedIT {
    private final DemoStack stack;
    private final Visits visits;

    LookedIT(Browser browser, DemoStack stack) {
        this.stack = stack;
        this.visits = new Visits(browser, stack);
    }

    @BeforeEach
    void somebodyLooks() {
        try (Visit gp = visits.signedIn("gp", Way.MOUSE_AND_SCRIPT)) {
            Staff.find(gp, stack, "patient");
        }
    }

    @Story
    void whoLooked_whenRead_thenAskedAbout(Way way) {
        String name = stack.cast().part("gp").orElseThrow().family();
        String words = "I do not know them, says " + way;
        try (Visit visit = visits.signedIn("patient", way).open("/record/me")) {
            visit.followTo("/looked")
                    .isAt("Who has looked at my record")
                    .sees(name)
                    .look("looked");
            visit.leaveBy(visit.part("main a[href*='/looked/ask']").first())
                    .isAt("Ask about this")
                    .look("looked-ask");
            visit.press("Send my question").isRefused("Write what you want to ask");
            visit.write("What do you want to ask?", words).press("Send my question");
            visit.isAt("We have sent your question").look("looked-asked");
            visit.follow("What I said about my record").sees(words);
        }
    }

    @Story
    void whoLooked_whenFiltered_thenOnlyThese(Way way) throws Exception {
        try (Visit visit = visits.signedIn("patient", way).open("/record/me/looked")) {
            visit.unfold("Choose what to show")
                    .pick("Show", "What was refused")
                    .date("from", LocalDate.of(2020, 1, 31))
                    .press("Show these")
                    .isAt("Who has looked")
                    .look("looked-filtered");
            visit.fill(visit.part("#from-month"), "13").press("Show these");
            visit.isRefused("Write a day as day, month and year").look("looked-wrong-day");
            visit.follow("Show all again");
            Download table = visit.page()
                    .waitForDownload(
                            () -> visit.activate(visit.part("a[download]").first()));
            assertThat(Files.readString(table.path())).contains(",");
        }
    }
}
