package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * An extract on its way: asked for, made, let out, fetched and opened by its recipient, and seen by whom it is of. On a
 * server that gives one programme extracts; the stack's own gives none.
 */
@Order(Integer.MAX_VALUE - 6)
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtractIT {
    private static final String PATIENT = "openid patient/*.cruds";
    private static final String RESEARCHER = "openid user/*.cruds";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path place;

    private final ResearchChoices choices = new ResearchChoices();
    private DemoStack stack;
    private Extracting extracting;
    private FhirClient researcher;
    private FhirClient guardian;
    private FhirClient guardian2;
    private FhirClient patient;
    private String patientId = "";

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        extracting = Extracting.of(stack, place, "Asthma and weather");
        researcher = at("researcher", RESEARCHER);
        guardian = at("guardian", Registering.GUARDIAN);
        guardian2 = at("guardian2", Registering.GUARDIAN);
        patient = at("patient", PATIENT);
        patientId = patient.ownId();
        LoggedIn feeder = LoggedIn.feeder(stack, stack.fhirUrl());
        for (String each : recorded()) {
            choices.says(feeder, each, "permit");
        }
        for (int i = 0; i < 3; i++) {
            choices.newcomer(feeder, "female", "1984-02-03");
        }
    }

    /** The demo's other people, who have records of all kinds. */
    private List<String> recorded() {
        return database()
                .queryForList(
                        "select patient from candour.record_item where patient not in ('', ?)"
                                + " group by patient having count(*) > 100",
                        String.class,
                        patientId);
    }

    private void patientSays(String type) throws Exception {
        choices.says(LoggedIn.of(stack, extracting.server().fhirUrl(), "patient", PATIENT), patientId, type);
    }

    private FhirClient at(String account, String scopes) throws Exception {
        return FhirClient.of(stack, account, scopes).at(extracting.server().fhirUrl());
    }

    /** What left stays in the ledger, and is not to be there for those who come later. */
    @AfterEach
    void nothingWasEverAsked() throws Exception {
        database().execute("truncate candour.extract cascade");
        choices.takeBack(patientId);
    }

    @AfterAll
    void nothingWasEverChosen() throws Exception {
        choices.takeAllBack();
        extracting.close();
    }

    private JdbcTemplate database() {
        return new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"));
    }

    private Map<String, Object> request() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("programme:valueString", extracting.programme());
        given.put("reason:valueString", "To see who had asthma when");
        return given;
    }

    private Answer ask(Map<String, ?> given) throws Exception {
        return researcher.post("ResearchStudy/$ask-extract", Registering.body(given));
    }

    private String asked() throws Exception {
        Answer answer = ask(request());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("requested");
        return answer.json().path("id").asText();
    }

    private static Answer review(FhirClient by, String extract, String outcome, Optional<Integer> run)
            throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("extract:valueString", extract);
        given.put("outcome:valueCode", outcome);
        run.ifPresent(number -> given.put("run:valueInteger", number));
        return by.post("ResearchStudy/$review-extract", Registering.body(given));
    }

    private static Stream<JsonNode> parts(JsonNode of, String name) {
        return StreamSupport.stream(of.path("part").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name));
    }

    private static JsonNode part(Answer answer, String name) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return parts(answer.json().at("/parameter/0"), name).findFirst().orElseThrow();
    }

    private static String status(Answer answer) {
        return part(answer, "task").at("/resource/status").asText();
    }

    private Optional<JsonNode> release(String id) throws Exception {
        return StreamSupport.stream(
                        patient.get("Patient/$releases")
                                .json()
                                .path("parameter")
                                .spliterator(),
                        false)
                .filter(each -> each.toString().contains(id))
                .findFirst();
    }

    @Test
    void anExtractIsMadeLetOutOpenedAndSeen() throws Exception {
        patientSays("permit");
        String id = asked();
        assertThat(status(review(guardian2, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        assertThat(extracting.released(id)).doesNotExist();
        assertThat(researcher.get("ResearchStudy/$extracts").body()).doesNotContain("ndjson");

        Answer left = review(guardian, id, "approved", Optional.of(1));

        assertThat(status(left)).isEqualTo("completed");
        assertThat(part(left, "people").path("valueInteger").asInt()).isEqualTo(choices.people());
        List<JsonNode> lines = extracting.opened(id);
        assertThat(lines.stream()
                        .filter(each -> each.path("resourceType").asText().equals("Patient")))
                .hasSize(choices.people());
        assertThat(lines.stream()
                        .map(each -> each.path("resourceType").asText())
                        .distinct())
                .contains("Condition", "Observation", "MedicationRequest");
        String all = lines.toString();
        assertThat(all).doesNotContain(patientId);
        assertThat(leaves(lines))
                .doesNotContainAnyElementsOf(words(patient.get("Patient/" + patientId + "/$everything?_count=200")
                        .json()));
        Answer seen = researcher.get("ResearchStudy/$extracts");
        assertThat(seen.body()).contains("Patient.ndjson.pgp").doesNotContain("\"people\"");
        JsonNode release = release(id).orElseThrow();
        assertThat(parts(release, "kind")
                        .findFirst()
                        .orElseThrow()
                        .path("valueCode")
                        .asText())
                .isEqualTo("extract");
        assertThat(parts(release, "category").map(each -> each.path("valueCode").asText()))
                .contains("details");
        assertThat(parts(release, "event")
                        .findFirst()
                        .orElseThrow()
                        .at("/resource/entity/0/what/reference")
                        .asText())
                .isEqualTo("Patient/" + patientId);
        assertThat(FhirClient.anonymous(stack)
                        .at(extracting.server().fhirUrl())
                        .get("ResearchStudy/" + extracting.programme())
                        .json()
                        .path("extension")
                        .toString())
                .contains("StructureDefinition/extracts\",\"valueInteger\":1");
    }

    /** Every value in it, but what types the rows are of. */
    private static Set<String> leaves(List<JsonNode> lines) {
        Set<String> leaves = new TreeSet<>();
        lines.forEach(line -> leaves("", line, leaves));
        return leaves;
    }

    private static void leaves(String name, JsonNode node, Set<String> found) {
        if (node.isValueNode() && !name.equals("resourceType")) {
            found.add(node.asText());
        } else if (node.isObject()) {
            node.fields().forEachRemaining(each -> leaves(each.getKey(), each.getValue(), found));
        } else {
            node.forEach(each -> leaves(name, each, found));
        }
    }

    /** What a record says in words, and who is named in it. */
    private static Set<String> words(JsonNode record) {
        Set<String> words = new TreeSet<>();
        for (String name : List.of("display", "text", "family", "line", "city", "div", "fullUrl", "value")) {
            record.findValues(name).stream()
                    .filter(each -> each.isTextual() && each.asText().length() > 3)
                    .forEach(each -> words.add(each.asText()));
        }
        assertThat(words).hasSizeGreaterThan(20);
        return words;
    }

    @Test
    void whoWithdrawsBeforeItLeavesIsNotInIt() throws Exception {
        patientSays("permit");
        String id = asked();
        assertThat(status(review(guardian, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        patientSays("deny");

        Answer again = review(guardian, id, "approved", Optional.of(1));

        assertThat(status(again)).isEqualTo("in-progress");
        assertThat(part(again, "run").path("valueInteger").asInt()).isEqualTo(2);
        assertThat(part(again, "people").path("valueInteger").asInt()).isEqualTo(choices.people() - 1);
        assertThat(status(review(guardian, id, "approved", Optional.of(2)))).isEqualTo("completed");
        assertThat(extracting.opened(id).stream()
                        .filter(each -> each.path("resourceType").asText().equals("Patient")))
                .hasSize(choices.people() - 1);
    }

    private JsonNode left() throws Exception {
        patientSays("permit");
        String id = asked();
        assertThat(status(review(guardian, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        assertThat(status(review(guardian, id, "approved", Optional.of(1)))).isEqualTo("completed");
        assertThat(copy(id)).isEqualTo("held");
        patientSays("deny");
        assertThat(copy(id)).isEqualTo("erasure-requested");
        List<JsonNode> asked = erasures(researcher);
        assertThat(asked).hasSize(1);
        return parts(asked.get(0), "task").findFirst().orElseThrow().path("resource");
    }

    private String copy(String extract) throws Exception {
        return parts(release(extract).orElseThrow(), "copy")
                .findFirst()
                .orElseThrow()
                .path("valueCode")
                .asText();
    }

    private static List<JsonNode> erasures(FhirClient by) throws Exception {
        Answer answer = by.get("Task/$erasures?open=true");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("parameter").spliterator(), false)
                .toList();
    }

    private static Answer answer(FhirClient by, String task, String outcome, String statement) throws Exception {
        return by.post(
                "Task/$answer-erasure",
                Registering.body(Map.of(
                        "task:valueString", task,
                        "outcome:valueCode", outcome,
                        "statement:valueString", statement)));
    }

    @Test
    void whoTakesTheirYesBackSeesWhatBecameOfTheCopy() throws Exception {
        JsonNode task = left();
        String extract = task.at("/focus/identifier/value").asText();
        assertThat(task.path("status").asText()).isEqualTo("requested");
        assertThat(task.toString()).doesNotContain(patientId);
        assertThat(extracting.opened(extract).toString())
                .contains(task.at("/input/0/valueString").asText());
        assertThat(erasures(guardian).toString()).contains("Patient/" + patientId);
        assertThat(erasures(at("auditor", Registering.GUARDIAN)).toString()).contains("Patient/" + patientId);

        Answer attested = answer(researcher, task.path("id").asText(), "erased", "Deleted from all our disks");

        assertThat(attested.status()).as(attested.body()).isEqualTo(200);
        assertThat(attested.json().path("status").asText()).isEqualTo("completed");
        assertThat(copy(extract)).isEqualTo("erased");
        assertThat(release(extract).orElseThrow().toString()).contains("Deleted from all our disks");
        assertThat(erasures(researcher)).isEmpty();
    }

    @Test
    void whatARecipientSaysOfACopyItSaysOnceAndInWords() throws Exception {
        String task = left().path("id").asText();

        refused(answer(researcher, task, "maybe", "We shall see"), 400, "outcome");
        refused(answer(researcher, task, "refused", "x"), 400, "statement");
        assertThat(answer(researcher, "nothing", "erased", "It is gone").status())
                .isEqualTo(404);
        for (String account : List.of("guardian", "gp", "auditor", "patient")) {
            FhirClient client = at(account, account.equals("patient") ? PATIENT : Registering.GUARDIAN);
            assertThat(answer(client, task, "erased", "It is gone").status())
                    .as(account)
                    .isEqualTo(403);
        }
        assertThat(answer(researcher, task, "refused", "It is in a paper already")
                        .status())
                .isEqualTo(200);
        refused(answer(researcher, task, "erased", "It is gone after all"), 422, "task");
        assertThat(at("gp", Registering.GUARDIAN).get("Task/$erasures").status())
                .isEqualTo(403);
        assertThat(patient.get("Task/$erasures").status()).isEqualTo(403);
    }

    @Test
    void theCommandHoldsReleasesAgainstWhatPeopleSaid() throws Exception {
        left();

        assertThat(ServerCommand.run(extracting.configuration(), "reconcile")).isZero();
        Map<String, String> wrong = new TreeMap<>(extracting.configuration());
        wrong.put("candour.release.rounds", "0s");
        assertThat(ServerCommand.run(wrong, "reconcile")).isEqualTo(2);
    }

    @Test
    void whatCannotBeAskedIsRefusedByName() throws Exception {
        refused(with("reason:valueString", "x"), 400, "reason");
        assertThat(with("programme:valueString", "nothing").status()).isEqualTo(404);
        refused(with("programme:valueString", Registering.running(stack, Registering.programme())), 422, "programme");
        Map<String, Object> others = Registering.programme();
        others.put("organisation:valueString", "X9999");
        others.put("organisationName:valueString", "Another University");
        refused(with("programme:valueString", Registering.running(stack, others)), 422, "programme");
        refused(
                FhirClient.of(stack, "researcher", RESEARCHER)
                        .post("ResearchStudy/$ask-extract", Registering.body(request())),
                422,
                "programme");
        String id = asked();
        refused(review(guardian, id, "maybe", Optional.empty()), 400, "outcome");
        assertThat(review(guardian, "nothing", "approved", Optional.empty()).status())
                .isEqualTo(404);
        assertThat(status(review(guardian, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        refused(review(guardian, id, "approved", Optional.of(7)), 422, "run");
        assertThat(status(review(guardian, id, "refused", Optional.empty()))).isEqualTo("rejected");
        refused(review(guardian2, id, "approved", Optional.of(1)), 422, "extract");
    }

    private Answer with(String name, Object value) throws Exception {
        Map<String, Object> given = request();
        given.put(name, value);
        return ask(given);
    }

    private static void refused(Answer answer, int status, String element) {
        assertThat(answer.status()).as(element + answer.body()).isEqualTo(status);
        assertThat(answer.element()).isEqualTo(element);
    }

    @Test
    void nobodyAsksReviewsOrLooksButWhoIsToDoSo() throws Exception {
        String id = asked();
        assertThat(review(researcher, id, "approved", Optional.empty()).status())
                .isEqualTo(403);
        for (String account : List.of("gp", "auditor", "patient")) {
            FhirClient client = at(account, account.equals("patient") ? PATIENT : Registering.GUARDIAN);
            assertThat(client.post("ResearchStudy/$ask-extract", Registering.body(request()))
                            .status())
                    .isEqualTo(403);
            assertThat(review(client, id, "approved", Optional.empty()).status())
                    .isEqualTo(403);
        }
        assertThat(at("auditor", Registering.GUARDIAN)
                        .get("ResearchStudy/$extracts")
                        .status())
                .isEqualTo(200);
        assertThat(at("gp", Registering.GUARDIAN).get("ResearchStudy/$extracts").status())
                .isEqualTo(403);
        assertThat(FhirClient.anonymous(stack).get("ResearchStudy/$extracts").status())
                .isEqualTo(401);
    }
}
