package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.Media;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.nio.file.Files;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person reads their record, says that something in it is wrong, and takes a copy. */
@Order(2)
@ExtendWith({Browsing.class, Stack.class})
class RecordIT {
    private final Visits visits;

    RecordIT(Browser browser, DemoStack stack) {
        this.visits = new Visits(browser, stack);
    }

    @Story
    void aMeasurement_whenLookedFor_thenShownWithItsPast(Way way) {
        try (Visit visit = visits.signedIn("patient", way).open("/record/me")) {
            visit.isAt("Your record").look("record-home").follow("What is held, by kind");
            visit.isAt("What is held").look("record-held").followTo("/held/measurements");
            visit.isAt("Measurements").look("record-category").follow("Weight");
            visit.isAt("Weight").sees("Weight over time").look("record-item");
            visit.follow("See how this entry changed")
                    .isAt("How this entry changed")
                    .look("record-item-history")
                    .follow("Back to this entry");
            visit.follow("Show this entry as data").isAt("This entry as data").look("record-item-data");
        }
    }

    @Story
    void everything_whenReadInTheOrderOfTime_thenOlderOnesFollow(Way way) {
        try (Visit visit = visits.signedIn("patient", way).open("/record/me")) {
            visit.followTo("/timeline").isAt("Everything in the order of time").look("record-timeline");
            visit.follow("Older entries")
                    .isAt("Everything in the order of time")
                    .sees("Newest entries");
        }
    }

    @Story
    void anEntry_whenWrong_thenSaidAndKeptBesideIt(Way way) {
        String words = "I never had this, says " + way;
        try (Visit visit = visits.signedIn("patient", way).open("/record/me/held/conditions")) {
            visit.leaveBy(visit.part("main a[href*='/item/Condition/']").first());
            visit.follow("Something wrong? Tell us")
                    .isAt("What is wrong with this entry?")
                    .look("record-wrong")
                    .press("Send")
                    .isRefused("Write at least 3 characters")
                    .look("record-wrong-refused");
            visit.write("Tell us what is wrong", words).press("Send");
            visit.isAt("An entry is wrong").sees(words, "Sent").look("record-said-one");
            visit.open("/record/me/said").isAt("What was said").sees(words).look("record-said");
        }
    }

    @Story
    void aNote_whenAdded_thenAmongWhatWasSaid(Way way) {
        try (Visit visit = visits.signedIn("patient", way).open("/record/me")) {
            visit.followTo("/note").isAt("Add a note").look("record-note");
            visit.write("What should people know?", "Please write, I am hard of hearing: " + way)
                    .press("Send")
                    .isAt("Note")
                    .sees("I am hard of hearing: " + way);
        }
    }

    @Story
    void aCopy_whenWanted_thenToPrintAndToDownload(Way way) throws Exception {
        try (Visit visit = visits.signedIn("patient", way).open("/record/me")) {
            visit.followTo("/copy").isAt("Print or download").look("record-copy");
            Download download = visit.page()
                    .waitForDownload(
                            () -> visit.activate(visit.part("a[download]").first()));
            assertThat(Files.readString(download.path())).startsWith("{").contains("\"Patient\"");
            visit.leaveBy(visit.part("main a[href$='/copy/print/conditions']"));
            visit.isAt("A copy of the record").look("record-print");
            visit.page().emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
            Screens.DESKTOP.keep(visit.page(), "record-on-paper");
            assertThat(visit.part("nav").first().isVisible())
                    .as("what leads on is no use on paper")
                    .isFalse();
        }
    }

    @Test
    void notices_whenThereAreNone_thenSaid() {
        try (Visit visit = visits.signedIn("patient2", Way.MOUSE_AND_SCRIPT).open("/record/me/notices")) {
            visit.isAt("Notices").look("record-notices");
        }
    }
}
