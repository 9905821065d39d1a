package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody collapses in the street: break-glass, its notice, its review and its end; and claimed relationships. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmergencyIT {
    private static final String GUARDIAN_SCOPES = "openid user/*.cruds";

    private DemoStack stack;
    private FhirClient consultant;
    private FhirClient guardian;
    private FhirClient patient2;
    private String number = "";
    private String born = "";
    private String id = "";

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        guardian = FhirClient.of(stack, "guardian", GUARDIAN_SCOPES);
        patient2 = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        number = stack.cast().attribute("patient2", "nhs_number");
        born = stack.cast().attribute("patient2", "birthdate");
        id = patient2.ownId();
    }

    @BeforeEach
    void newHour() {
        database().update("delete from candour.person_lookup");
        database()
                .update("update candour.access_grant set ended = now(), ended_by = 'test', end_reason = 'test'"
                        + " where ended is null and kind <> 'PROXY'");
        database().update("update candour.snapshot set version = version + 1 where patient = ?", id);
    }

    private JdbcTemplate database() {
        return stack.server().getBean(JdbcTemplate.class);
    }

    static String parameters(Map<String, String> given) {
        return given.entrySet().stream()
                .map(each -> "{\"name\": \"%s\", \"%s\": \"%s\"}"
                        .formatted(
                                each.getKey().split(":")[0],
                                each.getKey().contains(":") ? each.getKey().split(":")[1] : "valueString",
                                each.getValue()))
                .collect(Collectors.joining(", ", "{\"resourceType\": \"Parameters\", \"parameter\": [", "]}"));
    }

    private static Map<String, String> person(String number, String born, String reason, String text) {
        return Map.of("nhsNumber", number, "birthDate:valueDate", born, "reason:valueCode", reason, "reasonText", text);
    }

    private Answer open(FhirClient by, String operation, String reason) throws Exception {
        return by.post(
                "Patient/$" + operation, parameters(person(number, born, reason, "Found in the street, no answer")));
    }

    @Test
    void breakGlassOpensTellsIsMarkedIsReviewedAndEnds() throws Exception {
        assertThat(consultant.get("Patient/" + id).status()).isEqualTo(404);

        Answer opened = open(consultant, "break-glass", "ETREAT");

        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(Choosing.value(opened.json(), "patient")).isEqualTo("Patient/" + id);
        String grant = Choosing.value(opened.json(), "grant");
        Answer read = consultant.get("Patient/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(consultant
                        .get("Condition?patient=" + id + "&_count=1")
                        .resources()
                        .count())
                .isEqualTo(1);
        toldAndMarked(grant, read.header("X-Request-ID"));
        Answer held = consultant.get("Patient/" + id + "/$held");
        assertThat(held.status()).as(held.body()).isEqualTo(200);
        toldAndMarked(grant, held.header("X-Request-ID"));
        reviewed(grant);

        Answer ended = consultant.post(
                "Patient/" + id + "/$end-access", parameters(Map.of("grant", grant, "reason", "Handed over")));
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        assertThat(consultant.get("Patient/" + id).status()).isEqualTo(404);
        assertThat(consultant
                        .post(
                                "Patient/" + id + "/$end-access",
                                parameters(Map.of("grant", grant, "reason", "Handed over")))
                        .status())
                .isEqualTo(404);
    }

    private void toldAndMarked(String grant, String request) throws Exception {
        JsonNode notice = patient2.get("Communication?patient=" + id)
                .resources()
                .filter(each -> each.path("priority").asText().equals("urgent"))
                .findFirst()
                .orElseThrow();
        assertThat(notice.at("/payload/0/contentString").asText()).contains("opened your record in an emergency");
        JsonNode log = patient2.get("Patient/$access-log?_count=50").json();
        JsonNode line = Choosing.parts(log, "group")
                .flatMap(group -> Choosing.parts(group, "line"))
                .filter(each -> Choosing.value(each, "request").equals(request))
                .findFirst()
                .orElseThrow();
        assertThat(Choosing.value(line, "emergency")).isEqualTo("true");
        assertThat(database()
                        .queryForObject(
                                "select purpose || ' ' || array_to_string(basis, ' ') from candour.access_record"
                                        + " where request_id = ?",
                                String.class,
                                request))
                .startsWith("ETREAT ")
                .contains("Grant/" + grant);
    }

    private void reviewed(String grant) throws Exception {
        Answer queue = guardian.get("Task/$review-queue?open=true");
        assertThat(queue.status()).as(queue.body()).isEqualTo(200);
        assertThat(queue.body()).contains(grant).contains("Found in the street").contains("requested");
        assertThat(consultant.get("Task/$review-queue").status()).isEqualTo(403);
        Map<String, String> found = Map.of("task", grant, "outcome:valueCode", "justified", "note", "Rang the ward");
        assertThat(consultant.post("Task/$review", parameters(found)).status()).isEqualTo(403);

        Answer done = guardian.post("Task/$review", parameters(found));

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.json().path("status").asText()).isEqualTo("completed");
        assertThat(done.json().at("/owner/display").asText()).contains("Guardian");
        Answer again = FhirClient.of(stack, "guardian2", GUARDIAN_SCOPES).post("Task/$review", parameters(found));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.element()).isEqualTo("task");
        assertThat(guardian.get("Task/$review-queue?open=true").body()).doesNotContain(grant);
        assertThat(FhirClient.of(stack, "auditor", FhirClient.STAFF_SCOPES)
                        .get("Task/$review-queue")
                        .body())
                .contains(grant)
                .contains("Rang the ward");
    }

    @Test
    void whatAPersonMadeFinalStaysClosed() throws Exception {
        Choosing choosing = new Choosing(id);
        Answer saved = patient2.post("Consent", choosing.about("Z90002", "deny", "active", "", "", ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        String consent = saved.json().path("id").asText();
        try {
            assertThat(open(consultant, "claim-relationship", "TREAT").status()).isEqualTo(200);
            assertThat(consultant.get("Patient/" + id).status())
                    .as("a claim lifts no choice")
                    .isEqualTo(404);
            assertThat(open(consultant, "break-glass", "BTG").status()).isEqualTo(200);
            assertThat(consultant.get("Patient/" + id).status()).isEqualTo(200);
            assertThat(consultant.get("Consent?patient=" + id).resources()).isEmpty();
            String evenThen = choosing.about("Z90002", "deny", "active", consent, "", "")
                    .replace(
                            "\"status\":",
                            "\"extension\": [{\"url\": \"https://candour.io/fhir/StructureDefinition/emergency-override\","
                                    + " \"valueBoolean\": false}], \"status\":");
            assertThat(patient2.put("Consent/" + consent, evenThen).status()).isEqualTo(200);
            assertThat(consultant.get("Patient/" + id).status()).as("final").isEqualTo(404);
        } finally {
            patient2.put("Consent/" + consent, choosing.about("Z90002", "deny", "inactive", consent, "", ""));
        }
    }

    @Test
    void claimOpensForATimeAndIsInTheQueue() throws Exception {
        Answer claimed = open(consultant, "claim-relationship", "TREAT");

        assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
        assertThat(consultant.get("Patient/" + id).status()).isEqualTo(200);
        assertThat(guardian.get("Task/$review-queue?open=true").body())
                .contains(Choosing.value(claimed.json(), "grant"));
        database()
                .update(
                        "update candour.access_grant set starts = now() - interval '2 days', ends = now() where id = ?",
                        Choosing.value(claimed.json(), "grant"));
        database().update("update candour.snapshot set version = version + 1 where patient = ?", id);
        assertThat(consultant.get("Patient/" + id).status()).as("run out").isEqualTo(404);
    }

    @Test
    void anotherReplicaOpensAndClosesAtTheSameMoment() throws Exception {
        GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());
        mail.start();
        try (Replica replica = stack.startReplica(Map.of(
                "spring.mail.host", "127.0.0.1",
                "spring.mail.port", Integer.toString(mail.getSmtp().getPort()),
                "candour.mail.from", "records@example.org",
                "candour.mail.link", "https://records.example.org/",
                "candour.mail.every", "500ms"))) {
            FhirClient there = consultant.at(replica.fhirUrl());
            writtenTo(there, mail);
            String grant = Choosing.value(open(consultant, "break-glass", "BTG").json(), "grant");
            assertThat(there.get("Patient/" + id).status()).isEqualTo(200);
            Answer next = there.get("Condition?patient=" + id + "&_count=1");
            assertThat(next.link("next")).isPresent();
            Answer ended = patient2.post(
                    "Patient/" + id + "/$end-access", parameters(Map.of("grant", grant, "reason", "I am awake")));
            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
            assertThat(there.get("Patient/" + id).status()).isEqualTo(404);
            assertThat(there.get(next.link("next").orElseThrow()).resources())
                    .as("an old page link")
                    .isEmpty();
        } finally {
            mail.stop();
        }
    }

    /** Somebody with an e-mail address gets a letter that says nothing of them. */
    private void writtenTo(FhirClient there, GreenMail mail) throws Exception {
        Answer made = FhirClient.feeder(stack)
                .post(
                        "Patient",
                        """
                        {"resourceType": "Patient", "birthDate": "1970-05-04", "name": [{"family": "Nightingale"}],
                         "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991012028"}],
                         "telecom": [{"system": "phone", "value": "0123"},
                           {"system": "email", "value": "old@example.org", "use": "old"},
                           {"system": "email", "value": "somebody@example.org"}]}
                        """);
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        Answer opened = there.post(
                "Patient/$break-glass",
                parameters(person("9991012028", "1970-05-04", "ETREAT", "Found in the street, no answer")));

        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(mail.waitForIncomingEmail(20_000, 1)).isTrue();
        MimeMessage letter = mail.getReceivedMessages()[0];
        assertThat(letter.getAllRecipients()).extracting(Object::toString).containsExactly("somebody@example.org");
        assertThat(GreenMailUtil.getBody(letter))
                .contains("https://records.example.org/")
                .doesNotContain("Nightingale", "9991012028", "emergency", "street");
    }

    @Test
    void whoIsNotKnownAndWhoseBirthDateIsWrongLookTheSame() throws Exception {
        Answer wrong = consultant.post(
                "Patient/$break-glass", parameters(person(number, "1901-01-01", "BTG", "Found in the street")));
        Answer unknown = consultant.post(
                "Patient/$break-glass", parameters(person("9990009996", born, "BTG", "Found in the street")));
        assertThat(wrong.status()).isEqualTo(404);
        assertThat(unknown.status()).isIn(400, 404);
        assertThat(wrong.body()).contains("There is nothing here that you may see");
    }

    @Test
    void triesAreLimitedAndTheGuardianIsTold() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(consultant
                            .post(
                                    "Patient/$break-glass",
                                    parameters(person(number, "1901-01-01", "BTG", "Found in the street")))
                            .status())
                    .isEqualTo(404);
        }
        Answer refused = open(consultant, "break-glass", "BTG");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(guardian.get("AuditEvent/$access-alerts?_count=500").body()).contains("lookups");
    }

    @Test
    void badInputIsNamedAndNothingIsStored() throws Exception {
        long before = grants();
        named("reasonText", person(number, born, "BTG", " "));
        named("reasonText", person(number, born, "BTG", "x".repeat(100_000)));
        named("reason", person(number, born, "TREAT", "Found in the street"));
        named("nhsNumber", person("1234567890", born, "BTG", "Found in the street"));
        named("birthDate", person(number, "1980", "BTG", "Found in the street"));
        named("reasonText", Map.of("nhsNumber", number, "birthDate:valueDate", born, "reason:valueCode", "BTG"));
        assertThat(consultant.get("Patient/$break-glass?nhsNumber=" + number).status())
                .isEqualTo(405);
        assertThat(open(patient2, "break-glass", "BTG").status()).isEqualTo(403);
        assertThat(open(guardian, "break-glass", "BTG").status()).isEqualTo(403);
        assertThat(patient2.post(
                                "Patient/" + id + "/$end-access",
                                parameters(Map.of("grant", "nothing", "reason", "Because")))
                        .status())
                .isEqualTo(404);
        assertThat(guardian.post(
                                "Task/$review", parameters(Map.of("task", "nothing", "outcome:valueCode", "justified")))
                        .status())
                .isEqualTo(404);
        assertThat(grants()).isEqualTo(before);
    }

    private void named(String element, Map<String, String> given) throws Exception {
        Answer answer = consultant.post("Patient/$break-glass", parameters(given));
        assertThat(answer.status()).as(element).isEqualTo(400);
        assertThat(answer.element()).isEqualTo(element);
    }

    private long grants() {
        return java.util.Objects.requireNonNull(
                database().queryForObject("select count(*) from candour.access_grant", Long.class));
    }
}
