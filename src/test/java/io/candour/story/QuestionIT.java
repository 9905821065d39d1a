package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A programme's question on its way: asked, read by somebody else, answered, let out, and seen by whom it counted. */
@Order(Integer.MAX_VALUE - 6)
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionIT {
    private static final String PATIENT = "openid patient/*.cruds";
    private static final String RESEARCHER = "openid user/*.cruds";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private DemoStack stack;
    private FhirClient researcher;
    private FhirClient guardian;
    private FhirClient guardian2;
    private FhirClient patient;
    private String patientId = "";
    private String programme = "";
    private final ResearchChoices choices = new ResearchChoices();

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        researcher = FhirClient.of(stack, "researcher", RESEARCHER);
        guardian = FhirClient.of(stack, "guardian", Registering.GUARDIAN);
        guardian2 = FhirClient.of(stack, "guardian2", Registering.GUARDIAN);
        patient = FhirClient.of(stack, "patient", PATIENT);
        patientId = patient.ownId();
        programme = Registering.running(stack, Registering.programme());
        LoggedIn feeder = LoggedIn.feeder(stack, stack.fhirUrl());
        for (int i = 0; i < 14; i++) {
            choices.newcomer(feeder, "female", (i < 10 ? 1984 : 1944) + "-02-03");
        }
    }

    /** What left stays in the ledger, and would stand in the way of the next test's questions. */
    @AfterEach
    void nothingWasEverAsked() throws Exception {
        new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"))
                .execute("truncate candour.question cascade");
        choices.takeBack(patientId);
    }

    @AfterAll
    void nothingWasEverChosen() throws Exception {
        choices.takeAllBack();
    }

    private void patientChooses(String type) throws Exception {
        choices.says(LoggedIn.of(stack, stack.fhirUrl(), "patient", PATIENT), patientId, type);
    }

    private Map<String, Object> question() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("programme:valueString", programme);
        given.put("reason:valueString", "To plan the study");
        return given;
    }

    private Answer ask(Map<String, ?> given) throws Exception {
        return researcher.post("ResearchStudy/$ask-question", Registering.body(given));
    }

    private String asked(Map<String, ?> given) throws Exception {
        Answer answer = ask(given);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("requested");
        return answer.json().path("id").asText();
    }

    private Answer review(FhirClient by, String question, String outcome, Optional<Integer> run) throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("question:valueString", question);
        given.put("outcome:valueCode", outcome);
        run.ifPresent(number -> given.put("run:valueInteger", number));
        return by.post("ResearchStudy/$review-question", Registering.body(given));
    }

    private static JsonNode part(Answer answer, String name) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode question =
                Choosing.parts(answer.json(), "question").findFirst().orElseThrow();
        return Choosing.parts(question, name)
                .findFirst()
                .map(each -> each.path("resource"))
                .orElse(question.at("/none"));
    }

    private Answer answer(String question) throws Exception {
        return researcher.get("ResearchStudy/$answer?question=" + question);
    }

    private static int count(JsonNode report) {
        return report.at("/group/0/population/0/count").asInt(-1);
    }

    private Optional<JsonNode> release(FhirClient whose, String question) throws Exception {
        Answer answer = whose.get("Patient/$releases");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Choosing.parts(answer.json(), "release")
                .filter(each -> Choosing.parts(each, "event")
                        .anyMatch(event -> event.toString().contains(question)))
                .findFirst();
    }

    @Test
    void anAnswerLeavesWhenSomebodyElseLetQuestionAndAnswerThroughAndWhomItCountedSeesIt() throws Exception {
        patientChooses("permit");
        String id = asked(question());
        assertThat(answer(id).status()).as("nobody has read the question").isEqualTo(404);

        Answer run = review(guardian, id, "approved", Optional.empty());
        assertThat(part(run, "task").path("status").asText()).isEqualTo("in-progress");
        int seen = count(part(run, "report"));
        assertThat(seen).isGreaterThanOrEqualTo(10).isEqualTo(seen / 5 * 5);
        assertThat(answer(id).status()).as("nobody has let the answer out").isEqualTo(404);
        assertThat(researcher.get("ResearchStudy/$questions").body())
                .contains(id)
                .doesNotContain("MeasureReport");

        Answer refused = review(guardian2, id, "approved", Optional.of(7));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.element()).isEqualTo("run");
        Answer out = review(guardian2, id, "approved", Optional.of(1));
        assertThat(part(out, "task").path("status").asText()).isEqualTo("completed");

        Answer report = answer(id);
        assertThat(report.json().path("resourceType").asText()).isEqualTo("MeasureReport");
        assertThat(count(report.json())).isEqualTo(seen);
        assertThat(report.body()).doesNotContain(patientId);
        assertThat(FhirClient.anonymous(stack)
                        .get("ResearchStudy/" + programme)
                        .json()
                        .path("extension"))
                .as("everybody sees how many left")
                .anySatisfy(each -> {
                    assertThat(each.path("url").asText()).endsWith("/releases");
                    assertThat(each.path("valueInteger").asInt()).isEqualTo(1);
                });
        JsonNode release = release(patient, id).orElseThrow();
        assertThat(Choosing.value(release, "recipient")).isEqualTo("University of Elmshire");
        assertThat(Choosing.value(release, "programme")).isEqualTo("ResearchStudy/" + programme);
        assertThat(release.toString()).contains("PrivacyDisclosure.Source");
        assertThat(review(guardian, id, "refused", Optional.empty()).status())
                .as("it has left")
                .isEqualTo(422);
    }

    @Test
    void whoWithdrawsBeforeTheAnswerLeavesIsNotInIt() throws Exception {
        patientChooses("permit");
        String id = asked(question());
        assertThat(review(guardian, id, "approved", Optional.empty()).status()).isEqualTo(200);
        patientChooses("deny");

        Answer moved = review(guardian, id, "approved", Optional.of(1));

        assertThat(part(moved, "task").path("status").asText()).isEqualTo("in-progress");
        assertThat(answer(id).status()).isEqualTo(404);
        assertThat(part(review(guardian, id, "approved", Optional.of(2)), "task")
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        assertThat(answer(id).status()).isEqualTo(200);
        assertThat(release(patient, id)).isEmpty();
        assertThat(patient.get("Patient/$releases").body())
                .as("that they were counted, and it did not leave")
                .contains("counted");
    }

    @Test
    void aCohortNearlyThatOfAnAnswerIsHeld() throws Exception {
        patientChooses("permit");
        // Of both: those who were born on a day that is known.
        Map<String, Object> first = question();
        first.put("ageFrom:valueInteger", 0);
        String all = asked(first);
        review(guardian, all, "approved", Optional.empty());
        assertThat(part(review(guardian, all, "approved", Optional.of(1)), "task")
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        patientChooses("deny");
        Map<String, Object> nearly = question();
        nearly.put("ageFrom:valueInteger", 0);
        nearly.put("ageTo:valueInteger", 124);

        String id = asked(nearly);
        Answer held = review(guardian, id, "approved", Optional.empty());

        assertThat(part(held, "task").path("status").asText()).isEqualTo("on-hold");
        assertThat(part(held, "task").at("/statusReason/coding/0/code").asText())
                .isEqualTo("differencing");
        assertThat(held.body()).doesNotContain("MeasureReport");
        assertThat(researcher.get("ResearchStudy/$questions").body())
                .doesNotContain("on-hold")
                .doesNotContain("differencing");
        Answer again = ask(first);
        assertThat(again.status()).as("the same once more").isEqualTo(422);
    }

    @Test
    void smallGroupsAreMaskedAndTheWholeIsTheSumOfTheOthers() throws Exception {
        patientChooses("permit");
        Map<String, Object> given = question();
        given.put("by:valueCode", List.of("age-band"));
        String id = asked(given);

        JsonNode report = part(review(guardian, id, "approved", Optional.empty()), "report");

        List<JsonNode> groups = StreamSupport.stream(
                        report.at("/group/0/stratifier/0/stratum").spliterator(), false)
                .toList();
        assertThat(groups).hasSizeGreaterThanOrEqualTo(2);
        int told = groups.stream()
                .mapToInt(each -> each.at("/population/0/count").asInt(0))
                .sum();
        boolean none =
                groups.stream().allMatch(each -> each.at("/population/0/count").isMissingNode());
        assertThat(count(report)).isEqualTo(none ? -1 : told);
        assertThat(groups).anySatisfy(each -> assertThat(
                        each.at("/population/0/_count/extension/0/valueCode").asText())
                .isEqualTo("masked"));
    }

    @Test
    void whatCannotBeAskedIsRefusedByName() throws Exception {
        refused(with("ageFrom:valueInteger", 3), 400, "ageFrom");
        refused(with("ageTo:valueInteger", 50), 400, "ageTo");
        refused(with("sex:valueCode", "women"), 400, "sex");
        refused(with("by:valueCode", "name"), 400, "by");
        refused(with("by:valueCode", List.of("sex", "area", "age-band")), 400, "by");
        refused(with("condition:valueCodeableConcept", "{\"text\": \"asthma\"}"), 400, "condition");
        refused(with("resultRange:valueRange", "{\"low\": {\"value\": 1}}"), 400, "result");
        refused(with("end:valueDate", "2026"), 400, "end");
        refused(with("reason:valueString", "x"), 400, "reason");
        assertThat(with("programme:valueString", "nothing").status()).isEqualTo(404);
        Map<String, Object> waiting = new LinkedHashMap<>(Registering.programme());
        refused(
                with(
                        "programme:valueString",
                        Registering.register(guardian, waiting)
                                .json()
                                .path("id")
                                .asText()),
                422,
                "programme");
        waiting.put("category:valueCode", List.of("conditions"));
        String narrow = Registering.running(stack, waiting);
        Map<String, Object> beyond = question();
        beyond.put("programme:valueString", narrow);
        beyond.put("sex:valueCode", "male");
        refused(ask(beyond), 422, "programme");
        Map<String, Object> others = new LinkedHashMap<>(Registering.programme());
        others.put("organisation:valueString", "X9999");
        others.put("organisationName:valueString", "Another University");
        refused(with("programme:valueString", Registering.running(stack, others)), 422, "programme");
    }

    private static Answer cancel(FhirClient by, String question) throws Exception {
        return by.post("ResearchStudy/$cancel-question", Registering.body(Map.of("question:valueString", question)));
    }

    private Optional<Integer> progress(FhirClient by, String question) throws Exception {
        return Choosing.parts(by.get("ResearchStudy/$questions").json(), "question")
                .filter(each -> each.toString().contains(question))
                .findFirst()
                .map(each -> Choosing.value(each, "progress"))
                .filter(each -> !each.isEmpty())
                .map(Integer::valueOf);
    }

    @Test
    void whatIsBeingPutToTheRecordsIsSeenByGuardiansAndStoppedByThem() throws Exception {
        String id = asked(question());
        try (Stalled stalled = new Stalled(stack)) {
            CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> {
                try {
                    return review(guardian, id, "approved", Optional.empty());
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (progress(guardian2, id).orElse(0) < 100 && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            assertThat(progress(guardian2, id)).hasValue(100);
            assertThat(running).isNotDone();
            assertThat(progress(researcher, id)).isEmpty();
            assertThat(cancel(researcher, id).status()).isEqualTo(403);
            assertThat(cancel(FhirClient.of(stack, "auditor", Registering.GUARDIAN), id)
                            .status())
                    .isEqualTo(403);

            Answer stopped = cancel(guardian2, id);

            assertThat(part(stopped, "task").path("status").asText()).isEqualTo("requested");
            refused(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), 422, "question");
            refused(cancel(guardian2, id), 422, "question");
        }
        assertThat(progress(guardian2, id)).isEmpty();
        assertThat(part(review(guardian, id, "approved", Optional.empty()), "task")
                        .path("status")
                        .asText())
                .as("nothing of it has stayed, and it can be put to the records again")
                .isEqualTo("in-progress");
    }

    private Answer with(String name, Object value) throws Exception {
        Map<String, Object> given = question();
        given.put(name, value);
        return ask(given);
    }

    private static void refused(Answer answer, int status, String element) {
        assertThat(answer.status()).as(element + answer.body()).isEqualTo(status);
        assertThat(answer.element()).isEqualTo(element);
    }

    @Test
    void nobodyAsksReviewsOrLooksButWhoIsToDoSo() throws Exception {
        String id = asked(question());
        assertThat(review(researcher, id, "approved", Optional.empty()).status())
                .as("their own")
                .isEqualTo(403);
        for (String account : List.of("gp", "auditor", "patient")) {
            FhirClient client =
                    FhirClient.of(stack, account, account.equals("patient") ? PATIENT : Registering.GUARDIAN);
            assertThat(client.post("ResearchStudy/$ask-question", Registering.body(question()))
                            .status())
                    .isEqualTo(403);
            assertThat(review(client, id, "approved", Optional.empty()).status())
                    .isEqualTo(403);
            assertThat(client.get("ResearchStudy/$answer?question=" + id).status())
                    .isEqualTo(403);
        }
        for (String operation : List.of("$questions", "$answer?question=" + id)) {
            Answer withoutToken = FhirClient.anonymous(stack).get("ResearchStudy/" + operation);
            assertThat(withoutToken.status()).isEqualTo(401);
        }
        assertThat(review(guardian, "nothing", "approved", Optional.empty()).status())
                .isEqualTo(404);
        refused(cancel(guardian, id), 422, "question");
        assertThat(cancel(guardian, "nothing").status()).isEqualTo(404);
        assertThat(cancel(researcher, id).status()).isEqualTo(403);
        assertThat(FhirClient.of(stack, "patient2", PATIENT)
                        .get("Patient/" + patientId + "/$releases")
                        .status())
                .isEqualTo(404);
        assertThat(guardian.get("Patient/" + patientId + "/$releases").status()).isEqualTo(403);
        Answer refusedQuestion = review(guardian, id, "refused", Optional.empty());
        assertThat(part(refusedQuestion, "task").path("status").asText()).isEqualTo("rejected");
        assertThat(review(guardian2, id, "approved", Optional.empty()).status()).isEqualTo(422);
    }
}
