package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Bad input is a 4xx with an OperationOutcome that names the element, and nothing is stored. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    private DemoStack stack;
    private JdbcTemplate database;
    private FhirClient feeder;
    private FhirClient patient;
    private FhirClient gp;
    private Map<String, Object> before = Map.of();

    @BeforeAll
    void signIn(DemoStack running) throws Exception {
        stack = running;
        database = stack.server().getBean(JdbcTemplate.class);
        feeder = FhirClient.feeder(stack);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
    }

    @BeforeEach
    void count() {
        before = stored();
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(stored()).isEqualTo(before);
    }

    private Map<String, Object> stored() {
        return database.queryForMap(
                """
                select (select count(*) from hfj_resource) as resources, (select count(*) from hfj_res_ver) as versions,
                    (select count(*) from candour.record_item) as items,
                    (select sum(version) from candour.snapshot) as snapshots,
                    (select count(*) from candour.consent) as consents
                """);
    }

    @Test
    void malformedJson() throws Exception {
        refused(feeder.post("Patient", "{\"resourceType\": \"Patient\", \"name\": ["), 400);
        refused(patient.post("Consent", "hello"), 400);
        refused(gp.post("", "{\"resourceType\": \"Bundle\", \"type\": \"batch\", \"entry\": 7}"), 400);
    }

    @Test
    void unknownElement() throws Exception {
        Answer answer =
                refused(feeder.post("Patient", "{\"resourceType\": \"Patient\", \"favouriteColour\": \"red\"}"), 400);

        assertThat(answer.body()).contains("favouriteColour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nonsense", "Nonsense/1", "$everything", "Patient/1/$nothing", "StructureDefinition"})
    void unknownTypeOrOperation(String path) throws Exception {
        Answer answer = patient.get(path);

        assertThat(answer.status()).isBetween(400, 403);
        outcome(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "favourite=red",
                "code:text=x",
                "subject:Patient.name=x",
                "_has:Condition:patient:code=x",
                "_include=Observation:has-member",
                "_include=Observation:subject:Patient",
                "_include=*",
                "_filter=x",
                "_count=-1",
                "_count=2147483648000",
                "_count=",
                "_sort=name",
                "_summary=text",
                "_cursor=AAAA",
                "date=2026-02-30",
                "date=2026-02-30x",
                "_lastUpdated=gt2026-02-30",
                "code=a%00b",
                "_format=xml"
            })
    void parametersThatAreNotSupportedOrCannotBeRead(String parameter) throws Exception {
        Answer answer = refused(patient.get("Observation?" + parameter), 400);

        assertThat(answer.element()).isEqualTo(parameter.substring(0, parameter.lastIndexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation/",
                "Observation//x",
                "Observation/x/Condition",
                "Observation/x/Condition/_search",
                "Observation/x/_history",
                "Observation/x/_history/1",
                "Observation/_history",
                "_history",
                "Observation/%2e",
                "Observation;x/1",
                "Patient/x/y/z/w"
            })
    void pathsThatAnswerNoQuestion(String path) throws Exception {
        Answer answer = patient.get(path);

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"patient=John+Smith", "_total=accurate", "_summary=count", "outcome=7", "_sort=date", "entity=x"
            })
    void searchesOfTheLogThatCannotBeRead(String parameter) throws Exception {
        refused(patient.get("AuditEvent?" + parameter), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"identifier=https://fhir.nhs.uk/Id/nhs-number%7C", "identifier=9990000018", "_lastUpdated=gt2000"
            })
    void patientsAreNotListed(String parameter) throws Exception {
        assertThat(refused(gp.get("Patient?" + parameter), 400).element()).isEqualTo("identifier");
    }

    @Test
    void cliniciansNameTheirPatient() throws Exception {
        assertThat(refused(gp.get("Observation?code=x"), 400).element()).isEqualTo("patient");
        assertThat(refused(gp.get("Patient"), 400).element()).isEqualTo("identifier");
    }

    @Test
    void wrongCheckDigit() throws Exception {
        Answer answer = refused(feeder.post("Patient", patientWith("9990000001")), 422);

        assertThat(answer.element()).isEqualTo("Patient.identifier[0].value");
    }

    @Test
    void aNumberThatAnotherRecordHolds() throws Exception {
        Answer answer =
                refused(feeder.post("Patient", patientWith(stack.cast().attribute("patient", "nhs_number"))), 422);

        assertThat(answer.json().path("issue").path(0).path("code").asText()).isEqualTo("duplicate");
    }

    @Test
    void bundleWithOneBadEntry() throws Exception {
        Answer answer = refused(
                feeder.post(
                        "",
                        """
                        {"resourceType": "Bundle", "type": "transaction", "entry": [
                          {"request": {"method": "POST", "url": "Organization"},
                           "resource": {"resourceType": "Organization", "name": "Good"}},
                          {"request": {"method": "POST", "url": "Patient"}, "resource": %s}]}
                        """
                                .formatted(patientWith("9990000001"))),
                422);

        assertThat(answer.element()).contains("identifier[0].value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\": \"GET\", \"url\": \"Patient\"}",
                "{\"method\": \"PUT\", \"url\": \"Patient?identifier=x\"}",
                "{\"method\": \"POST\", \"url\": \"Patient/1/$everything\"}",
                "{\"method\": \"DELETE\", \"url\": \"AuditEvent/1\"}",
                "{\"method\": \"POST\", \"url\": \"Observation\"}",
                "{\"method\": \"POST\", \"url\": \"Patient\", \"ifNoneExist\": \"identifier=x\"}",
                "{\"url\": \"Patient\"}"
            })
    void entriesThatTheGateWouldRefuse(String request) throws Exception {
        Answer answer = feeder.post(
                "",
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"request\": " + request
                        + ", \"resource\": {\"resourceType\": \"Patient\"}}]}");

        assertThat(answer.status()).isBetween(400, 403);
        outcome(answer);
    }

    @Test
    void oversizedBody() throws Exception {
        String body = "{\"resourceType\": \"Patient\", \"id\": \"" + "x".repeat(65 << 20) + "\"}";

        refused(feeder.post("Patient", body), 413);
    }

    @Test
    void choicesThatCannotBeHonouredOrAreNotOnesOwn() throws Exception {
        String own = patient.ownId();
        String shape =
                """
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/%s"},
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "deny"%s}}
                """;

        assertThat(refused(patient.post("Consent", shape.formatted("somebody-else", "")), 422)
                        .element())
                .isEqualTo("Consent.patient");
        assertThat(refused(
                                patient.post(
                                        "Consent",
                                        shape.formatted(
                                                own,
                                                ", \"provision\": [{\"type\": \"permit\", \"provision\": [{\"type\": \"deny\"}]}]")),
                                422)
                        .element())
                .startsWith("Consent.provision");
        assertThat(refused(
                                patient.post(
                                        "Consent",
                                        shape.formatted(
                                                own,
                                                ", \"data\": [{\"meaning\": \"instance\","
                                                        + " \"reference\": {\"reference\": \"Observation/nothing\"}}]")),
                                422)
                        .element())
                .startsWith("Consent");
    }

    @Test
    void bodiesThatAreNotJson() throws Exception {
        assertThat(feeder.send(feeder.request("Patient")
                                .header("Content-Type", "application/fhir+xml")
                                .POST(BodyPublishers.ofString("<Patient xmlns=\"http://hl7.org/fhir\"/>")))
                        .status())
                .isEqualTo(415);
        assertThat(feeder.send(feeder.request("Patient")
                                .header("Content-Type", "application/fhir+json")
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofString("x")))
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Transaction-Semantics",
                "X-Meta-Snapshot-Mode",
                "X-Rewrite-History",
                "X-Cascade",
                "X-Retry-On-Version-Conflict",
                "X-Upsert-Extistence-Check",
                "X-HTTP-Method-Override",
                "If-None-Exist",
                "Content-Location"
            })
    void headersThatWouldChangeTheRules(String header) throws Exception {
        refused(
                feeder.send(feeder.request("Organization")
                        .header("Content-Type", "application/fhir+json")
                        .header(header, "x")
                        .POST(BodyPublishers.ofString("{\"resourceType\": \"Organization\", \"name\": \"x\"}"))),
                400);
    }

    @Test
    void nobodyWritesTheLogAndPatientsWriteNoRecords() throws Exception {
        refused(feeder.post("AuditEvent", "{\"resourceType\": \"AuditEvent\"}"), 403);
        refused(patient.post("Observation", "{\"resourceType\": \"Observation\"}"), 403);
        refused(gp.post("Consent", "{\"resourceType\": \"Consent\"}"), 403);
        refused(patient.send(patient.request("Patient/x").DELETE()), 403);
    }

    private static Answer refused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        outcome(answer);
        return answer;
    }

    private static void outcome(Answer answer) {
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.body()).doesNotContain("HAPI").doesNotContain("select ");
        assertThat(Optional.of(answer.header("X-Request-ID"))).get().asString().isNotEmpty();
    }

    private static String patientWith(String number) {
        return "{\"resourceType\": \"Patient\", \"identifier\": [{\"system\": \"" + NHS_NUMBER + "\", \"value\": \""
                + number + "\"}]}";
    }
}
