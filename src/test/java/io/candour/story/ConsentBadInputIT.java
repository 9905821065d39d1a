package io.candour.story;

import static io.candour.story.ConsentJson.actor;
import static io.candour.story.ConsentJson.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Consents that make no sense here: a 4xx that names the element, nothing stored, standing choices as they were. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentBadInputIT {
    private JdbcTemplate database;
    private FhirClient patient;
    private FhirClient feeder;
    private String patientId = "";
    private String otherId = "";
    private String ownItem = "";
    private String otherItem = "";
    private String odsCode = "";
    private ConsentJson hide = ConsentJson.hide("", "");
    /** A standing choice that every refused write leaves as it is. */
    private String standing = "";

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        database = stack.server().getBean(JdbcTemplate.class);
        feeder = FhirClient.feeder(stack);
        patient = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        FhirClient other = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patientId = first(patient.get("Patient"));
        otherId = first(other.get("Patient"));
        ownItem = "Encounter/" + first(patient.get("Encounter?patient=" + patientId));
        otherItem = "Encounter/" + first(other.get("Encounter?patient=" + otherId));
        odsCode = stack.cast().attribute("consultant", "ods_code");
        hide = ConsentJson.hide(patientId, odsCode);
        Answer saved = patient.post("Consent", hide.toString());
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        standing = saved.json().path("id").asText();
    }

    private static String first(Answer answer) {
        return answer.resources().findFirst().orElseThrow().path("id").asText();
    }

    private Map<String, Object> stored() {
        return database.queryForMap(
                """
                select (select count(*) from hfj_resource) as resources, (select count(*) from hfj_res_ver) as versions,
                    (select count(*) from candour.record_item) as items,
                    (select sum(version) from candour.snapshot) as snapshots,
                    (select string_agg(directives::text, ';' order by patient) from candour.snapshot) as directives,
                    (select string_agg(c::text, ';' order by patient, consent) from candour.consent c) as consents
                """);
    }

    @FunctionalInterface
    private interface Call {
        Answer send() throws Exception;
    }

    /** Refused, with nothing changed; returns the element that is named. */
    private String refused(int status, Call call) throws Exception {
        Map<String, Object> before = stored();
        Answer answer = call.send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.body()).doesNotContain("HAPI-");
        assertThat(stored()).isEqualTo(before);
        return answer.element();
    }

    private String refused(ConsentJson consent) throws Exception {
        String created = refused(422, () -> patient.post("Consent", consent.toString()));
        assertThat(refused(
                        422,
                        () -> patient.put(
                                "Consent/" + standing, consent.id(standing).toString())))
                .as("to change one is no way round")
                .isEqualTo(created);
        return created;
    }

    private static String data(String meaning, String reference) {
        return "[{\"meaning\": \"" + meaning + "\", \"reference\": {\"reference\": \"" + reference + "\"}}]";
    }

    @ParameterizedTest
    @ValueSource(strings = {"instance", "related"})
    void dataOfAnotherPatientIsLikeDataThatIsNotThere(String meaning) throws Exception {
        String element = "Consent.provision.data[0].reference";
        ConsentJson others = hide.provision("data", data(meaning, otherItem));
        ConsentJson nobodys = hide.provision("data", data(meaning, "Encounter/nothing"));

        assertThat(refused(others)).isEqualTo(element);
        assertThat(refused(nobodys)).isEqualTo(element);
        assertThat(patient.post("Consent", others.toString()).body())
                .isEqualTo(patient.post("Consent", nobodys.toString()).body());
        assertThat(refused(422, () -> feeder.post("Consent", others.toString())))
                .isEqualTo(element);
        assertThat(feeder.post("Consent", others.toString()).body())
                .isEqualTo(feeder.post("Consent", nobodys.toString()).body());
        assertThat(refused(422, () -> feeder.post("", transaction(others)))).isEqualTo(element);
    }

    private static String transaction(ConsentJson consent) {
        return "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"request\": {\"method\": \"POST\","
                + " \"url\": \"Consent\"}, \"resource\": " + consent + "}]}";
    }

    @Test
    void aConsentAboutTwoPatientsData() throws Exception {
        String both = "["
                + Stream.of(ownItem, otherItem)
                        .map(item -> data("instance", item))
                        .map(one -> one.substring(1, one.length() - 1))
                        .collect(Collectors.joining(","))
                + "]";

        assertThat(refused(hide.provision("data", both))).isEqualTo("Consent.provision.data[1].reference");
        assertThat(refused(hide.provision(
                        "provision", "[{\"type\": \"permit\", \"data\": " + data("related", otherItem) + "}]")))
                .isEqualTo("Consent.provision.provision[0].data[0].reference");
    }

    @Test
    void referencesInACircle() throws Exception {
        assertThat(refused(hide.provision("data", data("instance", "Consent/" + standing))))
                .isEqualTo("Consent.provision.data[0].reference");
        assertThat(refused(hide.with("sourceReference", "{\"reference\": \"Consent/" + standing + "\"}")))
                .isEqualTo("Consent.source");
        String each = "{\"fullUrl\": \"urn:uuid:%s\", \"request\": {\"method\": \"POST\", \"url\": \"Consent\"},"
                + " \"resource\": %s}";
        String one = "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0";
        String two = "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1";
        String circle = "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": ["
                + each.formatted(one, hide.provision("data", data("instance", "urn:uuid:" + two))) + ","
                + each.formatted(two, hide.provision("data", data("instance", "urn:uuid:" + one))) + "]}";
        assertThat(refused(422, () -> feeder.post("", circle))).isEqualTo("Consent.provision.data[0].reference");
    }

    @Test
    void tenThousandProvisions() throws Exception {
        String exception = "{\"type\": \"permit\", \"actor\": [" + actor(odsCode) + "]}";
        assertThat(refused(hide.provision("provision", list(exception)))).isEqualTo("Consent.provision.provision");
        assertThat(refused(hide.provision("actor", list(actor(odsCode).replace("IRCP", "PRCP")))))
                .isEqualTo("Consent.provision.actor");
        assertThat(refused(hide.provision(
                        "data",
                        list("{\"meaning\": \"instance\", \"reference\": {\"reference\": \"" + ownItem + "\"}}"))))
                .isEqualTo("Consent.provision.data");
        String deep =
                "{\"type\": \"deny\", \"provision\": [".repeat(10_000) + "{\"type\": \"deny\"}" + "]}".repeat(10_000);
        String body = hide.toString()
                .replaceFirst("\"provision\":\\{\"type\":\"deny\",", "\"provision\":{\"provision\":[" + deep + "],");
        assertThat(body).hasSizeGreaterThan(300_000);
        Map<String, Object> before = stored();
        Answer answer = patient.post("Consent", body);
        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(stored()).isEqualTo(before);
    }

    private static String list(String entry) {
        return "[" + (entry + ",").repeat(9_999) + entry + "]";
    }

    @Test
    void periodsThatEndBeforeTheyStart() throws Exception {
        String backwards = "{\"start\": \"2027-02-01\", \"end\": \"2027-01-01\"}";

        assertThat(refused(hide.provision("period", backwards))).isEqualTo("Consent.provision.period");
        assertThat(refused(hide.provision("dataPeriod", backwards))).isEqualTo("Consent.provision.dataPeriod");
        assertThat(refused(hide.provision("provision", "[{\"type\": \"permit\", \"period\": " + backwards + "}]")))
                .isEqualTo("Consent.provision.provision[0].period");
    }

    @Test
    void aDateTimeInTheFuture() throws Exception {
        assertThat(refused(hide.at("2126-01-01T00:00:00Z"))).isEqualTo("Consent.dateTime");
        assertThat(refused(hide.at("2126"))).isEqualTo("Consent.dateTime");
        assertThat(refused(hide.at("2126").status("proposed"))).isEqualTo("Consent.dateTime");
    }

    @Test
    void moreThanOneActor() throws Exception {
        assertThat(refused(hide.provision("actor", "[" + actor(odsCode) + "," + actor("Z99") + "]")))
                .isEqualTo("Consent.provision.actor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "purpose | Consent.provision.purpose[0] | http://terminology.hl7.org/CodeSystem/v3-ActReason",
                "class | Consent.provision.class[0] | https://candour.io/fhir/CodeSystem/category",
                "class | Consent.provision.class[0] | http://hl7.org/fhir/resource-types",
                "class | Consent.provision.class[0] | http://example.org",
                "securityLabel | Consent.provision.securityLabel[0] | http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "securityLabel | Consent.provision.securityLabel[0] |"
                        + " http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
            })
    void codesOfTheProvisionThatNobodyKnows(String element, String named, String system) throws Exception {
        assertThat(refused(
                        hide.provision(element, "[{\"system\": \"" + system.strip() + "\", \"code\": \"nonsense\"}]")))
                .isEqualTo(named);
    }

    @Test
    void otherCodesThatNobodyKnows() throws Exception {
        assertThat(
                        refused(
                                hide.with(
                                        "category",
                                        "[{\"coding\": [{\"system\": \"https://candour.io/fhir/CodeSystem/choice\", \"code\": \"nonsense\"}]}]")))
                .isEqualTo("Consent.category");
        assertThat(refused(hide.provision(
                        "action", "[{\"coding\": [{\"system\": \"http://example.org\", \"code\": \"x\"}]}]")))
                .isEqualTo("Consent.provision.action[0]");
        assertThat(refused(hide.provision("actor", "[" + actor(odsCode).replace("IRCP", "nonsense") + "]")))
                .isEqualTo("Consent.provision.actor[0].role");
        assertThat(refused(hide.with("scope", "{\"coding\": [{\"system\": \"http://example.org\", \"code\": \"x\"}]}")))
                .isEqualTo("Consent.scope");
    }

    @Test
    void aStatusThatIsUnknownOrMissing() throws Exception {
        assertThat(refused(
                        400,
                        () -> patient.post("Consent", hide.status("refused").toString())))
                .isEqualTo("status");
        assertThat(refused(hide.with("status", "null"))).isEqualTo("Consent.status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "proposed", "rejected", "inactive", "entered-in-error"})
    void aStatusIsNeverReadAsAnAnswer(String status) throws Exception {
        String snapshot = directives();
        Answer answer = patient.post(
                "Consent", hide.provision("type", "\"permit\"").status(status).toString());

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(directives()).isEqualTo(snapshot);
        assertThat(answer.body()).contains("This choice is not in force (status is " + status + ")");
        String id = answer.json().path("id").asText();
        assertThat(database.queryForMap(
                        "select standing, reason, superseded_by from candour.consent where consent = ?", id))
                .containsEntry("standing", "DORMANT")
                .containsEntry("reason", "status is " + status)
                .containsEntry("superseded_by", null);
    }

    @Test
    void turningAStatusOnAndOffCountsEachTime() throws Exception {
        Answer saved = patient.post(
                "Consent", hide.provision("actor", "[" + actor("Z98") + "]").toString());
        String id = saved.json().path("id").asText();
        ConsentJson consent = hide.provision("actor", "[" + actor("Z98") + "]").id(id);

        for (String status : new String[] {"rejected", "active", "inactive", "active", "entered-in-error"}) {
            assertThat(patient.put("Consent/" + id, consent.status(status).toString())
                            .status())
                    .isEqualTo(200);
            assertThat(directives().contains(id)).as(status).isEqualTo(status.equals("active"));
        }
    }

    private String directives() {
        return String.valueOf(database.queryForObject(
                "select directives::text from candour.snapshot where patient = ?", String.class, patientId));
    }

    @Test
    void somebodyElsesRecord() throws Exception {
        for (String reference : new String[] {"Patient/" + otherId, "Patient/nobody", "http://example.org/Patient/1"}) {
            assertThat(refused(hide.with("patient", "{\"reference\": " + quoted(reference) + "}")))
                    .isEqualTo("Consent.patient");
        }
        assertThat(refused(hide.with("patient", "null"))).isEqualTo("Consent.patient");
        ConsentJson moved = hide.id(standing).with("patient", "{\"reference\": \"Patient/" + otherId + "\"}");
        assertThat(refused(422, () -> feeder.put("Consent/" + standing, moved.toString())))
                .isEqualTo("Consent.patient");
    }

    @Test
    void idsThatDoNotMatch() throws Exception {
        assertThat(refused(
                        400,
                        () -> patient.put(
                                "Consent/" + standing, hide.id("another").toString())))
                .isEqualTo("Consent.id");
        assertThat(refused(400, () -> patient.put("Consent/" + standing, hide.toString())))
                .isEqualTo("Consent.id");
        JsonNode unchanged = patient.get("Consent/" + standing).json();
        assertThat(unchanged.path("meta").path("versionId").asText()).isEqualTo("1");
    }
}
