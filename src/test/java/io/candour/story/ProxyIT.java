package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** Carers know more: somebody acts for a patient, as far and as long as the patient says. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyIT {
    private static final String ACTING = "openid acts-for patient/*.rs patient/Consent.cruds";

    private DemoStack stack;
    private FhirClient patient;
    private FhirClient carer;
    private FhirClient carersOwn;
    private String id = "";

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        carer = FhirClient.of(stack, "carer", ACTING);
        carersOwn = FhirClient.of(stack, "carer", FhirClient.PATIENT_SCOPES);
        id = own(patient);
    }

    private static String own(FhirClient person) throws Exception {
        return person.ownId();
    }

    private JdbcTemplate database() {
        return stack.server().getBean(JdbcTemplate.class);
    }

    @AfterEach
    void nobodyActs() throws Exception {
        for (String grant : database()
                .queryForList(
                        "select id from candour.access_grant where kind = 'PROXY' and ended is null and patient = ?",
                        String.class,
                        id)) {
            end(patient, grant);
        }
        database().update("delete from candour.person_lookup");
    }

    private Answer end(FhirClient by, String grant) throws Exception {
        return by.post(
                "Patient/" + id + "/$end-access",
                EmergencyIT.parameters(
                        Map.of("grant", grant, "code:valueCode", "patient-wish", "reason", "No longer needed")));
    }

    private Map<String, String> terms(String account) {
        return new HashMap<>(Map.of(
                "nhsNumber", stack.cast().attribute(account, "nhs_number"),
                "birthDate:valueDate", stack.cast().attribute(account, "birthdate")));
    }

    private Answer appoint(Map<String, String> terms) throws Exception {
        return patient.post("Patient/" + id + "/$appoint-proxy", EmergencyIT.parameters(terms));
    }

    private String appointed(Map<String, String> terms) throws Exception {
        Answer answer = appoint(terms);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Choosing.value(answer.json(), "consent").replace("Consent/", "");
    }

    private static void nothingThere(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }

    @Test
    void aCarerActsForThePatientAsFarAndAsLongAsThatOneSays() throws Exception {
        nothingThere(carer.get("Patient/" + id));
        Map<String, String> terms = terms("carer");
        terms.put("category:valueCode", "details");
        String grant = appointed(terms);

        Answer read = carer.get("Patient/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(carer.get("Condition?patient=" + id).resources())
                .as("not in reach")
                .isEmpty();
        nothingThere(carersOwn.get("Patient/" + id));
        assertThat(carersOwn.get("Patient/" + own(carersOwn)).status()).isEqualTo(200);
        assertThat(database()
                        .queryForObject(
                                "select agent_kind || ' ' || array_to_string(basis, ' ') from"
                                        + " candour.access_record where request_id = ? and ? = any (patients)",
                                String.class,
                                read.header("X-Request-ID"),
                                id))
                .startsWith("PROXY ")
                .contains("Grant/" + grant);
        assertThat(about(read)).contains(id).contains(own(carersOwn));
        assertThat(about(carer.get("Patient/" + id + "/$everything"))).isEqualTo(about(read));
        assertThat(about(carer.get("Patient/" + id + "/$timeline"))).isEqualTo(about(read));
        assertThat(patient.get("Consent/" + grant).json().path("status").asText())
                .isEqualTo("active");

        assertThat(end(carer, grant).status()).isEqualTo(200);
        nothingThere(carer.get("Patient/" + id));
        JsonNode ended = patient.get("Consent/" + grant).json();
        assertThat(ended.path("status").asText()).isEqualTo("inactive");
        assertThat(ended.toString()).contains("patient-wish").contains("No longer needed");
        nothingThere(end(carer, grant));
    }

    private String about(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return database()
                .queryForObject(
                        "select array_to_string(patients, ' ') from candour.access_record where request_id = ?",
                        String.class,
                        answer.header("X-Request-ID"));
    }

    @Test
    void whoeverAsksIsAnsweredOnce() throws Exception {
        Map<String, String> whom = terms("patient");
        Answer asked = carersOwn.post("Patient/$request-proxy", EmergencyIT.parameters(whom));
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        whom.put("birthDate:valueDate", "1901-01-01");
        Answer nobody = carersOwn.post("Patient/$request-proxy", EmergencyIT.parameters(whom));
        assertThat(nobody.body()).isEqualTo(asked.body());
        nothingThere(carer.get("Patient/" + id));
        assertThat(carersOwn
                        .post("Patient/$request-proxy", EmergencyIT.parameters(terms("patient")))
                        .body())
                .isEqualTo(asked.body());
        assertThat(patient.get("Consent?patient=" + id + "&status=proposed").resources())
                .as("asked twice is asked once")
                .hasSize(1);
        String proposed = patient.get("Consent?patient=" + id + "&status=proposed")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        assertThat(patient.get("Communication?patient=" + id).body()).contains("asks to act for you");

        Answer yes = answered(patient, proposed, "true");

        assertThat(yes.status()).as(yes.body()).isEqualTo(200);
        assertThat(carer.get("Patient/" + id).status()).isEqualTo(200);
        Answer again = answered(patient, proposed, "false");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.element()).isEqualTo("consent");
        nothingThere(answered(FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES), proposed, "true"));
    }

    private Answer answered(FhirClient by, String consent, String yes) throws Exception {
        return by.post(
                "Patient/" + id + "/$answer-proxy",
                "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"consent\", \"valueString\": \""
                        + consent + "\"}, {\"name\": \"accept\", \"valueBoolean\": " + yes + "}]}");
    }

    @Test
    void aProxyChoosesOnlyWhereTheyMayAndNeverAboutThemselves() throws Exception {
        Choosing choosing = new Choosing(id);
        String choice = choosing.about("Z90002", "deny", "active", "", "", "");
        Answer without = carer.post("Consent", choice);
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.element()).isEqualTo("Consent.patient");
        appointed(terms("carer"));
        assertThat(carer.post("Consent", choice).status()).as("may see only").isEqualTo(422);
        nobodyActs();
        Map<String, String> terms = terms("carer");
        terms.put("act:valueCode", "choose");
        appointed(terms);

        Answer saved = carer.post("Consent", choice);

        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        String consent = saved.json().path("id").asText();
        Answer taken = patient.put("Consent/" + consent, choosing.about("Z90002", "deny", "inactive", consent, "", ""));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        Answer self = carer.post(
                "Consent",
                choice.replace("https://fhir.nhs.uk/Id/ods-organization-code", "https://fhir.nhs.uk/Id/nhs-number")
                        .replace("Z90002", stack.cast().attribute("carer", "nhs_number")));
        assertThat(self.status()).isEqualTo(422);
        assertThat(self.element()).isEqualTo("Consent.provision.actor");
    }

    @Test
    void aDenialThatNamesTheProxyCounts() throws Exception {
        appointed(terms("carer"));
        assertThat(carer.get("Patient/" + id).status()).isEqualTo(200);
        String person = patient.get("RelatedPerson?patient=" + id)
                .resources()
                .map(each -> each.path("id").asText())
                .reduce((first, last) -> last)
                .orElseThrow();
        Choosing choosing = new Choosing(id);
        String hides = choosing.about("Z90002", "deny", "active", "", "", "");
        String identifier = hides.substring(hides.indexOf("\"reference\": {\"identifier\""), hides.indexOf("}}}]") + 2);
        String named = hides.replace(identifier, "\"reference\": {\"reference\": \"RelatedPerson/" + person + "\"}");

        Answer saved = patient.post("Consent", named);

        assertThat(saved.status()).as(saved.body() + named).isEqualTo(201);
        nothingThere(carer.get("Patient/" + id));
        String consent = saved.json().path("id").asText();
        patient.put(
                "Consent/" + consent,
                named.replaceFirst(
                                "\\{\"resourceType\": \"Consent\",",
                                "{\"resourceType\": \"Consent\", \"id\": \"" + consent + "\",")
                        .replace("\"active\"", "\"inactive\""));
    }

    @Test
    void badInputIsNamedAndNothingIsStored() throws Exception {
        long before = kept();
        refused("nhsNumber", terms("patient"), Map.of());
        refused("birthDate", terms("carer"), Map.of("birthDate:valueDate", "1950-01-01"));
        refused("birthDate", terms("carer"), Map.of("birthDate:valueDate", "2025-01-01"));
        refused("nhsNumber", terms("carer"), Map.of("nhsNumber", "1234567890"));
        refused("category", terms("carer"), Map.of("category:valueCode", "everything"));
        refused("act", terms("carer"), Map.of("act:valueCode", "own"));
        refused("basis", terms("carer"), Map.of("basis:valueCode", "power-of-attorney"));
        refused("end", terms("carer"), Map.of("end:valueDate", "2001-01-01"));
        refused("end", terms("carer"), Map.of("end:valueDate", "9999-12-31"));
        refused("name", terms("carer"), Map.of("name", "\\u0000"));
        Map<String, String> nameless = terms("carer");
        nameless.remove("nhsNumber");
        refused("nhsNumber", nameless, Map.of());
        FhirClient consultant = FhirClient.of(stack, "consultant", "openid user/*.cruds");
        nothingThere(consultant.post("Patient/" + id + "/$appoint-proxy", EmergencyIT.parameters(terms("carer"))));
        assertThat(kept()).isEqualTo(before);
    }

    private void refused(String element, Map<String, String> terms, Map<String, String> but) throws Exception {
        Map<String, String> all = new HashMap<>(terms);
        all.putAll(but);
        Answer answer = appoint(all);
        assertThat(answer.status()).as(element + answer.body()).isIn(400, 422);
        assertThat(answer.element()).isEqualTo(element);
    }

    private long kept() {
        return List.of("access_grant", "consent").stream()
                .mapToLong(table -> java.util.Objects.requireNonNull(
                        database().queryForObject("select count(*) from candour." + table, Long.class)))
                .sum();
    }

    @Test
    void aProxysRightEndsWithItsConsentHoweverThatIsWritten() throws Exception {
        String grant = appointed(terms("carer"));
        assertThat(carer.get("Patient/" + id).status()).isEqualTo(200);
        String ended =
                patient.get("Consent/" + grant).body().replace("\"status\":\"active\"", "\"status\":\"inactive\"");

        assertThat(patient.put("Consent/" + grant, ended).status()).isEqualTo(200);

        nothingThere(carer.get("Patient/" + id));
        assertThat(patient.put("Consent/" + grant, ended.replace("\"inactive\"", "\"active\""))
                        .status())
                .as("it does not come back")
                .isEqualTo(422);
    }

    @Test
    void whatIsAnsweredOrEndedStaysSoHoweverItIsWritten() throws Exception {
        Map<String, String> whom = terms("patient");
        assertThat(carersOwn
                        .post("Patient/$request-proxy", EmergencyIT.parameters(whom))
                        .status())
                .isEqualTo(200);
        String consent = patient.get("Consent?patient=" + id + "&status=proposed")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        for (String to : List.of("active", "inactive", "draft")) {
            moved(consent, "proposed", to, 422);
        }
        String proposed = patient.get("Consent/" + consent).body();
        assertThat(patient.put("Consent/" + consent, rejected(proposed).replace("INFA", "ICOL"))
                        .status())
                .as("it says something else")
                .isEqualTo(422);

        moved(consent, "proposed", "rejected", 200);

        for (String to : List.of("active", "proposed", "draft", "inactive")) {
            moved(consent, "rejected", to, 422);
        }
        assertThat(answered(patient, consent, "true").status()).isEqualTo(422);
        nothingThere(end(patient, consent));
        nothingThere(carer.get("Patient/" + id));
        String active = appointed(terms("carer"));
        for (String to : List.of("proposed", "rejected", "draft")) {
            moved(active, "active", to, 422);
        }
        assertThat(answered(patient, active, "true").status()).isEqualTo(422);
        assertThat(carer.get("Patient/" + id).status()).isEqualTo(200);
        moved(active, "active", "inactive", 200);
        for (String to : List.of("active", "proposed", "rejected")) {
            moved(active, "inactive", to, 422);
        }
        assertThat(answered(patient, active, "true").status()).isEqualTo(422);
        nothingThere(carer.get("Patient/" + id));
    }

    private static String rejected(String proposed) {
        return proposed.replace("\"status\":\"proposed\"", "\"status\":\"rejected\"");
    }

    private void moved(String consent, String from, String to, int status) throws Exception {
        String stored = patient.get("Consent/" + consent).body();
        assertThat(stored).contains("\"status\":\"" + from + "\"");
        Answer answer = patient.put(
                "Consent/" + consent, stored.replace("\"status\":\"" + from + "\"", "\"status\":\"" + to + "\""));
        assertThat(answer.status()).as(from + " to " + to + answer.body()).isEqualTo(status);
    }

    @Test
    void somebodyWhoseOwnRecordIsClosedActsForNobody() throws Exception {
        Answer made = FhirClient.feeder(stack)
                .post(
                        "Patient",
                        """
                        {"resourceType": "Patient", "birthDate": "1950-02-03", "deceasedBoolean": true,
                         "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991012036"}]}
                        """);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        refused("nhsNumber", terms("carer"), Map.of("nhsNumber", "9991012036", "birthDate:valueDate", "1950-02-03"));
    }

    @Test
    void nobodyActsInACircle() throws Exception {
        appointed(terms("carer"));
        String carerId = own(carersOwn);
        Answer back =
                carersOwn.post("Patient/" + carerId + "/$appoint-proxy", EmergencyIT.parameters(terms("patient")));
        assertThat(back.status()).as(back.body()).isEqualTo(422);
        assertThat(back.element()).isEqualTo("nhsNumber");
    }

    @Test
    void aProxySeesWhoLookedWhereTheyMaySeeAllOfIt() throws Exception {
        nothingThere(carer.get("Patient/" + id + "/$access-log"));
        appointed(terms("carer"));
        FhirClient gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
        String request = gp.get("Patient/" + id).header("X-Request-ID");
        Answer log = FhirClient.of(stack, "carer", ACTING).get("Patient/" + id + "/$access-log?_count=200");
        assertThat(log.status()).as(log.body()).isEqualTo(200);
        assertThat(log.body()).contains(request);
    }

    @Test
    void staffSettleWhoActsForAChildUntilTheyAreGrown() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        FhirClient gp = FhirClient.of(stack, "gp", "openid user/*.cruds");
        String practice = gp.get("Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code%7C"
                        + stack.cast().attribute("gp", "ods_code"))
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        int year = java.time.Year.now(java.time.ZoneOffset.UTC).getValue() - 5;
        Answer made = feeder.post(
                "Patient",
                """
                {"resourceType": "Patient", "birthDate": "%d-06-01",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991012001"}],
                 "managingOrganization": {"reference": "Organization/%s"}}
                """
                        .formatted(year, practice));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String child = made.json().path("id").asText();
        Map<String, String> terms = terms("carer");
        assertThat(appoint(gp, child, terms).element())
                .as("staff do not consent for others")
                .isEqualTo("basis");
        terms.put("basis:valueCode", "parental-responsibility");
        nothingThere(appoint(FhirClient.of(stack, "consultant", "openid user/*.cruds"), child, terms));

        Answer settled = appoint(gp, child, terms);

        assertThat(settled.status()).as(settled.body()).isEqualTo(200);
        FhirClient parent = FhirClient.of(stack, "carer", ACTING);
        nothingThere(parent.get("Patient/" + child));
        String consent = Choosing.value(settled.json(), "consent").replace("Consent/", "");
        assertThat(database()
                        .queryForObject(
                                "select ends::date::text from candour.access_grant where id = ?",
                                String.class,
                                consent))
                .as("their thirteenth birthday")
                .isIn(year + 13 + "-06-01", year + 13 + "-05-31");
        Answer ended = gp.post(
                "Patient/" + child + "/$end-access",
                EmergencyIT.parameters(
                        Map.of("grant", consent, "code:valueCode", "safeguarding", "reason", "By order of the court")));
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    }

    private Answer appoint(FhirClient by, String whose, Map<String, String> terms) throws Exception {
        return by.post("Patient/" + whose + "/$appoint-proxy", EmergencyIT.parameters(terms));
    }
}
