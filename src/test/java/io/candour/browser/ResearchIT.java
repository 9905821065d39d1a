package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.Consenting;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A programme comes into the register by two guardians; its researcher asks, a guardian looks at the question and then at the
 * answer, the researcher reads it, whom it counted sees where it went, and everybody can see all but that.
 */
@Order(Integer.MAX_VALUE - 5)
@ExtendWith({Browsing.class, Stack.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResearchIT {
    /** More of each sex than the smallest number that is told. */
    private static final int PEOPLE = 12;

    private static final String REGISTER = "Who may use records";

    private final DemoStack stack;
    private final Visits visits;
    private Consenting people;

    ResearchIT(Browser browser, DemoStack stack) {
        this.stack = stack;
        this.visits = new Visits(browser, stack);
    }

    @BeforeAll
    void people() throws Exception {
        people = Consenting.of(stack, PEOPLE);
    }

    @AfterEach
    void nothingWasEverAsked() {
        people.forgetQuestions();
    }

    @AfterAll
    void nothingWasEverChosen() throws Exception {
        people.close();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    @Story
    void aProgramme_whenEnteredByOneGuardianAndLetInByAnother_thenPublicAndWithItsNotice(Way way) {
        String title = "Hay fever and work, " + way;
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian")) {
            guardian.follow("All programmes").isAt("Programmes that may use records");
            guardian.press("Enter a programme").isAt("Enter a programme").look("programme-new");
            assertThat(guardian.part("main input:checked").count())
                    .as("preselected")
                    .isZero();
            guardian.press("Check before sending")
                    .isRefused("Write the name of the programme")
                    .look("programme-new-refused");
            enter(guardian, title).press("Check before sending");
            guardian.isAt("Check before you send")
                    .sees(title, "Nothing is sent yet.", "University of Elmshire")
                    .look("programme-check");
            guardian.press("Change what I wrote").isAt("Enter a programme");
            guardian.press("Check before sending").press("Enter it in the register");
            guardian.isAt(title)
                    .sees("The programme is in the register.", "so another guardian decides")
                    .misses("What do you decide?")
                    .look("programme-entered");
        }
        try (Visit anybody = visits.stranger(way).open("/programmes")) {
            anybody.isAt(REGISTER).follow(title).isAt(title).sees("Waiting for a decision");
        }
        try (Visit guardian = visits.signedIn("guardian2", way).open("/guardian/programmes")) {
            guardian.follow(title).isAt(title).look("programme-decide");
            guardian.press("Check before sending")
                    .isRefused("Choose what you decide")
                    .look("programme-decide-refused");
            guardian.choose("Let it in").write("Why", "As the committee said").press("Check before sending");
            guardian.isAt("Check before you send").sees("Let it in").look("programme-decide-check");
            guardian.press("Send").isAt(title).sees("Your decision is saved.").look("programme-decided");
        }
        try (Visit anybody = visits.stranger(way).open("/")) {
            anybody.follow("See who may use records")
                    .isAt(REGISTER)
                    .sees("Announced, not begun yet")
                    .look("programmes");
            anybody.follow(title)
                    .isAt(title)
                    .sees("Before it begins, everybody can read about it and choose, until")
                    .look("programme");
        }
        people.letNoticesRun();
        try (Visit anybody = visits.stranger(way).open("/programmes")) {
            anybody.follow(title).sees("Its researchers may ask questions.");
        }
    }

    private static Visit enter(Visit guardian, String title) {
        return guardian.write("Code of the organisation", "X9906")
                .write("Name of the organisation", "University of Elmshire")
                .choose("University")
                .write("Name of the programme", title)
                .write("What it wants to find out, and whom that helps", "Whether pollen keeps people from work")
                .choose("Research")
                .choose("No, nobody does")
                .write("Legal basis", "Each person’s choice")
                .write("What they pay for it", "Nothing")
                .tick("Personal details")
                .tick("Conditions")
                .date("start", today())
                .date("end", today().plusYears(1));
    }

    @Story
    void aQuestion_whenLetThroughAndItsAnswerLetOut_thenReadByWhoAskedAndSeenByWhomItCounted(Way way) throws Exception {
        String title = "Asthma and cold spells, " + way;
        people.programme(title);
        try (Visit researcher = visits.signedIn("researcher", way).open("/home")) {
            researcher.isAt("Your programmes and questions").look("research");
            researcher.leaveBy(
                    researcher.part("main li", title).locator("a[href$='/ask']").first());
            researcher.isAt(title).look("research-ask");
            assertThat(researcher.part("main input:checked").count())
                    .as("preselected")
                    .isZero();
            researcher
                    .write("Youngest age", "3")
                    .press("Check the question")
                    .isRefused("Write the youngest age in fives")
                    .look("research-ask-refused");
            researcher
                    .write("What do you need the answer for?", "To plan the study")
                    .write("Youngest age", "20")
                    .choose("All of them")
                    .tick("Sex")
                    .press("Check the question");
            researcher
                    .isAt("Asthma")
                    .sees("Nothing is sent yet.", "To plan the study", "20")
                    .look("research-check");
            researcher
                    .press("Send the question")
                    .sees("Your question is sent.", "With the guardians")
                    .look("research-question");
        }
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian")) {
            guardian.sees("1 question or answer to look at").look("guardian-overview-question");
            guardian.follow("All questions").isAt("Questions to records").look("guardian-questions");
            guardian.leaveBy(guardian.part("main tbody a").first());
            guardian.isAt(title)
                    .sees("No record was looked at.", "To plan the study")
                    .look("guardian-question");
            guardian.press("Check before sending")
                    .isRefused("Choose what you decide")
                    .look("guardian-question-refused");
            guardian.choose("Put the question to the records").press("Check before sending");
            guardian.isAt("Check before you send")
                    .look("guardian-question-check")
                    .press("Send");
            guardian.sees("Look at the answer before you let it out.", "The answer that waits to leave", "Female")
                    .look("guardian-answer");
            guardian.choose("Let the answer out").press("Check before sending");
            guardian.sees("It cannot be called back.")
                    .look("guardian-answer-check")
                    .press("Send");
            guardian.sees("The answer has left.", "The answer that left").misses("What do you decide?");
        }
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            researcher.leaveBy(researcher.part("main tbody a").first());
            researcher
                    .sees("Answered", "The answer", "Female", "Male", "Numbers are rounded.")
                    .look("research-answer");
            assertThat(researcher.part("main tbody tr").count()).isGreaterThanOrEqualTo(2);
            assertThat(researcher.part("main svg rect").count())
                    .as("a bar for each group that is told")
                    .isGreaterThanOrEqualTo(2);
        }
        try (Visit patient = visits.signedIn("patient", way).open("/record/me")) {
            patient.follow("Where my data went").isAt("Where my data went");
            patient.sees(title + ", for University of Elmshire", "An answer left", "You had answered it on")
                    .look("went");
            patient.leaveBy(patient.part("main a[href^='/programmes/']").first());
            patient.isAt(title).sees("1 answer");
        }
    }

    @Story
    void aQuestion_whenRefused_thenWhoAskedIsTold(Way way) throws Exception {
        String title = "Colds and school, " + way;
        people.programme(title);
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            researcher.leaveBy(
                    researcher.part("main li", title).locator("a[href$='/ask']").first());
            researcher
                    .write("What do you need the answer for?", "To see who is there")
                    .write("Conditions", "asthma")
                    .press("Check the question")
                    .press("Send the question");
            researcher.sees("How many people have the condition Asthma?");
        }
        try (Visit guardian = visits.signedIn("guardian2", way).open("/guardian/questions")) {
            guardian.leaveBy(guardian.part("main tbody a").first());
            guardian.choose("Refuse the question").press("Check before sending").isRefused("Write why");
            guardian.write("Note", "Too narrow").press("Check before sending").press("Send");
            guardian.sees("It is refused.", "Refused the question: Too narrow").look("guardian-question-done");
        }
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            researcher.leaveBy(researcher.part("main tbody a").first());
            researcher.sees("Refused").look("research-refused");
        }
    }

    @Test
    void whereDataWent_whenNowhere_thenSaid() {
        try (Visit visit = visits.signedIn("patient2", Way.MOUSE_AND_SCRIPT).open("/record/me/went")) {
            visit.isAt("Where my data went")
                    .sees("No question has counted you, and you are in no copy.")
                    .look("went-nowhere");
        }
    }

    @Test
    void anAuditor_whenAtTheRegister_thenReadsOnly() {
        try (Visit visit = visits.signedIn("auditor", Way.MOUSE_AND_SCRIPT).open("/guardian/programmes?show=all")) {
            visit.isAt("Programmes that may use records").misses("Enter a programme");
            visit.open("/guardian/programmes/new");
            assertThat(visit.status()).isEqualTo(403);
        }
    }
}
