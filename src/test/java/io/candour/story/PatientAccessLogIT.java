package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code Patient/$access-log} over HTTP: who looked, as people read it. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatientAccessLogIT {
    private DemoStack stack;
    private FhirClient patient;
    private String patientId = "";
    private String seen = "";
    private String refused = "";

    @BeforeAll
    void oneLooksAndOneIsRefused(DemoStack running) throws Exception {
        stack = running;
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patientId = patient.ownId();
        seen = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES)
                .get("Condition?_count=2&patient=" + patientId)
                .header("X-Request-ID");
        FhirClient other = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        refused = other.get("Patient/" + patientId).header("X-Request-ID");
    }

    @Test
    void patientReadsWhoLookedInWordsByDayAndOrganisation() throws Exception {
        Answer answer = patient.get("Patient/$access-log");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode looked = line(answer, seen);
        assertThat(part(looked, "did").orElseThrow().path("valueString").asText())
                .isEqualTo("Looked at your conditions for your care.");
        assertThat(part(looked, "reason").orElseThrow().path("valueString").asText())
                .startsWith("Allowed because ");
        assertThat(part(looked, "refused").orElseThrow().path("valueBoolean").asBoolean(true))
                .isFalse();
        assertThat(parts(looked, "item")).hasSize(2).allSatisfy(item -> assertThat(
                        item.at("/valueReference/reference").asText())
                .startsWith("Condition/"));
        JsonNode group = group(answer, seen);
        assertThat(part(group, "day").orElseThrow().path("valueDate").asText())
                .isEqualTo(LocalDate.now(ZoneId.of("Europe/London")).toString());
        assertThat(part(group, "organisation").orElseThrow().path("valueString").asText())
                .as("its name, not its code")
                .isNotBlank()
                .isNotEqualTo(stack.cast().attribute("gp", "ods_code"));
        JsonNode denied = line(answer, refused);
        assertThat(part(denied, "refused").orElseThrow().path("valueBoolean").asBoolean())
                .isTrue();
        assertThat(part(denied, "who").orElseThrow().path("valueString").asText())
                .isEqualTo("Another person");
    }

    @Test
    void oneLineIsThereByItsEventForThoseWhoMayKnowOfIt() throws Exception {
        JsonNode looked = line(patient.get("Patient/$access-log"), seen);
        String reference = part(looked, "event")
                .orElseThrow()
                .at("/valueReference/reference")
                .asText();
        String asked = "/$access-log?event=" + reference.substring(reference.indexOf('/') + 1);

        assertThat(lines(patient.get("Patient" + asked))).containsExactly(looked);
        assertThat(lines(patient.get("Patient/$access-log?event=x"))).isEmpty();
        assertThat(lines(patient.get("Patient" + asked + "&items=false")))
                .singleElement()
                .satisfies(line -> assertThat(parts(line, "item")).isEmpty());
        assertThat(patient.get("Patient" + asked + "&items=no").element()).isEqualTo("items");
        FhirClient other = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        assertThat(lines(other.get("Patient" + asked))).isEmpty();
    }

    @Test
    void whatOthersDidIsThereAloneForWhoeverAsksForThat() throws Exception {
        patient.get("Patient/$access-log");
        FhirClient guardian = FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES);
        for (FhirClient reader : List.of(patient, guardian)) {
            String asked = "Patient/" + patientId + "/$access-log?_count=";
            List<JsonNode> among =
                    lines(reader.get(asked + 300)).filter(line -> !isOwn(line)).toList();

            List<JsonNode> others =
                    lines(reader.get(asked + 1_000 + "&others=true")).toList();

            assertThat(others).isNotEmpty().noneMatch(PatientAccessLogIT::isOwn).containsAll(among);
        }
        assertThat(patient.get("Patient/$access-log?others=x").element()).isEqualTo("others");
        String next = parts(
                        patient.get("Patient/$access-log?others=true&_count=1").json(), "parameter", "next")
                .findFirst()
                .orElseThrow()
                .path("valueUri")
                .asText();
        assertThat(patient.get(next).status()).isEqualTo(200);
        assertThat(patient.get(next.replace("others=true", "others=false")).element())
                .isEqualTo("_cursor");
    }

    @Test
    void whatTheReaderDidBeforeAMomentIsThereAlone() throws Exception {
        String asked = "Patient/" + patientId + "/$access-log?_count=300";
        List<JsonNode> own =
                lines(patient.get(asked)).filter(PatientAccessLogIT::isOwn).toList();
        String moment =
                part(own.get(0), "at").orElseThrow().path("valueInstant").asText();

        List<JsonNode> before =
                lines(patient.get(asked + "&mine=true&before=" + moment)).toList();

        assertThat(before)
                .isNotEmpty()
                .allMatch(PatientAccessLogIT::isOwn)
                .containsAll(own.subList(1, own.size()))
                .doesNotContain(own.get(0));
        assertThat(patient.get(asked + "&before=2026-02-30T10:00:00Z").element())
                .isEqualTo("before");
        FhirClient guardian = FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES);
        assertThat(lines(guardian.get(asked + "&mine=true"))).noneMatch(PatientAccessLogIT::isOwn);
    }

    private static boolean isOwn(JsonNode line) {
        return part(line, "who").orElseThrow().path("valueString").asText().equals("You");
    }

    @Test
    void pagesShowEachRequestOnceAndTheReadingItselfIsInTheLog() throws Exception {
        Set<String> requests = new HashSet<>();
        List<String> readings = new ArrayList<>();
        Optional<String> next = Optional.of("Patient/" + patientId + "/$access-log?_count=7");
        for (int page = 0; page < 5 && next.isPresent(); page++) {
            Answer answer = patient.get(next.get());
            readings.add(answer.header("X-Request-ID"));
            lines(answer).forEach(line -> assertThat(requests.add(part(line, "request")
                            .orElseThrow()
                            .path("valueString")
                            .asText()))
                    .isTrue());
            next = parts(answer.json(), "parameter", "next")
                    .map(each -> each.path("valueUri").asText())
                    .findFirst();
        }

        assertThat(requests).hasSizeGreaterThan(7);
        assertThat(line(patient.get("Patient/$access-log"), readings.get(0))).isNotEmpty();
    }

    @Test
    void whatPatientsAreNotToBeToldIsNotNamedToThemAndThatSomebodyLookedIs() throws Exception {
        FhirClient feeder = FhirClient.feeder(stack);
        Answer stored = feeder.post(
                "Observation",
                """
                {"resourceType": "Observation", "status": "final", "code": {"text": "not to be told"},
                 "subject": {"reference": "Patient/%s"},
                 "performer": [{"identifier": {
                   "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}],
                 "meta": {"security": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOPAT"}]}}
                """
                        .formatted(patientId, stack.cast().attribute("gp", "ods_code")));
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        String item = "Observation/" + stored.json().path("id").asText();
        Answer read = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES).get(item);
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        String request = read.header("X-Request-ID");

        JsonNode own = line(patient.get("Patient/$access-log"), request);
        JsonNode guardians = line(
                FhirClient.of(stack, "guardian", FhirClient.STAFF_SCOPES).get("Patient/" + patientId + "/$access-log"),
                request);

        assertThat(part(own, "who")).isPresent();
        assertThat(own.toString()).doesNotContain(item, "test results", "not to be told");
        assertThat(guardians.toString()).contains(item);
        assertThat(feeder.send(feeder.request(item).DELETE()).status()).isEqualTo(200);
    }

    @Test
    void theSameComesAsATable() throws Exception {
        Answer byParameter = patient.get("Patient/$access-log?_format=csv&_count=20");
        Answer byHeader = patient.send(
                patient.request("Patient/" + patientId + "/$access-log").header("Accept", "text/csv"));

        for (Answer answer : List.of(byParameter, byHeader)) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
            assertThat(answer.body()).startsWith("time,who,organisation,what,reason,refused");
            assertThat(answer.body()).contains(seen, refused);
        }
    }

    @Test
    void nobodyElseReadsItButGuardianAndAuditor() throws Exception {
        FhirClient other = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        FhirClient gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);

        Answer others = other.get("Patient/" + patientId + "/$access-log");
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.body())
                .isEqualTo(other.get("Patient/" + UUID.randomUUID() + "/$access-log")
                        .body());
        assertThat(gp.get("Patient/" + patientId + "/$access-log").status()).isEqualTo(403);
        for (String account : List.of("guardian", "auditor")) {
            Answer all =
                    FhirClient.of(stack, account, FhirClient.STAFF_SCOPES).get("Patient/" + patientId + "/$access-log");
            assertThat(all.status()).as(account).isEqualTo(200);
            assertThat(line(all, seen)).isNotEmpty();
        }
    }

    @Test
    void whatCannotBeReadIsNamed() throws Exception {
        for (String parameter : List.of("start=2026", "end=soon", "_count=0", "_count=many", "_cursor=x", "who=me")) {
            Answer answer = patient.get("Patient/$access-log?" + parameter);
            assertThat(answer.status()).as(parameter).isEqualTo(400);
            assertThat(answer.element()).isEqualTo(parameter.substring(0, parameter.indexOf('=')));
        }
        assertThat(patient.get("Condition?_format=csv").status()).isEqualTo(400);
        assertThat(patient.send(patient.request("Condition").header("Accept", "text/csv"))
                        .status())
                .isEqualTo(406);
    }

    private static Stream<JsonNode> groups(Answer answer) {
        return parts(answer.json(), "parameter", "group");
    }

    private static Stream<JsonNode> lines(Answer answer) {
        return groups(answer).flatMap(group -> parts(group, "part", "line"));
    }

    private static JsonNode line(Answer answer, String request) {
        return lines(answer)
                .filter(line -> isOf(line, request))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of request " + request + " in " + answer.body()));
    }

    private static JsonNode group(Answer answer, String request) {
        return groups(answer)
                .filter(group -> parts(group, "part", "line").anyMatch(line -> isOf(line, request)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOf(JsonNode line, String request) {
        return part(line, "request")
                .filter(each -> each.path("valueString").asText().equals(request))
                .isPresent();
    }

    private static Optional<JsonNode> part(JsonNode of, String name) {
        return parts(of, "part", name).findFirst();
    }

    private static List<JsonNode> parts(JsonNode of, String name) {
        return parts(of, "part", name).toList();
    }

    private static Stream<JsonNode> parts(JsonNode of, String list, String name) {
        return StreamSupport.stream(of.path(list).spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name));
    }
}
