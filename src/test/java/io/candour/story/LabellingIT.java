package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sensitive items are labelled as they are written, alone and in bundles, and so withheld from other organisations. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabellingIT {
    private static final String HIV = "{'coding': [{'system': 'http://snomed.info/sct', 'code': '86406008'}]}";
    private static final String COLD = "{'coding': [{'system': 'http://snomed.info/sct', 'code': '82272006'}]}";

    private FhirClient feeder;
    private FhirClient patient;
    private FhirClient consultant;
    private String id = "";
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        feeder = FhirClient.feeder(stack);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        id = patient.ownId();
    }

    @AfterEach
    void removeWhatWasMade() throws Exception {
        Collections.reverse(made);
        for (String each : made) {
            feeder.send(feeder.request(each).DELETE());
        }
        made.clear();
    }

    @Test
    void aSensitiveConditionIsLabelledAndWithheldFromOtherOrganisations() throws Exception {
        Answer answer = feeder.post("Condition", condition(HIV, ""));
        String reference = noted(answer);

        assertThat(labels(patient.get(reference).json())).containsExactlyInAnyOrder("HIV", "R");
        assertThat(patient.get(reference).json())
                .as("the answer to a write is what a reader gets")
                .isEqualTo(answer.json());
        assertThat(consultant.get(reference).status()).isEqualTo(404);
    }

    @Test
    void anItemThatIsNotSensitiveIsShared() throws Exception {
        String reference = noted(feeder.post("Condition", condition(COLD, "")));

        assertThat(labels(patient.get(reference).json())).isEmpty();
        assertThat(consultant.get(reference).status()).isEqualTo(200);
    }

    @Test
    void labelsPassToReasonsAndTheEncounterAlsoInABundle() throws Exception {
        Answer answer = feeder.post(
                "",
                """
                {'resourceType': 'Bundle', 'type': 'transaction', 'entry': [
                  {'fullUrl': 'urn:uuid:00000000-0000-4000-8000-000000000001',
                   'request': {'method': 'POST', 'url': 'Encounter'},
                   'resource': {'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'AMB'},
                     'subject': {'reference': 'Patient/%1$s'}}},
                  {'fullUrl': 'urn:uuid:00000000-0000-4000-8000-000000000002',
                   'request': {'method': 'POST', 'url': 'Condition'},
                   'resource': {'resourceType': 'Condition', 'subject': {'reference': 'Patient/%1$s'},
                     'encounter': {'reference': 'urn:uuid:00000000-0000-4000-8000-000000000001'}, 'code': %2$s}},
                  {'fullUrl': 'urn:uuid:00000000-0000-4000-8000-000000000003',
                   'request': {'method': 'POST', 'url': 'Procedure'},
                   'resource': {'resourceType': 'Procedure', 'status': 'completed',
                     'subject': {'reference': 'Patient/%1$s'},
                     'reasonReference': [{'reference': 'urn:uuid:00000000-0000-4000-8000-000000000002'}]}},
                  {'fullUrl': 'urn:uuid:00000000-0000-4000-8000-000000000004',
                   'request': {'method': 'POST', 'url': 'Observation'},
                   'resource': {'resourceType': 'Observation', 'status': 'final', 'code': %3$s,
                     'subject': {'reference': 'Patient/%1$s'},
                     'encounter': {'reference': 'urn:uuid:00000000-0000-4000-8000-000000000001'}}}]}
                """
                        .formatted(id, HIV, COLD)
                        .replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> references = new ArrayList<>();
        answer.json()
                .path("entry")
                .forEach(entry -> references.add(entry.path("response")
                        .path("location")
                        .asText()
                        .replaceAll(".*?([A-Z][a-zA-Z]+/[^/]+)/_history.*", "$1")));
        made.addAll(references);
        assertThat(references).hasSize(4);

        for (String each : references.subList(0, 3)) {
            assertThat(labels(patient.get(each).json())).as(each).containsExactlyInAnyOrder("HIV", "R");
            assertThat(consultant.get(each).status()).as(each).isEqualTo(404);
        }
        assertThat(labels(patient.get(references.get(3)).json())).isEmpty();
        assertThat(consultant.get(references.get(3)).status()).isEqualTo(200);
    }

    @Test
    void aPutWithoutMetaKeepsWhatTheSenderSaid() throws Exception {
        String said = "'meta': {'security': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',"
                + " 'code': 'R'}]},";
        String reference = noted(feeder.post("Condition", condition(COLD, said)));
        assertThat(consultant.get(reference).status()).isEqualTo(404);

        String bare = condition(COLD, "'language': 'en', 'id': '" + reference.substring(10) + "',");
        assertThat(feeder.put(reference, bare).status()).isEqualTo(200);
        assertThat(labels(patient.get(reference).json())).containsExactly("R");

        String bundled = "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'fullUrl': '" + reference
                + "', 'request': {'method': 'PUT', 'url': '" + reference + "'}, 'resource': "
                + bare.replace("\"en\"", "'cy'") + "}]}";
        assertThat(feeder.post("", bundled.replace('\'', '"')).status()).isEqualTo(200);
        JsonNode now = patient.get(reference).json();
        assertThat(now.path("language").asText()).isEqualTo("cy");
        assertThat(labels(now)).containsExactly("R");
        assertThat(consultant.get(reference).status()).isEqualTo(404);
    }

    @Test
    void whatAListSaidGoesWithItsReason() throws Exception {
        String encounter = noted(feeder.post(
                "Encounter",
                "{'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'AMB'}, 'subject': {'reference': 'Patient/%s'}}"
                        .formatted(id)
                        .replace('\'', '"')));
        String inEncounter = "'encounter': {'reference': '" + encounter + "'},";
        String condition = noted(feeder.post("Condition", condition(HIV, inEncounter)));
        assertThat(consultant.get(encounter).status()).isEqualTo(404);

        String corrected = condition(COLD, inEncounter + "'id': '" + condition.substring(10) + "',");
        assertThat(feeder.put(condition, corrected).status()).isEqualTo(200);

        assertThat(labels(patient.get(condition).json())).isEmpty();
        assertThat(consultant.get(condition).status()).isEqualTo(200);
        assertThat(consultant.get(encounter).status()).isEqualTo(200);
    }

    private String condition(String code, String more) {
        return ("{'resourceType': 'Condition', " + more + "'code': " + code + ", 'subject': {'reference': 'Patient/"
                        + id + "'}}")
                .replace('\'', '"');
    }

    private String noted(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String reference = created.json().path("resourceType").asText() + "/"
                + created.json().path("id").asText();
        made.add(reference);
        return reference;
    }

    private static Set<String> labels(JsonNode resource) {
        Set<String> labels = new TreeSet<>();
        resource.path("meta")
                .path("security")
                .forEach(each -> labels.add(each.path("code").asText()));
        return labels;
    }
}
