package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The main job, told in order: a patient reads their record, says no to an organisation, and sees who looked. After each
 * answer the access log is read on another connection: the record of it must be there already.
 */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainStoryIT {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private static final String ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code";

    private DemoStack stack;
    private JdbcTemplate database;
    private FhirClient patient;
    private FhirClient patient2;
    private FhirClient gp;
    private FhirClient consultant;

    private String patientId = "";
    private String observationId = "";
    private String nextPage = "";
    private String consentId = "";
    private final List<String> refused = new ArrayList<>();

    @BeforeAll
    void signIn(DemoStack running) throws Exception {
        stack = running;
        database = stack.server().getBean(JdbcTemplate.class);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patient2 = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
    }

    @Test
    @Order(1)
    void patientReadsTheirOwnRecordByReadAndSearch() throws Exception {
        Answer own = recorded(patient.get("Patient"));
        assertThat(own.status()).isEqualTo(200);
        List<JsonNode> found = own.resources().toList();
        assertThat(found).hasSize(1);
        assertThat(own.body()).contains(stack.cast().attribute("patient", "nhs_number"));
        patientId = found.get(0).path("id").asText();

        assertThat(recorded(patient.get("Patient/" + patientId)).status()).isEqualTo(200);

        Answer page = recorded(patient.get("Observation?patient=" + patientId + "&_count=10"));
        assertThat(page.resources().count()).isEqualTo(10);
        assertThat(page.json().has("total")).isFalse();
        observationId = page.resources().findFirst().orElseThrow().path("id").asText();
        assertThat(recorded(patient.get("Observation/" + observationId)).status())
                .isEqualTo(200);

        assertThat(walk(patient, "Observation?patient=" + patientId + "&_count=50"))
                .as("paging shows each item once, and as many as the exact total says")
                .hasSize(total(patient, "Observation?patient=" + patientId));
    }

    @Test
    @Order(2)
    void searchByCodeFindsExactlyThatCode() throws Exception {
        JsonNode observation =
                recorded(patient.get("Observation/" + observationId)).json();
        JsonNode coding = observation.path("code").path("coding").path(0);
        String token =
                coding.path("system").asText() + "%7C" + coding.path("code").asText();

        Answer found = recorded(patient.get("Observation?code=" + token + "&_count=200"));

        assertThat(found.resources().map(each -> each.path("code")
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText()))
                .isNotEmpty()
                .containsOnly(coding.path("code").asText());
    }

    @Test
    @Order(3)
    void gpAndConsultantReadIt() throws Exception {
        for (FhirClient clinician : List.of(gp, consultant)) {
            assertThat(recorded(clinician.get("Patient/" + patientId)).status()).isEqualTo(200);
            assertThat(recorded(clinician.get("Condition?patient=" + patientId)).resources())
                    .isNotEmpty();
        }
        Answer byNumber = recorded(
                gp.get("Patient?identifier=" + NHS_NUMBER + "%7C" + stack.cast().attribute("patient", "nhs_number")));
        assertThat(byNumber.resources().map(each -> each.path("id").asText())).containsExactly(patientId);
        Answer page = recorded(consultant.get("Observation?patient=" + patientId + "&_count=5"));
        nextPage = page.link("next").orElseThrow();
    }

    @Test
    @Order(4)
    void consultantHasNoRelationshipToPatient2() throws Exception {
        String id = recorded(patient2.get("Patient"))
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();

        assertNotThere(recorded(consultant.get("Patient/" + id)));
        assertNothingFound(recorded(consultant.get("Observation?patient=" + id)));
    }

    @Test
    @Order(5)
    void patientDeniesTheConsultantsOrganisation() throws Exception {
        Answer receipt = recorded(patient.post("Consent", denial("active", "")));

        assertThat(receipt.status()).isEqualTo(201);
        consentId = receipt.json().path("id").asText();
        assertThat(recorded(patient.get("Consent/" + consentId)).status()).isEqualTo(200);
    }

    @Test
    @Order(6)
    void fromTheNextRequestTheConsultantGetsTheAnswerOfARecordThatIsNotThere() throws Exception {
        refused.add(assertNotThere(recorded(consultant.get("Patient/" + patientId))));
        refused.add(assertNotThere(recorded(consultant.get("Observation/" + observationId))));
        refused.add(assertNothingFound(recorded(consultant.get("Observation?patient=" + patientId + "&_count=5"))));
        assertNothingFound(recorded(consultant.get("Observation?patient=" + patientId + "&_total=accurate")));
        assertNothingFound(recorded(consultant.get(
                "Patient?identifier=" + NHS_NUMBER + "%7C" + stack.cast().attribute("patient", "nhs_number"))));
        Answer page = recorded(consultant.get(nextPage));
        assertThat(page.json().has("entry"))
                .as("a page link from before shows nothing")
                .isFalse();
        assertThat(page.link("next")).isEmpty();
        refused.add(page.header("X-Request-ID"));
    }

    @Test
    @Order(7)
    void neitherDoesABatchShowAnything() throws Exception {
        String absent = UUID.randomUUID().toString();
        Answer withheld = recorded(consultant.post("", batch(patientId, observationId)));
        Answer nobody = recorded(consultant.post("", batch(absent, absent)));

        assertThat(withheld.status()).isEqualTo(200);
        assertThat(withheld.body().replace(patientId, absent)).isEqualTo(nobody.body());
        assertThat(withheld.json()
                        .path("entry")
                        .path(0)
                        .path("response")
                        .path("status")
                        .asText())
                .isEqualTo("404 Not Found");
        refused.add(withheld.header("X-Request-ID"));
        assertThat(outcome(withheld)).isEqualTo("REFUSED");
    }

    private String outcome(Answer answer) {
        return String.valueOf(database.queryForObject(
                "select outcome from candour.access_record where request_id = ?",
                String.class,
                answer.header("X-Request-ID")));
    }

    @Test
    @Order(8)
    void aPutThatChangesNothingIsInTheLogWithItsItem() throws Exception {
        Answer again = recorded(patient.put("Consent/" + consentId, denial("active", consentId)));

        assertThat(again.status()).isEqualTo(200);
        assertThat(database.queryForObject(
                        "select array_to_string(items, ',') from candour.access_record where request_id = ?",
                        String.class,
                        again.header("X-Request-ID")))
                .isEqualTo("Consent/" + consentId);
    }

    @Test
    @Order(8)
    void aHeaderDoesNotTurnAnUpdateToAnotherPersonsChoice() throws Exception {
        Answer answer = recorded(patient2.send(patient2.request("Consent/" + UUID.randomUUID())
                .header("Content-Type", "application/fhir+json")
                .header("Content-Location", "Consent/" + consentId)
                .PUT(BodyPublishers.ofString(denial("inactive", consentId)))));

        assertThat(answer.status()).isEqualTo(400);
        assertNotThere(recorded(consultant.get("Patient/" + patientId)));
    }

    @Test
    @Order(8)
    void patientsNamedByIdAreWalkedPageByPage() throws Exception {
        String own = stack.cast().attribute("gp", "ods_code");
        List<String> ids = database.queryForList(
                "select distinct c.patient from candour.care_relationship c join candour.identifier i"
                        + " on c.organisation = 'Organization/' || i.id where i.value = ? limit 3",
                String.class,
                own);

        String query = "Patient?_count=1&_id=0,0-absent," + String.join(",", ids) + ",absent";
        List<JsonNode> found = walk(gp, query);
        List<JsonNode> byChange = walk(gp, query + "&_sort=_lastUpdated");

        assertThat(found.stream().map(each -> each.path("id").asText())).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(byChange)
                .hasSameSizeAs(found)
                .isSortedAccordingTo(Comparator.comparing(
                        each -> Instant.parse(each.at("/meta/lastUpdated").asText())));
    }

    @Test
    @Order(8)
    void gpStillReads() throws Exception {
        assertThat(recorded(gp.get("Patient/" + patientId)).status()).isEqualTo(200);
        assertThat(recorded(gp.post("", batch(patientId, observationId)))
                        .json()
                        .path("entry")
                        .path(0)
                        .path("resource")
                        .path("id")
                        .asText())
                .isEqualTo(patientId);
    }

    @Test
    @Order(9)
    void patient2NeverSeesPatient() throws Exception {
        assertNotThere(recorded(patient2.get("Patient/" + patientId)));
        assertNotThere(recorded(patient2.get("Observation/" + observationId)));
        assertNotThere(recorded(patient2.get("Consent/" + consentId)));
        assertNothingFound(recorded(patient2.get("Observation?patient=" + patientId)));
        assertNothingFound(recorded(patient2.get("Consent?patient=" + patientId)));
        assertNothingFound(recorded(patient2.get("AuditEvent?patient=" + patientId)));
    }

    @Test
    @Order(10)
    void nobodyElseSeesTheChoice() throws Exception {
        assertNotThere(recorded(gp.get("Consent/" + consentId)));
        assertNothingFound(recorded(gp.get("Consent?patient=" + patientId)));
        assertNotThere(recorded(patient2.put("Consent/" + consentId, denial("active", consentId))));
    }

    @Test
    @Order(11)
    void patientReadsWhoLookedRefusalsIncluded() throws Exception {
        List<JsonNode> events = walk(patient, "AuditEvent?patient=" + patientId + "&_count=100");

        Set<String> outcomes =
                events.stream().map(event -> event.path("outcome").asText()).collect(Collectors.toSet());
        assertThat(outcomes).contains("0", "4");
        String log = events.toString();
        assertThat(refused).isNotEmpty().allSatisfy(requestId -> assertThat(log).contains(requestId));
        assertThat(log).contains(stack.cast().attribute("consultant", "ods_code"));
        assertThat(log).as("the refusals name the choice they rest on").contains("Consent/" + consentId);
        Answer refusals = recorded(patient.get("AuditEvent?patient=" + patientId + "&outcome=4"));
        assertThat(refusals.resources().map(each -> each.path("outcome").asText()))
                .isNotEmpty()
                .containsOnly("4");
    }

    @Test
    @Order(12)
    void auditorReadsTheLogAndNoRecord() throws Exception {
        FhirClient auditor = FhirClient.of(stack, "auditor", FhirClient.STAFF_SCOPES);

        assertThat(recorded(auditor.get("AuditEvent?patient=" + patientId)).resources())
                .isNotEmpty();
        assertThat(recorded(auditor.get("Patient/" + patientId)).status()).isEqualTo(403);
        assertThat(recorded(auditor.get("Observation?patient=" + patientId)).status())
                .isEqualTo(403);
    }

    @Test
    @Order(13)
    void whenThePatientTakesTheDenialBackTheConsultantReadsAgain() throws Exception {
        Answer receipt = recorded(patient.put("Consent/" + consentId, denial("inactive", consentId)));

        assertThat(receipt.status()).isEqualTo(200);
        assertThat(recorded(consultant.get("Patient/" + patientId)).status()).isEqualTo(200);
        assertThat(recorded(consultant.get("Observation?patient=" + patientId)).resources())
                .isNotEmpty();
    }

    /** The answer, once its record was seen in the log by another connection. */
    private Answer recorded(Answer answer) {
        String requestId = answer.header("X-Request-ID");
        assertThat(requestId).isNotEmpty();
        assertThat(database.queryForObject(
                        "select count(*) from candour.access_record where request_id = ?", Long.class, requestId))
                .as("the record of request %s, answered %s", requestId, answer.status())
                .isPositive();
        return answer;
    }

    private List<JsonNode> walk(FhirClient client, String search) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        String url = search;
        while (!url.isEmpty()) {
            Answer page = recorded(client.get(url));
            assertThat(page.status()).isEqualTo(200);
            page.resources().forEach(each -> {
                assertThat(ids.add(each.path("id").asText())).isTrue();
                all.add(each);
            });
            url = page.link("next").orElse("");
        }
        return all;
    }

    private int total(FhirClient client, String search) throws Exception {
        return recorded(client.get(search + "&_summary=count"))
                .json()
                .path("total")
                .asInt(-1);
    }

    /** The bytes are those of an id that nothing ever had. */
    private String assertNotThere(Answer answer) throws Exception {
        Answer absent = recorded(consultant.get("Observation/" + UUID.randomUUID()));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(absent.body());
        assertThat(answer.http().headers().map().keySet())
                .isEqualTo(absent.http().headers().map().keySet());
        return answer.header("X-Request-ID");
    }

    private String assertNothingFound(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("entry")).isFalse();
        assertThat(answer.json().path("total").asInt(0)).isZero();
        assertThat(answer.link("next")).isEmpty();
        return answer.header("X-Request-ID");
    }

    private static String batch(String patientId, String observationId) {
        return """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Patient/%s"}},
                  {"request": {"method": "GET", "url": "Observation/%s"}},
                  {"request": {"method": "GET", "url": "Observation?patient=%s&_total=accurate"}}]}
                """
                .formatted(patientId, observationId, patientId);
    }

    private String denial(String status, String id) {
        return """
                {"resourceType": "Consent", %s "status": "%s",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/%s"},
                 "dateTime": "2026-11-01T09:00:00Z",
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "deny", "actor": [{
                   "role": {"coding": [{
                     "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                   "reference": {"identifier": {"system": "%s", "value": "%s"}}}]}}
                """
                .formatted(
                        id.isEmpty() ? "" : "\"id\": \"" + id + "\",",
                        status,
                        patientId,
                        ODS_CODE,
                        stack.cast().attribute("consultant", "ods_code"));
    }
}
