package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Consent to each access: who, what for, how long, how it ends; and what becomes of what was seen. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessRequestIT {
    private DemoStack stack;
    private FhirClient consultant;
    private FhirClient patient2;
    private FhirClient guardian;
    private String number = "";
    private String born = "";
    private String id = "";

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        consultant = FhirClient.of(stack, "consultant", "openid user/*.cruds");
        patient2 = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        guardian = FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES);
        number = stack.cast().attribute("patient2", "nhs_number");
        born = stack.cast().attribute("patient2", "birthdate");
        id = patient2.ownId();
        // Whatever was chosen before is no part of this.
        for (JsonNode consent : patient2.get("Consent?patient=" + id + "&status=active&_count=100")
                .resources()
                .toList()) {
            Answer ended = patient2.put(
                    "Consent/" + consent.path("id").asText(),
                    consent.toString().replace("\"status\":\"active\"", "\"status\":\"inactive\""));
            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        }
    }

    private JdbcTemplate database() {
        return stack.server().getBean(JdbcTemplate.class);
    }

    @AfterEach
    void nothingIsOpen() throws Exception {
        database().update("delete from candour.person_lookup");
        database().update("update candour.access_request set asked = asked - interval '31 days'");
        for (JsonNode task : tasks(patient2.get("Patient/" + id + "/$access-requests"))) {
            if (state(task).equals("open")) {
                end(patient2, task);
            }
        }
    }

    private Answer end(FhirClient by, JsonNode task) throws Exception {
        String consent = task.at("/focus/reference").asText().replace("Consent/", "");
        return by.post(
                "Patient/" + id + "/$end-access",
                EmergencyIT.parameters(Map.of("grant", consent, "reason", "No longer needed")));
    }

    private Map<String, String> asking() {
        return new HashMap<>(Map.of(
                "nhsNumber", number,
                "birthDate:valueDate", born,
                "reason:valueCode", "TREAT",
                "reasonText", "A second opinion before the operation",
                "category:valueCode", "conditions",
                "days:valuePositiveInt", "7"));
    }

    private Answer ask(Map<String, String> asking) throws Exception {
        return consultant.post("Patient/$request-access", numbers(EmergencyIT.parameters(asking)));
    }

    /** JSON has numbers and booleans without quotes. */
    private static String numbers(String parameters) {
        return parameters.replaceAll("\"(value(?:PositiveInt|Boolean))\": \"(-?\\w+)\"", "\"$1\": $2");
    }

    private Answer answered(FhirClient by, String request, boolean yes) throws Exception {
        return by.post(
                "Patient/" + id + "/$answer-request",
                numbers(EmergencyIT.parameters(
                        Map.of("request", request, "accept:valueBoolean", Boolean.toString(yes)))));
    }

    private Answer attested(FhirClient by, String request) throws Exception {
        return by.post(
                "Task/$attest-deletion",
                numbers(EmergencyIT.parameters(Map.of(
                        "task",
                        request,
                        "deleted:valueBoolean",
                        "true",
                        "statement",
                        "Notes shredded, nothing copied"))));
    }

    private static List<JsonNode> tasks(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("entry").spliterator(), false)
                .map(entry -> entry.path("resource"))
                .toList();
    }

    private static String state(JsonNode task) {
        return task.at("/businessStatus/coding/0/code").asText();
    }

    private Optional<JsonNode> task(FhirClient by, String where, String request) throws Exception {
        return tasks(by.get(where + "/$access-requests")).stream()
                .filter(task -> task.path("id").asText().equals(request))
                .findFirst();
    }

    /** Asks, and says what the patient finds. */
    private String asked() throws Exception {
        Answer answer = ask(asking());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode task = tasks(patient2.get("Patient/$access-requests")).get(0);
        assertThat(state(task)).isEqualTo("asked");
        return task.path("id").asText();
    }

    private static void nothingThere(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }

    private long conditions() throws Exception {
        return consultant.get("Condition?patient=" + id).resources().count();
    }

    @Test
    void aYesOpensWhatWasAskedForATimeAndItsEndAsksWhatBecameOfIt() throws Exception {
        String request = asked();
        JsonNode question = task(patient2, "Patient/" + id, request).orElseThrow();
        assertThat(question.path("status").asText()).isEqualTo("requested");
        assertThat(question.at("/requester/display").asText())
                .isEqualTo(stack.cast().parts().get("consultant").given() + " "
                        + stack.cast().parts().get("consultant").family());
        assertThat(question.toString()).contains("A second opinion").contains("conditions");
        assertThat(patient2.get("Communication?patient=" + id).body()).contains("asks to see some of your record");
        assertThat(task(consultant, "Task", request)).as("no answer yet").isEmpty();
        assertThat(conditions()).isZero();

        Answer yes = answered(patient2, request, true);

        assertThat(yes.status()).as(yes.body()).isEqualTo(200);
        assertThat(yes.json().path("status").asText()).isEqualTo("in-progress");
        Answer seen = consultant.get("Condition?patient=" + id);
        assertThat(seen.resources()).isNotEmpty();
        assertThat(consultant.get("Observation?patient=" + id).resources())
                .as("not asked for")
                .isEmpty();
        nothingThere(consultant.get("Patient/" + id));
        JsonNode open = task(consultant, "Task", request).orElseThrow();
        String consent = open.at("/focus/reference").asText();
        JsonNode recorded = patient2.get(consent).json();
        assertThat(recorded.path("status").asText()).isEqualTo("active");
        assertThat(recorded.at("/provision/class/0/code").asText()).isEqualTo("conditions");
        assertThat(recorded.at("/provision/period/end").asText()).isNotBlank();
        assertThat(database()
                        .queryForObject(
                                "select array_to_string(basis, ' ') from candour.access_record where request_id = ?",
                                String.class,
                                seen.header("X-Request-ID")))
                .contains("Grant/" + consent.replace("Consent/", ""));
        assertThat(attested(consultant, request).status())
                .as("it is open still")
                .isEqualTo(422);

        ranOut(consent);

        assertThat(conditions()).isZero();
        assertThat(state(task(consultant, "Task", request).orElseThrow())).isEqualTo("attestation-due");
        assertThat(state(task(guardian, "Task", request).orElseThrow())).isEqualTo("attestation-due");
        Answer attested = attested(consultant, request);
        assertThat(attested.status()).as(attested.body()).isEqualTo(200);
        assertThat(attested.json().path("status").asText()).isEqualTo("completed");
        JsonNode told = task(patient2, "Patient/" + id, request).orElseThrow();
        assertThat(told.toString()).contains("Notes shredded");
        assertThat(patient2.get("Communication?patient=" + id).body()).contains("they keep no copy");
        assertThat(attested(consultant, request).status()).as("said once").isEqualTo(422);
    }

    /** As time would. */
    private void ranOut(String consent) {
        database()
                .update(
                        "update candour.access_grant set starts = now() - interval '8 days', ends = now() where id = ?",
                        consent.replace("Consent/", ""));
        // Time ends what was read a moment ago too; a change by hand has to say that it is one.
        database().update("update candour.snapshot set version = version + 1");
    }

    @Test
    void aNoLooksToWhoAskedAsIfNobodyHadAnswered() throws Exception {
        String request = asked();

        Answer no = answered(patient2, request, false);

        assertThat(no.status()).as(no.body()).isEqualTo(200);
        assertThat(no.json().path("status").asText()).isEqualTo("rejected");
        assertThat(task(consultant, "Task", request)).isEmpty();
        assertThat(task(guardian, "Task", request)).isEmpty();
        assertThat(conditions()).isZero();
        nothingThere(attested(consultant, request));
    }

    @Test
    void whatIsAnsweredOrLapsedOrOthersIsNotAnsweredAgain() throws Exception {
        String request = asked();
        Map<String, String> nobody = asking();
        nobody.put("birthDate:valueDate", "1901-01-01");
        assertThat(ask(nobody).body())
                .as("the same as of nobody")
                .isEqualTo(ask(asking()).body());
        assertThat(tasks(patient2.get("Patient/$access-requests")).stream()
                        .filter(task -> state(task).equals("asked")))
                .as("asked twice is asked once")
                .hasSize(1);
        nothingThere(answered(FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES), request, true));
        assertThat(answered(consultant, request, true).status()).isEqualTo(403);
        nothingThere(
                FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).get("Patient/" + id + "/$access-requests"));

        assertThat(answered(patient2, request, true).status()).isEqualTo(200);

        answeredAlready(request);
        JsonNode open = task(patient2, "Patient/" + id, request).orElseThrow();
        assertThat(end(consultant, open).status()).isEqualTo(200);
        assertThat(conditions()).isZero();
        answeredAlready(request);
        assertThat(patient2.get(open.at("/focus/reference").asText()).body()).contains("No longer needed");
        nothingThere(attested(FhirClient.of(stack, "gp", "openid user/*.cruds"), request));
        String late = asked();
        database().update("update candour.access_request set asked = now() - interval '31 days' where id = ?", late);
        answeredAlready(late);
        assertThat(state(task(patient2, "Patient/" + id, late).orElseThrow())).isEqualTo("lapsed");
    }

    private void answeredAlready(String request) throws Exception {
        for (boolean yes : List.of(true, false)) {
            Answer again = answered(patient2, request, yes);
            assertThat(again.status()).isEqualTo(422);
            assertThat(again.element()).isEqualTo("request");
        }
    }

    @Test
    void itsConsentIsEndedByAnUpdateAndNothingElse() throws Exception {
        String request = asked();
        assertThat(answered(patient2, request, true).status()).isEqualTo(200);
        String consent = task(patient2, "Patient/" + id, request)
                .orElseThrow()
                .at("/focus/reference")
                .asText();
        String stored = patient2.get(consent).body();
        for (String changed : List.of(
                stored.replace("patient-privacy", "treatment"),
                stored.replace("\"INFA\"", "\"ICOL\""),
                stored.replace("\"permit\"", "\"deny\""),
                stored.replace("\"status\":\"active\"", "\"status\":\"proposed\""),
                stored.replace("\"status\":\"active\"", "\"status\":\"inactive\"")
                        .replace("conditions", "medicines"))) {
            assertThat(changed).isNotEqualTo(stored);
            assertThat(patient2.put(consent, changed).status()).as(changed).isEqualTo(422);
        }
        assertThat(conditions()).isPositive();
        String otherwise = stored.replace("patient-privacy", "treatment");
        Answer bySystem = FhirClient.feeder(stack).put(consent, otherwise);
        assertThat(bySystem.status()).as(bySystem.body()).isEqualTo(200);
        assertThat(conditions()).as("it gives nothing any more").isZero();
    }

    @Test
    void aDenialStaysADenial() throws Exception {
        Choosing choosing = new Choosing(id);
        Answer saved = patient2.post("Consent", choosing.about("Z90002", "deny", "active", "", "", ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        String consent = saved.json().path("id").asText();
        try {
            assertThat(answered(patient2, asked(), true).status()).isEqualTo(200);
            assertThat(conditions()).isZero();
        } finally {
            patient2.put("Consent/" + consent, choosing.about("Z90002", "deny", "inactive", consent, "", ""));
        }
        assertThat(conditions()).isPositive();
    }

    @Test
    void anOldPageLinkEndsWithTheConsent() throws Exception {
        String request = asked();
        assertThat(answered(patient2, request, true).status()).isEqualTo(200);
        Answer page = consultant.get("Condition?patient=" + id + "&_count=1");
        assertThat(page.link("next")).isPresent();

        withdraw(
                patient2,
                task(patient2, "Patient/" + id, request)
                        .orElseThrow()
                        .at("/focus/reference")
                        .asText());

        assertThat(conditions()).isZero();
        assertThat(consultant.get(page.link("next").orElseThrow()).resources()).isEmpty();
    }

    /** A right ends with its Consent, however that is written. */
    private static void withdraw(FhirClient by, String consent) throws Exception {
        String ended = by.get(consent).body().replace("\"status\":\"active\"", "\"status\":\"inactive\"");
        assertThat(by.put(consent, ended).status()).isEqualTo(200);
        assertThat(by.put(consent, ended.replace("\"inactive\"", "\"active\"")).status())
                .as("it does not come back")
                .isEqualTo(422);
    }

    @Test
    void badInputIsNamedAndNothingIsStored() throws Exception {
        long before = kept();
        refused("reasonText", Map.of("reasonText", " "));
        refused("reasonText", Map.of("reasonText", "x".repeat(100_000)));
        refused("reason", Map.of("reason:valueCode", "BTG"));
        refused("days", Map.of("days:valuePositiveInt", "0"));
        refused("days", Map.of("days:valuePositiveInt", "-3"));
        refused("days", Map.of("days:valuePositiveInt", "1000"));
        refused("category", Map.of("category:valueCode", "choices"));
        refused("category", Map.of("category:valueCode", "everything"));
        refused("nhsNumber", Map.of("nhsNumber", "1234567890"));
        refused("birthDate", Map.of("birthDate:valueDate", "1980"));
        assertThat(patient2.post("Patient/$request-access", numbers(EmergencyIT.parameters(asking())))
                        .status())
                .isEqualTo(403);
        nothingThere(answered(patient2, "nothing", true));
        nothingThere(attested(consultant, "nothing"));
        Answer valueless = patient2.post(
                "Patient/" + id + "/$answer-request",
                "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"request\", \"valueString\": \"x\"},"
                        + " {\"name\": \"accept\", \"_valueBoolean\": {\"extension\": [{\"url\": \"urn:x\","
                        + " \"valueCode\": \"y\"}]}}]}");
        assertThat(valueless.status()).isEqualTo(400);
        assertThat(valueless.element()).isEqualTo("accept");
        assertThat(patient2.post("Consent", forged()).status())
                .as("nobody makes a grant by writing its Consent")
                .isEqualTo(422);
        assertThat(kept()).isEqualTo(before);
    }

    private String forged() {
        return new Choosing(id)
                .about("Z90002", "permit", "active", "", "", "")
                .replace(
                        "\"status\":",
                        "\"extension\": [{\"url\": \"https://candour.io/fhir/StructureDefinition/access-request\","
                                + " \"valueString\": \"mine\"}], \"status\":")
                .replace("http://loinc.org", "http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .replace("59284-0", "INFA");
    }

    private void refused(String element, Map<String, String> but) throws Exception {
        Map<String, String> all = asking();
        all.putAll(but);
        Answer answer = ask(all);
        assertThat(answer.status()).as(element + answer.body()).isEqualTo(400);
        assertThat(answer.element()).isEqualTo(element);
    }

    private long kept() {
        return List.of("access_grant", "consent", "access_request").stream()
                .mapToLong(table -> java.util.Objects.requireNonNull(
                        database().queryForObject("select count(*) from candour." + table, Long.class)))
                .sum();
    }
}
