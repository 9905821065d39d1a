package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.Consenting;
import io.candour.story.Extracting;
import io.candour.story.Stalled;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy without names is asked for, made, let out and asked back, and everybody concerned can follow it; a question that runs
 * is stopped. At a server that gives one programme copies; the stack's own gives none.
 */
@Order(Integer.MAX_VALUE - 5)
@ExtendWith({Browsing.class, Stack.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleasedIT {
    private static final int PEOPLE = 3;
    private static final String TITLE = "Asthma and its medicines";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path place;

    private final DemoStack stack;
    private final Browser browser;
    private Extracting extracting;
    private Visits visits;
    private Consenting people;

    ReleasedIT(Browser browser, DemoStack stack) {
        this.browser = browser;
        this.stack = stack;
    }

    @BeforeAll
    void people() throws Exception {
        people = Consenting.of(stack, PEOPLE);
        extracting = Extracting.of(stack, place, TITLE);
        visits = new Visits(
                browser,
                extracting.server().webUrl(),
                Set.of(stack.keycloak().issuer().replaceFirst("/realms/.*", "")));
    }

    @AfterEach
    void nothingWasEverAsked() throws Exception {
        people.forgetQuestions();
        people.forgetExtracts();
    }

    @AfterAll
    void nothingWasEverChosen() throws Exception {
        people.close();
        extracting.close();
    }

    private void ask(Visit researcher, String reason) {
        researcher.leaveBy(
                researcher.part("main li", TITLE).locator("a[href$='/copy']").first());
        researcher.isAt(TITLE).look("research-copy-ask");
        researcher
                .press("Check before sending")
                .isRefused("Write what you need the copy for")
                .look("research-copy-ask-refused");
        researcher.write("What do you need the copy for?", reason).press("Check before sending");
        researcher.sees("Nothing is sent yet.", reason).look("research-copy-check");
        researcher
                .press("Send")
                .sees("You have asked for a copy.", "Nobody has let a copy out yet.")
                .look("research-copy-asked");
    }

    @Story
    void aCopy_whenLetOutAndAskedBack_thenEverybodyCanFollowIt(Way way) throws Exception {
        String reason = "To fit a model, " + way;
        people.patientSays("permit");
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            ask(researcher, reason);
        }
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian")) {
            guardian.sees("1 copy to look at").follow("All copies").isAt("Copies without names");
            guardian.sees(TITLE + ", University of Elmshire").look("guardian-copies");
            guardian.follow(reason).isAt(TITLE).sees("Nothing was copied.").look("guardian-copy");
            guardian.press("Check before sending")
                    .isRefused("Choose what you decide")
                    .look("guardian-copy-refused");
            guardian.choose("Make the copy").press("Check before sending");
            guardian.isAt("Check before you send").look("guardian-copy-check").press("Send");
            guardian.sees("Look at it before you let it out.", "people are in it.", "Patient.ndjson.pgp")
                    .look("guardian-copy-made");
            guardian.choose("Let the copy out").press("Check before sending");
            guardian.sees("It cannot be called back")
                    .look("guardian-copy-out-check")
                    .press("Send");
            guardian.sees("The copy has left.").misses("What do you decide?").look("guardian-copy-left");
        }
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            researcher.follow(reason).sees("The copy was let out.", "Patient.ndjson.pgp");
            researcher.look("research-copy-left");
        }
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/went")) {
            patient.sees(TITLE, "A copy left", "They have it.").look("went-copy");
        }

        people.patientSays("deny");

        try (Visit patient = visits.signedIn("patient", way).open("/record/me/went")) {
            patient.sees("They were asked to erase it, because your choice changed or what it was for is over.")
                    .look("went-copy-asked-back");
        }
        try (Visit guardian = visits.signedIn("guardian2", way).open("/guardian")) {
            guardian.sees("1 to be erased, none overdue")
                    .follow("All that was to be erased")
                    .isAt("What is to be erased");
            guardian.sees(TITLE, "Not answered").look("guardian-erasures");
            guardian.leaveBy(guardian.part("main tbody a").first());
            assertThat(guardian.path()).startsWith("/guardian/log/patients/");
        }
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            researcher.look("research-to-erase").follow("Erase one person’s entries");
            researcher.isAt(TITLE).look("research-erasure");
            researcher
                    .press("Check before sending")
                    .isRefused("Choose what you have done")
                    .look("research-erasure-refused");
            researcher
                    .choose("We have erased all of their entries")
                    .write("What you say to the person", "Gone from all machines, " + way)
                    .press("Check before sending");
            researcher
                    .sees("You say this once, and it stays.")
                    .look("research-erasure-check")
                    .press("Send");
            researcher.sees("What you said is saved.").misses("What have you done?");
        }
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian/erasures")) {
            guardian.sees("Nothing waits to be erased.").follow("All");
            guardian.sees("Erased", "Gone from all machines, " + way).look("guardian-erasures-all");
        }
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/went")) {
            patient.sees("They say that they have erased it.", "They say: Gone from all machines, " + way)
                    .look("went-copy-erased");
        }
    }

    @Story
    void aCopy_whenRefused_thenWhoAskedIsTold(Way way) {
        String reason = "To look around, " + way;
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            ask(researcher, reason);
        }
        try (Visit guardian = visits.signedIn("guardian2", way).open("/guardian/copies")) {
            guardian.follow(reason);
            guardian.choose("Refuse it").press("Check before sending").isRefused("Write why");
            guardian.write("Note", "A question would do").press("Check before sending");
            guardian.press("Change what I wrote")
                    .press("Check before sending")
                    .press("Send")
                    .sees("It is refused.", "A question would do")
                    .look("guardian-copy-done");
        }
        try (Visit researcher = visits.signedIn("researcher", way).open("/research")) {
            researcher.follow(reason).sees("A guardian refused it.").look("research-copy-refused");
        }
    }

    @Story
    void aQuestion_whenItRuns_thenAGuardianSeesHowFarItIsAndStopsIt(Way way) throws Exception {
        String question = people.asks(people.programme("Colds and work, " + way));
        try (Stalled stalled = new Stalled(stack)) {
            CompletableFuture<Integer> running = people.letThrough(question);
            try (Visit guardian = visits.signedIn("guardian2", way).open("/guardian/questions")) {
                guardian.leaveBy(guardian.part("main tbody a").first());
                for (int i = 0; i < 50 && guardian.part("progress").count() == 0; i++) {
                    Thread.sleep(100);
                    guardian.open(guardian.path());
                }
                guardian.sees("The question is being put to the records")
                        .misses("What do you decide?")
                        .look("guardian-question-runs");
                guardian.follow("Look again").sees("in 100 records are done.");
                guardian.press("Stop it")
                        .sees("The question was stopped.", "Nobody has let this question through yet.")
                        .misses("The question is being put to the records")
                        .look("guardian-question-stopped");
            }
            assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(422);
        }
    }

    @Story
    void aProgramme_whenAnnounced_thenReadByThePatientAndCountedForGuardians(Way way) throws Exception {
        String title = "Sleep and shifts, " + way;
        people.programme(title);
        try (Visit patient = visits.signedIn("patient", way).open("/record/me/went")) {
            patient.follow("Programmes that were announced").look("announced");
            patient.leaveBy(patient.part("main article", title)
                    .locator("button[type=submit]")
                    .first());
            patient.sees("It is saved that you have read this.").look("announced-read");
            assertThat(patient.part("main article", title).locator("button").count())
                    .as("said once")
                    .isZero();
        }
        try (Visit guardian = visits.signedIn("guardian", way).open("/guardian")) {
            guardian.follow("Who has read about programmes").isAt("Who has read about programmes");
            assertThat(guardian.part("main tbody tr", title).innerText()).contains("1 of ");
            guardian.look("guardian-notices");
            guardian.follow(title + ", University of Elmshire").isAt(title);
            guardian.sees("said that they read its notice.").look("guardian-programme-read");
        }
    }

    @Test
    void anAuditor_whenAtCopiesAndErasures_thenReadsOnly() {
        try (Visit researcher =
                visits.signedIn("researcher", Way.MOUSE_AND_SCRIPT).open("/research")) {
            ask(researcher, "To look around");
        }
        try (Visit auditor = visits.signedIn("auditor", Way.MOUSE_AND_SCRIPT).open("/guardian/copies")) {
            auditor.follow("To look around").sees("Nothing was copied.").misses("What do you decide?");
            auditor.open("/guardian/erasures").isAt("What is to be erased").look("guardian-erasures-none");
        }
    }
}
