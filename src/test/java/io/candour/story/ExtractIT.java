package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
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

    private DemoStack stack;
    private Replica server;
    private OpenPGPKey key;
    private FhirClient researcher;
    private FhirClient guardian;
    private FhirClient guardian2;
    private FhirClient patient;
    private String patientId = "";
    private String programme = "";
    private final Map<String, String> configured = new TreeMap<>();
    private final Map<String, List<String>> made = new HashMap<>();

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        programme = Registering.running(stack, Registering.programme());
        key = new BcOpenPGPApi()
                .generateKey(PublicKeyPacket.VERSION_4)
                .ed25519x25519Key("University of Elmshire")
                .build();
        Files.writeString(place.resolve("university.asc"), key.toCertificate().toAsciiArmoredString());
        Files.writeString(place.resolve("keys"), "first " + "A".repeat(44) + "\n");
        String extracts = "candour.release.extracts.";
        configured.putAll(stack.serverProperties());
        configured.putAll(Map.of(
                extracts + "directory",
                place.resolve("extracts").toString(),
                extracts + "pseudonym-keys",
                place.resolve("keys").toString(),
                extracts + "programmes." + programme + ".recipient-key",
                place.resolve("university.asc").toString(),
                extracts + "programmes." + programme + ".reach",
                "100y",
                "candour.release.smallest",
                "3",
                "candour.release.round-to",
                "2"));
        server = stack.startReplicaOf(configured);
        researcher = at("researcher", RESEARCHER);
        guardian = at("guardian", Registering.GUARDIAN);
        guardian2 = at("guardian2", Registering.GUARDIAN);
        patient = at("patient", PATIENT);
        patientId = patient.get("Patient")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        FhirClient feeder = FhirClient.feeder(stack);
        for (String each : recorded()) {
            chooses(each, feeder, "permit");
        }
        for (int i = 0; i < 3; i++) {
            Answer person = feeder.post(
                    "Patient",
                    "{\"resourceType\": \"Patient\", \"gender\": \"female\", \"birthDate\": \"1984-02-03\","
                            + " \"address\": [{\"postalCode\": \"LS1 4AP\"}]}");
            assertThat(person.status()).as(person.body()).isEqualTo(201);
            chooses(person.json().path("id").asText(), feeder, "permit");
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

    private FhirClient at(String account, String scopes) throws Exception {
        return FhirClient.of(stack, account, scopes).at(server.fhirUrl());
    }

    /** What left stays in the ledger, and is not to be there for those who come later. */
    @AfterEach
    void nothingWasEverAsked() throws Exception {
        database().execute("truncate candour.extract cascade");
        takeBack(patientId, patient);
    }

    @AfterAll
    void nothingWasEverChosen() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        for (String each : List.copyOf(made.keySet())) {
            takeBack(each, feeder);
        }
        server.close();
    }

    private JdbcTemplate database() {
        return new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"));
    }

    private void chooses(String whose, FhirClient by, String type) throws Exception {
        Answer saved = by.post("Consent", answered(whose, type, "active", ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        made.computeIfAbsent(whose, any -> new ArrayList<>())
                .add(saved.json().path("id").asText());
    }

    private void takeBack(String whose, FhirClient by) throws Exception {
        for (String id : made.getOrDefault(whose, List.of())) {
            Answer taken = by.put("Consent/" + id, answered(whose, "permit", "entered-in-error", id));
            assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        }
        made.remove(whose);
    }

    private static String answered(String whose, String type, String status, String id) {
        return new Choosing(whose).about("", type, status, id, "academic-research", "");
    }

    private Map<String, Object> request() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("programme:valueString", programme);
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

    private Path released(String id) {
        return place.resolve("extracts").resolve("released").resolve(id);
    }

    private List<JsonNode> opened(String id) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(released(id))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".pgp")).toList()) {
                try (InputStream sealed = Files.newInputStream(file);
                        InputStream open = new BcOpenPGPApi()
                                .decryptAndOrVerifyMessage()
                                .addDecryptionKey(key)
                                .process(sealed)) {
                    for (String line : new String(open.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()) {
                        lines.add(JsonMapper.builder().build().readTree(line));
                    }
                }
            }
        }
        return lines;
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
        chooses(patientId, patient, "permit");
        String id = asked();
        assertThat(status(review(guardian2, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        assertThat(released(id)).doesNotExist();
        assertThat(researcher.get("ResearchStudy/$extracts").body()).doesNotContain("ndjson");

        Answer left = review(guardian, id, "approved", Optional.of(1));

        assertThat(status(left)).isEqualTo("completed");
        assertThat(part(left, "people").path("valueInteger").asInt()).isEqualTo(made.size());
        List<JsonNode> lines = opened(id);
        assertThat(lines.stream()
                        .filter(each -> each.path("resourceType").asText().equals("Patient")))
                .hasSize(made.size());
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
                        .at(server.fhirUrl())
                        .get("ResearchStudy/" + programme)
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
        chooses(patientId, patient, "permit");
        String id = asked();
        assertThat(status(review(guardian, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        chooses(patientId, patient, "deny");

        Answer again = review(guardian, id, "approved", Optional.of(1));

        assertThat(status(again)).isEqualTo("in-progress");
        assertThat(part(again, "run").path("valueInteger").asInt()).isEqualTo(2);
        assertThat(part(again, "people").path("valueInteger").asInt()).isEqualTo(made.size() - 1);
        assertThat(status(review(guardian, id, "approved", Optional.of(2)))).isEqualTo("completed");
        assertThat(opened(id).stream()
                        .filter(each -> each.path("resourceType").asText().equals("Patient")))
                .hasSize(made.size() - 1);
    }

    private JsonNode left() throws Exception {
        chooses(patientId, patient, "permit");
        String id = asked();
        assertThat(status(review(guardian, id, "approved", Optional.empty()))).isEqualTo("in-progress");
        assertThat(status(review(guardian, id, "approved", Optional.of(1)))).isEqualTo("completed");
        assertThat(copy(id)).isEqualTo("held");
        chooses(patientId, patient, "deny");
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
        assertThat(opened(extract).toString())
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

        assertThat(ServerCommand.run(configured, "reconcile")).isZero();
        Map<String, String> wrong = new TreeMap<>(configured);
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
