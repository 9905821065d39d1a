package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Staff find who they care for, open what is closed where they must, and are overseen; those concerned are told. */
@Order(Integer.MAX_VALUE - 5)
@ExtendWith({Browsing.class, Stack.class, ChoicesAsBefore.class})
class StaffIT {
    private final DemoStack stack;
    private final Visits visits;

    StaffIT(Browser browser, DemoStack stack) {
        this.stack = stack;
        this.visits = new Visits(browser, stack);
    }

    @BeforeEach
    @AfterEach
    void nobodyHasOpenedAnything() {
        JdbcTemplate database = stack.server().getBean(JdbcTemplate.class);
        database.update("delete from candour.person_lookup");
        database.update("update candour.access_grant set ended = now(), ended_by = 'test', end_reason = 'test'"
                + " where ended is null and kind <> 'PROXY'");
        database.update("update candour.snapshot set version = version + 1");
    }

    @Story
    void aPatient_whenFound_thenWhatMattersIsOnOneScreen(Way way) {
        try (Visit visit = visits.signedIn("gp", way).open("/staff")) {
            visit.isAt("Find a patient")
                    .look("staff-find")
                    .press("Find the record")
                    .isRefused("Enter an NHS number of 10 digits")
                    .look("staff-find-refused");
            Staff.find(visit, stack, "patient")
                    .isAt(stack.cast().part("patient").orElseThrow().family())
                    .sees("Allergies", "Medicines", "Conditions", "Latest test results")
                    .look("staff-glance");
            visit.follow("All conditions, past ones too").isAt("Conditions").look("staff-category");
            visit.leaveBy(visit.part("main a[href*='/items/']").first()).look("staff-item");
        }
    }

    @Story
    void anEmergency_whenARecordIsOpened_thenThePatientAndAGuardianKnow(Way way) {
        String reason = "Found unconscious, says " + way;
        try (Visit consultant = visits.signedIn("consultant", way)) {
            Staff.find(consultant, stack, "patient2")
                    .isAt("We found nobody you may see")
                    .look("staff-not-found")
                    .press("This is an emergency");
            consultant.isAt("Open a record in an emergency").look("staff-emergency");
            consultant
                    .press("Open the record now")
                    .isRefused("Choose why you need this")
                    .look("staff-emergency-refused");
            consultant
                    .choose("Emergency treatment")
                    .write("In your own words", reason)
                    .press("Open the record now")
                    .sees("You opened this record in an emergency")
                    .look("staff-emergency-open");
        }
        try (Visit patient = visits.signedIn("patient2", way).open("/record/me")) {
            patient.sees("Notices you have not read").look("record-home-notice");
            patient.leaveBy(patient.part("main a[href*='/notices/']").first()).look("record-notice");
            patient.press("I have read this").misses("I have read this").look("record-notice-read");
            patient.open("/record/me/looked").sees("Emergency").look("looked-emergency");
        }
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian")) {
            guardian.isAt("What awaits you").look("guardian");
            guardian.follow("All records opened for a reason").sees(reason).look("guardian-reviews");
            guardian.leaveBy(guardian.part("main tbody a").first());
            guardian.isAt("A record was opened in an emergency").sees(reason).look("guardian-review");
            guardian.press("Save what you found").isRefused("Choose what you found");
            guardian.choose("There was good reason")
                    .press("Save what you found")
                    .sees("What you found is saved.")
                    .look("guardian-reviewed");
        }
    }

    @Story
    void aQuestionToAPatient_whenTheySayYes_thenItIsOpenUntilItEnds(Way way) {
        String reason = "A second opinion, " + way;
        try (Visit consultant = visits.signedIn("consultant", way).open("/staff/request")) {
            consultant.isAt("Ask a patient to let you see something").look("staff-request");
            Staff.identify(consultant, stack, "patient2")
                    .tick("Medicines")
                    .write("For how many days?", "7")
                    .choose("To plan or manage their care")
                    .write("What do you need it for?", reason)
                    .press("Send the question")
                    .isAt("Your question is sent")
                    .look("staff-request-sent");
        }
        try (Visit patient = visits.signedIn("patient2", way).open("/record/me/requests")) {
            patient.isAt("Requests to see my record").sees(reason).look("requests");
            patient.leaveBy(patient.part("main a[href*='/requests/']").first());
            patient.isAt("A request to see your record").look("request");
            patient.choose("Yes, they may see it").press("Send my answer").look("requests-answered");
        }
        try (Visit consultant = visits.signedIn("consultant", way).open("/staff/requests")) {
            consultant.sees(reason).look("staff-requests");
            consultant.followTo("/end").isAt("End this access").look("staff-end");
            consultant.write("Why does it end?", "I have seen enough").press("End the access");
            consultant
                    .followTo("/attest")
                    .isAt("Say what became of what you saw")
                    .look("staff-attest");
            consultant
                    .choose("No, I keep no copy")
                    .write("What became of it?", "Nothing was kept")
                    .press("Send the statement")
                    .sees("The patient has been told.");
        }
        try (Visit guardian = visits.signedIn("auditor", way).open("/guardian/requests")) {
            guardian.isAt("Access that people gave").look("guardian-requests");
        }
    }

    @Story
    void careThatNobodyWroteDown_whenClaimed_thenOpensWhatIsShared(Way way) {
        LocalDate born = LocalDate.parse(stack.cast().attribute("patient2", "birthdate"));
        try (Visit visit = visits.signedIn("gp", way).open("/staff/care")) {
            visit.isAt("Say that you care for a patient").look("staff-care");
            Staff.identify(visit, stack, "patient2")
                    .date("birthDate", born.plusDays(1))
                    .choose("To treat them")
                    .write("In your own words", "New here, says " + way)
                    .press("Open the record")
                    .isRefused("No record has this NHS number with this date of birth");
            visit.date("birthDate", born).press("Open the record").sees("You said that you care for this patient");
        }
    }

    @Story
    void aChoiceOnPaper_whenEntered_thenThePatientSeesItAndWhoEnteredIt(Way way) {
        String form = "Cabinet 4, " + way;
        try (Visit gp = visits.signedIn("gp", way)) {
            Staff.find(gp, stack, "patient").follow("Enter a choice made on paper");
            gp.isAt("Enter a choice made on paper").look("staff-paper");
            gp.press("Check before saving")
                    .isRefused("Choose which question the form answers")
                    .look("staff-paper-refused");
            gp.choose("May their record be used to plan and run health services?")
                    .choose("No")
                    .date("signed", LocalDate.now(ZoneOffset.UTC).minusDays(1))
                    .write("Where is the form?", form)
                    .press("Check before saving");
            gp.isAt("Check before you save").sees("Nothing is sent yet.", form).look("staff-paper-check");
            gp.press("Change what I wrote").isAt("Enter a choice made on paper");
            gp.press("Check before saving").press("Save this choice");
            gp.isAt("The choice is saved").sees("Receipt", form).look("staff-paper-saved");
            gp.open(gp.path()).misses("The choice is saved");
        }
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/notices")) {
            patient.leaveBy(patient.part("main a[href*='/notices/']").first());
            patient.sees("made on paper").look("record-notice-paper");
        }
    }

    @Test
    void aChoiceOnPaper_whenSomebodyHasNotTheRole_thenNotOffered() {
        try (Visit consultant = visits.signedIn("consultant", Way.MOUSE_AND_SCRIPT)) {
            Staff.find(consultant, stack, "patient").misses("Enter a choice made on paper");
            consultant.open(consultant.path() + "/paper-choice");
            assertThat(consultant.status()).isEqualTo(403);
        }
    }
}
