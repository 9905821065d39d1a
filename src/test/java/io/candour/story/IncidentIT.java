package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Should anybody ever be in a release who has not said yes, it is found, nothing more leaves, and guardians are alerted. */
@Order(Integer.MAX_VALUE - 6)
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentIT {
    /** More of each sex than the smallest number that is told. */
    private static final int PEOPLE = 10;

    private final DemoStack stack;
    private FhirClient guardian;
    private FhirClient guardian2;
    private Consenting people;
    private final ResearchChoices choices = new ResearchChoices();
    private String uninvited = "";

    IncidentIT(DemoStack stack) {
        this.stack = stack;
    }

    @BeforeAll
    void people() throws Exception {
        people = Consenting.of(stack, PEOPLE);
        guardian = FhirClient.of(stack, "guardian", Registering.GUARDIAN);
        guardian2 = FhirClient.of(stack, "guardian2", Registering.GUARDIAN);
        LoggedIn patient2 = LoggedIn.of(stack, stack.fhirUrl(), "patient2", FhirClient.PATIENT_SCOPES);
        uninvited = patient2.client().ownId();
        // Where silence is a yes, who says nothing is invited.
        choices.says(patient2, uninvited, "deny");
    }

    @AfterEach
    void nothingWasEverFound() {
        people.forgetQuestions();
        people.forgetIncidents();
    }

    @AfterAll
    void nothingWasEverChosen() throws Exception {
        choices.takeAllBack();
        people.close();
    }

    private String counted(String programme) throws Exception {
        String question = people.asks(programme);
        assertThat(status(guardian, question)).isEqualTo("in-progress");
        return question;
    }

    private static Answer review(FhirClient by, String question) throws Exception {
        JsonNode asked = Choosing.parts(by.get("ResearchStudy/$questions").json(), "question")
                .filter(each -> each.toString().contains(question))
                .findFirst()
                .orElseThrow();
        String run = Choosing.value(asked, "run");
        Map<String, Object> given = Map.of("question:valueString", question, "outcome:valueCode", "approved");
        Map<String, Object> waiting = run.isEmpty()
                ? given
                : Map.of(
                        "question:valueString",
                        question,
                        "outcome:valueCode",
                        "approved",
                        "run:valueInteger",
                        Integer.valueOf(run));
        return by.post("ResearchStudy/$review-question", Registering.body(waiting));
    }

    private static String status(FhirClient by, String question) throws Exception {
        Answer answer = review(by, question);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().findValue("resource").path("status").asText();
    }

    private static List<JsonNode> alerts(FhirClient by) throws Exception {
        return Choosing.parts(by.get("AuditEvent/$access-alerts").json(), "alert")
                .filter(each -> Choosing.value(each, "measure").equals("uninvited"))
                .toList();
    }

    private String programmeStatus(String programme) throws Exception {
        return FhirClient.anonymous(stack)
                .get("ResearchStudy/" + programme)
                .json()
                .path("status")
                .asText();
    }

    @Test
    void whoIsInAnAnswerUninvitedKeepsItFromLeaving() throws Exception {
        String question = counted(people.programme("Planted before it leaves"));
        people.plant(question, uninvited);

        Answer review = review(guardian2, question);

        assertThat(review.json().findValue("resource").path("status").asText()).isEqualTo("on-hold");
        assertThat(review.body()).contains("incident").doesNotContain("MeasureReport");
        assertThat(FhirClient.of(stack, "researcher", Registering.GUARDIAN)
                        .get("ResearchStudy/$answer?question=" + question)
                        .status())
                .isEqualTo(404);
        assertThat(alerts(guardian)).hasSize(1);
        assertThat(Choosing.value(alerts(guardian).get(0), "seen")).isEqualTo("1");
    }

    @Test
    void whoIsFoundInWhatHasLeftStopsItsProgrammeAndGuardiansSeeIt() throws Exception {
        String programme = people.programme("Planted after it left");
        String question = counted(programme);
        assertThat(status(guardian2, question)).isEqualTo("completed");
        assertThat(ServerCommand.run(stack.serverProperties(), "reconcile")).isZero();
        assertThat(programmeStatus(programme)).isEqualTo("active");
        assertThat(alerts(guardian)).isEmpty();
        people.plant(question, uninvited);

        assertThat(ServerCommand.run(stack.serverProperties(), "reconcile")).isEqualTo(1);

        assertThat(programmeStatus(programme)).isEqualTo("administratively-completed");
        assertThat(alerts(guardian)).hasSize(1);
        assertThat(alerts(FhirClient.of(stack, "auditor", Registering.GUARDIAN)))
                .hasSize(1);
        assertThat(Choosing.value(alerts(guardian).get(0), "name")).isEqualTo("University of Elmshire");
        PlainBrowser browser = new PlainBrowser(stack);
        assertThat(browser.signIn("guardian", "/guardian").html().select("main").text())
                .contains("1 person was in what this organisation got, or was to get, without a yes");
        assertThat(browser.open("/guardian/programmes/" + programme)
                        .html()
                        .select("main")
                        .text())
                .contains("Stopped", "People were in a release who had not said yes");
    }
}
