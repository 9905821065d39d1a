package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person answers who may see their record, knows what follows, and takes an answer back. */
@Order(Integer.MAX_VALUE - 5)
@ExtendWith({Browsing.class, Stack.class, ChoicesAsBefore.class})
class ChoicesIT {
    private static final String CHOICES = "/record/me/choices";

    private final Visits visits;

    ChoicesIT(Browser browser, DemoStack stack) {
        this.visits = new Visits(browser, stack);
    }

    @Story
    void aQuestion_whenAnswered_thenCheckedSavedAndTakenBack(Way way) {
        try (Visit visit = visits.signedIn("patient2", way).open(CHOICES)) {
            visit.isAt("My choices").look("choices").followTo("/ask/care-sharing");
            visit.isAt("May other places that care for you see your record?");
            assertThat(visit.part("input:checked").count()).as("preselected").isZero();
            visit.look("choice-question")
                    .press("Continue")
                    .isRefused("Choose an answer")
                    .look("choice-question-refused");
            visit.choose("No, they may not see it").press("Continue");
            visit.isAt("In an emergency, may staff see it all the same?").look("choice-emergency");
            visit.choose("Yes, in an emergency they may").press("Continue");
            visit.isAt("Check your answer").sees("Nothing is saved yet.").look("choice-check");
            visit.press("Save my choice")
                    .isAt("Your choice is saved")
                    .sees("Your reference")
                    .look("choice-receipt");
            visit.follow("Take this back").isAt("Take back this choice?").look("choice-take-back");
            visit.press("Take it back").sees("You took this choice back").look("choice-taken-back");
        }
    }

    @Story
    void aKindOfEntry_whenHidden_thenListedAsHidden(Way way) {
        try (Visit visit = visits.signedIn("patient2", way).open(CHOICES)) {
            visit.press("Hide something").isAt("What do you want to hide?").look("hide-what");
            visit.choose("Conditions").press("Continue");
            visit.isAt("Who do you want to hide it from?")
                    .look("hide-from")
                    .press("Continue")
                    .isRefused("Choose who you want to hide it from");
            visit.choose("Everybody who cares for me").press("Continue");
            visit.isAt("For how long?").look("hide-until");
            visit.choose("Until I change my mind").press("Continue");
            visit.isAt("In an emergency")
                    .choose("Yes, in an emergency they may")
                    .press("Continue");
            visit.isAt("Check your answer").look("hide-check").press("Save my choice");
            visit.isAt("Your choice is saved").look("hide-receipt");
            visit.open(CHOICES).sees("In force").look("choices-hidden");
            visit.follow("Take this back").press("Take it back").sees("You took this choice back");
        }
    }

    @Story
    void choices_whenHeldAgainstWhatHappens_thenTold(Way way) {
        try (Visit visit = visits.signedIn("patient", way).open(CHOICES)) {
            visit.follow("Is my choice working?").isAt("Is my choice working?").look("choices-working");
            visit.open(CHOICES).follow("All choices I have made").look("choices-history");
            visit.open(CHOICES)
                    .follow("What would they see?")
                    .isAt("What would they see?")
                    .look("choices-preview");
            visit.choose("People who plan health services")
                    .press("Show what they would see")
                    .sees("People who plan health services would see")
                    .look("choices-preview-shown");
        }
    }

    @Story
    void hiding_whenFromSomebodyByName_thenTheyAreLookedFor(Way way) {
        try (Visit visit = visits.signedIn("patient2", way).open(CHOICES + "/hide")) {
            visit.choose("Medicines").press("Continue");
            visit.choose("Somebody else, by name")
                    .write("Name of a place", "zzzzzz")
                    .press("Continue")
                    .sees("We found nobody")
                    .look("hide-search-none");
        }
    }
}
