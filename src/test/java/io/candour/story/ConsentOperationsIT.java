package io.candour.story;

import static io.candour.story.Choosing.count;
import static io.candour.story.Choosing.line;
import static io.candour.story.Choosing.parts;
import static io.candour.story.Choosing.reasons;
import static io.candour.story.Choosing.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Is my choice working, and what would they see? */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentOperationsIT {
    private static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";

    private DemoStack stack;
    private JdbcTemplate database;
    private FhirClient patient;
    private FhirClient patient2;
    private FhirClient gp;
    private FhirClient consultant;
    private FhirClient guardian;
    private String hospital = "";
    private String patientId = "";
    private String patient2Id = "";
    private Choosing choosing;
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    void signIn(DemoStack running) throws Exception {
        stack = running;
        database = stack.server().getBean(JdbcTemplate.class);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patient2 = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        guardian = FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES);
        hospital = stack.cast().attribute("consultant", "ods_code");
        patientId = own(patient);
        patient2Id = own(patient2);
        choosing = new Choosing(patientId);
    }

    @AfterEach
    void takeAllBack() throws Exception {
        for (String id : made) {
            assertThat(patient.put("Consent/" + id, choosing.about(hospital, "deny", "entered-in-error", id, "", ""))
                            .status())
                    .isEqualTo(200);
        }
        made.clear();
    }

    @Test
    void anybodyReadsHowOperationsAreAsked() throws Exception {
        FhirClient anybody = FhirClient.anonymous(stack);
        List<JsonNode> definitions =
                anybody.get("OperationDefinition").resources().toList();
        JsonNode capabilities = anybody.get("metadata").json();

        assertThat(definitions.stream().map(each -> each.path("code").asText()))
                .contains("consent-preview", "consent-status");
        assertThat(StreamSupport.stream(capabilities.at("/rest/0/resource").spliterator(), false)
                        .flatMap(each ->
                                StreamSupport.stream(each.path("operation").spliterator(), false))
                        .map(each -> each.path("definition").asText())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(definitions.stream()
                        .map(each -> each.path("url").asText())
                        .toList());
        for (JsonNode definition : definitions) {
            String id = definition.path("id").asText();
            assertThat(anybody.get("OperationDefinition/" + id).json()).isEqualTo(definition);
            assertThat(FhirClient.of(stack, "researcher", FhirClient.STAFF_SCOPES)
                            .get("OperationDefinition?code=" + id)
                            .resources())
                    .containsExactly(definition);
        }
        Answer first = anybody.get("OperationDefinition?_count=1");
        assertThat(first.resources()).hasSize(1);
        assertThat(anybody.get(first.link("next").orElseThrow()).resources().findFirst())
                .isNotEqualTo(first.resources().findFirst());
        assertThat(anybody.get("OperationDefinition/nothing").status()).isEqualTo(404);
        assertThat(anybody.get("OperationDefinition?name=x").element()).isEqualTo("name");
        assertThat(anybody.get("Patient/" + patientId + "/$consent-status").status())
                .isEqualTo(401);
        assertThat(anybody.post("OperationDefinition", "{}").status()).isEqualTo(401);
    }

    @Test
    void previewBeforeAndAfterADenialIsWhatTheirSearchesThenShow() throws Exception {
        Answer before = preview("actorIdentifier=" + ODS + "%7C" + hospital + "&purpose=TREAT");
        assertThat(count(before, "permitted")).isPositive().isEqualTo(shownToTheConsultant());

        Answer whatIf = patient.post("Patient/$consent-preview", ifSaved(denial("", "active")));
        assertThat(count(whatIf, "permitted")).isZero();
        assertThat(count(whatIf, "refused")).isEqualTo(count(before, "permitted") + count(before, "refused"));
        assertThat(reasons(whatIf).filter(each -> value(each, "unsaved").equals("true")))
                .isNotEmpty();
        assertThat(shownToTheConsultant()).as("nothing was saved").isEqualTo(count(before, "permitted"));

        String id = saved(denial("", "active"));
        Answer after = preview("actorIdentifier=" + ODS + "%7C" + hospital + "&purpose=TREAT");
        assertThat(count(after, "permitted")).isZero().isEqualTo(shownToTheConsultant());
        assertThat(reasons(after).filter(each -> value(each, "consent").startsWith("Consent/" + id + "/")))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(value(each, "words")).contains("may not see your record"));
        String gpCode = stack.cast().attribute("gp", "ods_code");
        assertThat(count(preview("actorIdentifier=" + ODS + "%7C" + gpCode + "&purpose=TREAT"), "permitted"))
                .as("others are not touched")
                .isPositive();

        Answer withdrawn = patient.post("Patient/$consent-preview", ifSaved(denial(id, "inactive")));
        assertThat(count(withdrawn, "permitted"))
                .as("and back, were it withdrawn")
                .isEqualTo(count(before, "permitted"));
        assertThat(patient.put("Consent/" + id, denial(id, "inactive")).status())
                .isEqualTo(200);
        assertThat(count(preview("actorIdentifier=" + ODS + "%7C" + hospital + "&purpose=TREAT"), "permitted"))
                .isEqualTo(shownToTheConsultant());
    }

    @Test
    void previewTellsWhatDefaultsAndRolesRefuse() throws Exception {
        Answer research = preview("callerKind=system&role=academic&purpose=HRESCH");
        if (System.getProperty("candour.choice.secondary-uses", "opt-in").equals("opt-in")) {
            assertThat(reasons(research).map(each -> value(each, "rule"))).contains("default:academic-research");
        } else {
            assertThat(count(research, "permitted")).isPositive();
        }
        assertThat(reasons(preview("callerKind=practitioner&purpose=TREAT")).map(each -> value(each, "rule")))
                .contains("no-relationship");
        assertThat(reasons(preview("callerKind=auditor&purpose=HCOMPL")).map(each -> value(each, "words")))
                .containsOnly("Somebody in this role never sees records.");
    }

    @Test
    void previewLooksAheadToWhenAChoiceStarts() throws Exception {
        String id = saved(choosing.about(
                hospital, "deny", "active", "", "hide-from", "{\"start\": \"2101-05-01\", \"end\": \"2101-05-31\"}"));
        String question = "actorIdentifier=" + ODS + "%7C" + hospital + "&purpose=TREAT&at=";

        assertThat(count(preview(question + "2101-04-30"), "permitted")).isPositive();
        assertThat(count(preview(question + "2101-05-01"), "permitted")).isZero();
        assertThat(count(preview(question + "2101-05-31T23:59:59%2B01:00"), "permitted"))
                .isZero();
        assertThat(count(preview(question + "2101-06"), "permitted")).isPositive();
        JsonNode line = line(status(), id).orElseThrow();
        assertThat(value(line, "state")).isEqualTo("SCHEDULED");
        assertThat(OffsetDateTime.parse(value(line, "since"))).isEqualTo("2101-04-30T23:00:00Z");
        assertThat(OffsetDateTime.parse(value(line, "until"))).isEqualTo("2101-05-31T23:00:00Z");
    }

    @Test
    void previewIsOfWhoNeverSeesIt() throws Exception {
        for (FhirClient other : List.of(patient2, FhirClient.of(stack, "carer", FhirClient.PATIENT_SCOPES))) {
            assertNotThere(
                    other, other.get("Patient/" + patientId + "/$consent-preview?callerKind=system&purpose=TREAT"));
            assertNotThere(other, other.get("Patient/" + patientId + "/$consent-status"));
        }
        assertThat(gp.get("Patient/" + patientId + "/$consent-preview?callerKind=system&purpose=TREAT")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void previewCountsNothingThatThePatientIsNotToBeToldOf() throws Exception {
        String question = "callerKind=practitioner&purpose=TREAT";
        List<JsonNode> categories = parts(preview(question).json(), "category").toList();
        String item =
                """
                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                 "subject": {"reference": "Patient/%s"},
                 "meta": {"security": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOPAT"}]}}
                """
                        .formatted(patientId);

        whileThereIs(item, () -> assertThat(parts(preview(question).json(), "category"))
                .containsExactlyElementsOf(categories));
    }

    @Test
    void previewLeavesOutWhatIsAnothersToo() throws Exception {
        String question = "callerKind=practitioner&purpose=TREAT";
        List<JsonNode> categories = parts(preview(question).json(), "category").toList();
        String item =
                """
                {"resourceType": "List", "status": "current", "mode": "working",
                 "subject": {"reference": "Patient/%s"}, "entry": [{"item": {"reference": "Patient/%s"}}]}
                """
                        .formatted(patientId, patient2Id);

        whileThereIs(item, () -> assertThat(parts(preview(question).json(), "category"))
                .containsExactlyElementsOf(categories));
    }

    private interface Check {
        void run() throws Exception;
    }

    private void whileThereIs(String resource, Check check) throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        String type = resource.replaceAll("(?s).*?\"resourceType\": \"(\\w+)\".*", "$1");
        Answer created = feeder.post(type, resource);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String id = created.json().path("id").asText();
        try {
            check.run();
        } finally {
            assertThat(feeder.send(feeder.request(type + "/" + id).DELETE()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void previewOfThreeThousandItemsIsAnsweredAtOnce() throws Exception {
        try {
            database.update(
                    "insert into candour.record_place select 'Observation', 'many-' || n, ?"
                            + " from generate_series(1, 3000) n",
                    patient2Id);
            database.update(
                    """
                    insert into candour.record_item (patient, type, id, version, clinical, recorded, facts, content, kind)
                    select patient, type, 'many-' || n, version, clinical, recorded,
                        jsonb_set(facts::jsonb, '{id}', to_jsonb('many-' || n)), content, kind
                    from (select * from candour.record_item where patient = ? and type = 'Observation' limit 1) one,
                        generate_series(1, 3000) n
                    """,
                    patient2Id);
            Instant start = Instant.now();
            Answer many = patient2.get("Patient/$consent-preview?callerKind=practitioner&purpose=TREAT");

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(count(many, "refused")).isGreaterThan(3000);
        } finally {
            database.update("delete from candour.record_place where patient = ? and id like 'many-%'", patient2Id);
        }
    }

    @Test
    void previewIsInTheLogAsAPreviewThatShowedNoItem() throws Exception {
        Answer answer = patient.post("Patient/$consent-preview", ifSaved(denial("", "active")));

        assertThat(database.queryForMap(
                        """
                        select interaction, query, outcome, array_to_string(patients, ',') as patients,
                            cardinality(items) as items
                        from candour.access_record where request_id = ?
                        """,
                        answer.header("X-Request-ID")))
                .containsEntry("interaction", "$consent-preview")
                .containsEntry("query", "actorIdentifier=*&consent=*&purpose=TREAT")
                .containsEntry("outcome", "PERMITTED")
                .containsEntry("patients", patientId)
                .containsEntry("items", 0);
    }

    @Test
    void statusTellsTheStateOfEachConsentAndWhy() throws Exception {
        String first = saved(choosing.about(hospital, "deny", "active", "", "hide-from", ""));
        assertThat(value(line(status(), first).orElseThrow(), "state")).isEqualTo("ENFORCED");
        String second = saved(choosing.about(hospital, "deny", "active", "", "hide-from", "{\"end\": \"2001-01-01\"}"));

        JsonNode superseded = line(status(), first).orElseThrow();
        assertThat(value(superseded, "state")).isEqualTo("SUPERSEDED");
        assertThat(value(superseded, "supersededBy")).isEqualTo("Consent/" + second);
        assertThat(value(superseded, "choice")).isEqualTo("hide-from");
        assertThat(value(superseded, "words")).contains("may not see your record");
        JsonNode expired = line(status(), second).orElseThrow();
        assertThat(value(expired, "state")).isEqualTo("EXPIRED");
        assertThat(value(expired, "reason")).isEqualTo("Its time is over.");
        assertThat(patient.put(
                                "Consent/" + second,
                                choosing.about(hospital, "deny", "inactive", second, "hide-from", ""))
                        .status())
                .isEqualTo(200);
        JsonNode withdrawn = line(status(), second).orElseThrow();
        assertThat(value(withdrawn, "state")).isEqualTo("NOT-ENFORCEABLE");
        assertThat(value(withdrawn, "reason")).isEqualTo("You took it back.");
        assertThat(patient.post("Patient/" + patientId + "/$consent-status", "").body())
                .as("asked by POST, of the patient by name")
                .isEqualTo(status().body());
    }

    @Test
    void statusNamesTheChoicesThatAreLeftToTheirDefault() throws Exception {
        assertThat(unanswered(status())).contains("academic-research", "planning", "emergency-override");

        saved(choosing.about("", "permit", "active", "", "academic-research", ""));

        assertThat(unanswered(status())).doesNotContain("academic-research").contains("planning");
        assertThat(parts(status().json(), "unanswered")
                        .filter(each -> value(each, "choice").equals("planning"))
                        .map(each -> value(each, "words")))
                .singleElement()
                .asString()
                .contains("plan and run health services");
    }

    @Test
    void guardianSeesThatAChoiceExistsAndItsStateAlone() throws Exception {
        String id = saved(denial("", "active"));

        Answer seen = guardian.get("Patient/" + patientId + "/$consent-status");

        JsonNode line = line(seen, id).orElseThrow();
        assertThat(value(line, "state")).isEqualTo("ENFORCED");
        assertThat(StreamSupport.stream(line.path("part").spliterator(), false)
                        .map(part -> part.path("name").asText()))
                .containsExactly("reference", "state");
        assertThat(seen.body()).doesNotContain(hospital).doesNotContain("may not see");
        assertThat(unanswered(seen)).isEmpty();
        assertNotThere(guardian, guardian.get("Patient/" + UUID.randomUUID() + "/$consent-status"));
        assertThat(guardian.get("Patient/$consent-status").status()).isEqualTo(400);
    }

    @Test
    void statusIsNotForThoseWhoWroteNoneOfIt() throws Exception {
        assertNotThere(gp, gp.get("Patient/" + patientId + "/$consent-status"));
        assertNotThere(consultant, consultant.get("Patient/" + patientId + "/$consent-status"));
    }

    @Test
    void aTokenWithoutTheScopeForItGetsNeither() throws Exception {
        FhirClient observations = FhirClient.of(stack, "patient", "patient/Observation.rs");

        assertThat(observations.get("Patient/$consent-status").status()).isEqualTo(403);
        assertThat(observations
                        .get("Patient/$consent-preview?callerKind=system&purpose=TREAT")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation/$consent-status",
                "$consent-status",
                "Patient/$no-such-thing",
                "Patient/x/Observation/$consent-status"
            })
    void whatNoOperationIsNamedIsRefused(String path) throws Exception {
        assertThat(patient.get(path).status()).isBetween(400, 403);
    }

    private Answer status() throws Exception {
        Answer answer = patient.get("Patient/$consent-status");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private Answer preview(String question) throws Exception {
        Answer answer = patient.get("Patient/$consent-preview?" + question);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static List<String> unanswered(Answer status) {
        return parts(status.json(), "unanswered")
                .map(each -> value(each, "choice"))
                .toList();
    }

    private String denial(String id, String status) {
        return choosing.about(hospital, "deny", status, id, "", "");
    }

    private String ifSaved(String consent) {
        return """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "actorIdentifier", "valueString": "%s"}, {"name": "purpose", "valueCode": "TREAT"},
                  {"name": "consent", "resource": %s}]}
                """
                .formatted(ODS + "|" + hospital, consent);
    }

    private String saved(String consent) throws Exception {
        Answer answer = patient.post("Consent", consent);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String id =
                answer.http().headers().firstValue("Location").orElseThrow().replaceAll(".*/Consent/([^/]+).*", "$1");
        made.add(id);
        return id;
    }

    /** Items of the patient in all searches the consultant can make, the Patient among them. */
    private int shownToTheConsultant() throws Exception {
        JsonNode capabilities = consultant.get("metadata").json();
        assertThat(capabilities.path("resourceType").asText()).isEqualTo("CapabilityStatement");
        int shown = 0;
        for (JsonNode resource : capabilities.at("/rest/0/resource")) {
            String type = resource.path("type").asText();
            Answer found = consultant.get("Patient/" + patientId + "/" + type + "?_summary=count");
            assertThat(found.status()).as(type).isIn(200, 403);
            shown += found.status() == 200 ? found.json().path("total").asInt() : 0;
        }
        return shown;
    }

    private static String own(FhirClient person) throws Exception {
        return person.ownId();
    }

    /** The bytes are those of an id that nothing ever had. */
    private static void assertNotThere(FhirClient client, Answer answer) throws Exception {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("issue").path(0).path("code").asText()).isEqualTo("not-found");
        assertThat(answer.body()).doesNotContain("Consent");
        Answer absent = client.get("Patient/" + UUID.randomUUID() + "/$consent-status");
        assertThat(answer.body()).isEqualTo(absent.body());
    }
}
