package io.candour.story;

import static io.candour.story.Raising.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who says something about a record and who answers, on the running server. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RaisedStory {
    static final String WRITING = "openid patient/*.cruds";
    static final String GUARDIAN = "openid user/*.cruds";
    static final String COLD = "82272006";
    static final String HIV = "86406008";

    DemoStack stack;
    FhirClient feeder;
    FhirClient patient;
    FhirClient patient2;
    FhirClient carer;
    FhirClient consultant;
    FhirClient guardian;
    FhirClient auditor;
    String id = "";
    Raising raising = new Raising("");

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        feeder = FhirClient.feeder(stack);
        patient = FhirClient.of(stack, "patient", WRITING);
        patient2 = FhirClient.of(stack, "patient2", WRITING);
        carer = FhirClient.of(stack, "carer", "openid acts-for patient/*.cruds");
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        guardian = FhirClient.of(stack, "guardian", GUARDIAN);
        auditor = FhirClient.of(stack, "auditor", FhirClient.STAFF_SCOPES);
        id = patient.ownId();
        raising = new Raising(id);
    }

    JdbcTemplate database() {
        return stack.server().getBean(JdbcTemplate.class);
    }

    @AfterEach
    void nothingIsOpenAndNobodyActs() throws Exception {
        database().update("update candour.raised set settled = now() where settled is null");
        for (String grant : database()
                .queryForList(
                        "select id from candour.access_grant where kind = 'PROXY' and ended is null and patient = ?",
                        String.class,
                        id)) {
            end(grant);
        }
    }

    void end(String grant) throws Exception {
        Answer ended = patient.post(
                "Patient/" + id + "/$end-access",
                EmergencyIT.parameters(Map.of("grant", grant, "reason", "No longer needed")));
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    }

    String condition(String code) throws Exception {
        Answer made = feeder.post(
                "Condition",
                """
                {"resourceType": "Condition", "subject": {"reference": "Patient/%s"},
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}}
                """
                        .formatted(id, code));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return "Condition/" + made.json().path("id").asText();
    }

    String appointed(Map<String, String> how) throws Exception {
        Map<String, String> terms = new HashMap<>(how);
        terms.put("nhsNumber", stack.cast().attribute("carer", "nhs_number"));
        terms.put("birthDate:valueDate", stack.cast().attribute("carer", "birthdate"));
        Answer answer = FhirClient.of(stack, "patient", WRITING)
                .post("Patient/" + id + "/$appoint-proxy", EmergencyIT.parameters(terms));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Choosing.value(answer.json(), "consent").replace("Consent/", "");
    }

    static void nothingThere(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }

    static void refused(Answer answer, int status, String element) {
        assertThat(answer.status()).as(element + answer.body()).isEqualTo(status);
        assertThat(answer.element()).isEqualTo(element);
    }

    long kept() {
        return Stream.of("candour.raised", "public.hfj_resource", "public.hfj_res_ver")
                .mapToLong(table ->
                        Objects.requireNonNull(database().queryForObject("select count(*) from " + table, Long.class)))
                .sum();
    }

    /** Who did what to which items, of the one row of this request that names the patient. */
    String logged(Answer answer) {
        return Objects.requireNonNull(database()
                .queryForObject(
                        "select agent_kind || ' ' || interaction || ' ' || outcome || ' ' || array_to_string(items, ' ')"
                                + " from candour.access_record where request_id = ? and ? = any (patients)",
                        String.class,
                        answer.header("X-Request-ID"),
                        id));
    }

    Optional<JsonNode> queued(FhirClient by, String query, String task) throws Exception {
        return tasks(by.get("Task/$raised?_count=500" + query)).stream()
                .filter(each -> each.path("id").asText().equals(task))
                .findFirst();
    }

    Stream<JsonNode> noticesAbout(FhirClient by, String task) throws Exception {
        return by.get("Communication?_count=200&patient=" + id)
                .resources()
                .filter(each -> each.at("/about/0/reference").asText().equals("Task/" + task));
    }

    String row(FhirClient by) throws Exception {
        return by.get("AuditEvent?_count=1")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    static String own(FhirClient person) throws Exception {
        return person.ownId();
    }
}
