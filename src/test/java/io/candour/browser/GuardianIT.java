package io.candour.browser;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guardian answers people and watches over the log; an auditor sees the same and touches nothing. */
@Order(2)
@ExtendWith({Browsing.class, Stack.class})
class GuardianIT {
    private final Visits visits;

    GuardianIT(Browser browser, DemoStack stack) {
        this.visits = new Visits(browser, stack);
    }

    @Story
    void whatAPersonSaid_whenAnswered_thenTheyGetANotice(Way way) {
        String words = "Please write to me, says " + way;
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/note")) {
            patient.write("What should people know?", words).press("Send").isAt("Note");
        }
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian/raised")) {
            guardian.isAt("What people said about their records").look("guardian-raised");
            guardian.leaveBy(guardian.part("main tbody a").first());
            guardian.sees(words).look("guardian-said");
            guardian.press("Save the answer")
                    .isRefused("Choose how far it has come")
                    .look("guardian-said-refused");
            guardian.choose("It has been acted on")
                    .write("What you say to the person", "We have told the practice, " + way)
                    .press("Save the answer")
                    .sees("Your answer is saved.")
                    .look("guardian-answered");
        }
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/notices")) {
            patient.leaveBy(patient.part("main a[href*='/notices/']").first());
            patient.follow("Read the answer")
                    .sees("We have told the practice, " + way)
                    .look("record-said-answered");
        }
    }

    @Story
    void theLogAndItsRegisters_whenReadByAGuardian_thenShown(Way way) {
        try (Visit visit = visits.signedIn("guardian", way).open("/guardian")) {
            visit.follow("Read the access log").isAt("The access log").look("guardian-log");
            visit.open("/guardian/log?show=ETREAT").isAt("The access log");
            visit.open("/guardian/log");
            visit.leaveBy(visit.part("main tbody a").first()).look("guardian-log-entry");
            visit.open("/guardian/alerts").isAt("Alerts").look("guardian-alerts");
            visit.open("/guardian/affected").isAt("Who was affected").look("guardian-affected");
        }
    }

    @Test
    void anAuditor_whenAtTheSamePages_thenReadsOnly() {
        try (Visit visit = visits.signedIn("auditor", Way.MOUSE_AND_SCRIPT).open("/guardian")) {
            visit.isAt("What awaits you")
                    .sees("Only a guardian can act on them")
                    .look("auditor");
            visit.open("/guardian/raised?show=all");
            visit.leaveBy(visit.part("main tbody a").first());
            visit.sees("An auditor is not shown what was said.")
                    .misses("Save the answer")
                    .look("auditor-said");
        }
    }
}
