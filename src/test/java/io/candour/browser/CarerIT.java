package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.Cast;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.time.LocalDate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person lets somebody act for them; that one reads their record, knows whose it is, and cannot once it ended. */
@Order(Integer.MAX_VALUE - 5)
@ExtendWith({Browsing.class, Stack.class, ChoicesAsBefore.class})
class CarerIT {
    private final Cast cast;
    private final Visits visits;

    CarerIT(Browser browser, DemoStack stack) {
        this.cast = stack.cast();
        this.visits = new Visits(browser, stack);
    }

    @Story
    void somebodyWhoActsForAPerson_whenLetAndEnded_thenReadsUntilThen(Way way) {
        String name = "My carer " + way;
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/people")) {
            patient.isAt("People who act for me").look("people");
            appoint(patient, name);
        }
        String theirs;
        try (Visit carer = visits.signedIn("carer", way).open("/whose")) {
            carer.isAt("Whose record do you want to look at?").look("whose");
            carer.follow(cast.part("patient").orElseThrow().family())
                    .isAt("The record of")
                    .sees("You are looking at the record of")
                    .look("carer-home");
            theirs = carer.path();
            carer.followTo("/held").isAt("What is held").sees("You are looking at the record of");
            carer.followTo("/held/measurements").look("carer-category");
            carer.open(theirs + "/choices").look("carer-choices-not-theirs");
        }
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/people")) {
            patient.leaveBy(patient.part("main a[href$='/end']:has-text('%s')".formatted(name))
                    .first());
            patient.isAt("End that " + name).look("people-end");
            patient.press("End it now").isRefused("Choose why");
            patient.choose("I do not need or want it any more")
                    .write("Say why", "I am well again")
                    .press("End it now")
                    .sees("They do not act for you any more.")
                    .look("people-ended");
        }
        try (Visit carer = visits.signedIn("carer", way).open(theirs)) {
            assertThat(carer.status()).isEqualTo(404);
            carer.isAt("There is nothing here");
        }
    }

    private void appoint(Visit patient, String name) {
        patient.press("Let somebody act for me")
                .isAt("Who do you want to act for you?")
                .look("people-who");
        patient.press("Continue").isRefused("Write the 10 digits").look("people-who-refused");
        patient.write("Their name", name)
                .write("NHS number", cast.attribute("carer", "nhs_number"))
                .date("born", LocalDate.parse(cast.attribute("carer", "birthdate")))
                .press("Continue");
        patient.isAt("What may they see?").look("people-see");
        patient.choose("Everything in the record").press("Continue");
        patient.isAt("May they see the very private parts too?").look("people-sensitive");
        patient.choose("No, not these").press("Continue");
        patient.isAt("May they do more than read?").look("people-act");
        patient.tick("Say that something in it is wrong").press("Continue");
        patient.isAt("For how long?").look("people-until");
        patient.choose("Until somebody ends it").press("Continue");
        patient.isAt("Check your answers").look("people-check");
        patient.press("Let them act for me")
                .sees("They may act for you from now on", name)
                .look("people-appointed");
    }
}
