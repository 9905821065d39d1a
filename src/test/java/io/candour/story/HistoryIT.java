package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Earlier versions over HTTP: both what an item is now and what it was must be open to who reads it. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryIT {
    private static final String HIV = "86406008";
    private static final String WEIGHT = "27113001";

    private FhirClient feeder;
    private FhirClient patient;
    private FhirClient consultant;
    private String patientId = "";
    private String item = "";

    @BeforeAll
    void threeVersionsOfWhichTheFirstIsRestricted(DemoStack stack) throws Exception {
        feeder = FhirClient.feeder(stack);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        patientId = patient.ownId();
        item = feeder.post("Observation", observation("", HIV, "preliminary"))
                .json()
                .path("id")
                .asText();
        assertThat(feeder.put("Observation/" + item, observation(item, WEIGHT, "final"))
                        .status())
                .isEqualTo(200);
        assertThat(feeder.put("Observation/" + item, observation(item, WEIGHT, "amended"))
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    void leaveNothing() throws Exception {
        assertThat(feeder.send(feeder.request("Observation/" + item).DELETE()).status())
                .isEqualTo(200);
        assertThat(patient.get("Observation/" + item + "/_history/2").status()).isEqualTo(404);
        assertThat(patient.get("Observation/" + item + "/_history").status()).isEqualTo(404);
    }

    /** @param code of SNOMED CT; labelled by it, since what a sender labels stays labelled when it is sent without */
    private String observation(String id, String code, String status) {
        return """
                {"resourceType": "Observation", %s "status": "%s",
                 "subject": {"reference": "Patient/%s"},
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}}
                """
                .formatted(id.isEmpty() ? "" : "\"id\": \"" + id + "\",", status, patientId, code);
    }

    private static List<String> versions(Answer history) {
        assertThat(history.status()).as(history.body()).isEqualTo(200);
        assertThat(history.json().path("type").asText()).isEqualTo("history");
        return history.resources()
                .map(version -> version.at("/meta/versionId").asText())
                .toList();
    }

    @Test
    void patientReadsEveryVersionOfTheirs() throws Exception {
        assertThat(versions(patient.get("Observation/" + item + "/_history"))).containsExactly("3", "2", "1");
        for (String version : List.of("1", "2", "3")) {
            Answer read = patient.get("Observation/" + item + "/_history/" + version);
            assertThat(read.status()).as(version).isEqualTo(200);
            assertThat(read.json().at("/meta/versionId").asText()).isEqualTo(version);
            assertThat(read.header("ETag")).isEqualTo("W/\"" + version + "\"");
        }
        JsonNode first = patient.get("Observation/" + item + "/_history/1").json();
        assertThat(first.path("status").asText()).isEqualTo("preliminary");
        assertThat(first.at("/meta/security").toString()).contains("HIV");
    }

    @Test
    void aVersionThatWasRestrictedStaysSo() throws Exception {
        Answer never = consultant.get("Observation/" + item + "/_history/9");
        Answer restricted = consultant.get("Observation/" + item + "/_history/1");
        Answer absent = consultant.get("Observation/" + UUID.randomUUID() + "/_history/1");

        assertThat(consultant.get("Observation/" + item + "/_history/2").status())
                .isEqualTo(200);
        assertThat(List.of(restricted.status(), never.status(), absent.status()))
                .containsOnly(404);
        assertThat(List.of(restricted.body(), never.body())).containsOnly(absent.body());
        assertThat(versions(consultant.get("Observation/" + item + "/_history")))
                .containsExactly("3", "2");
    }

    @Test
    void whoMayNotHaveTheItemHasNoneOfItsVersions(DemoStack stack) throws Exception {
        FhirClient other = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        for (String path : List.of("/_history", "/_history/2", "/_history/9")) {
            Answer refused = other.get("Observation/" + item + path);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.body())
                    .isEqualTo(
                            other.get("Observation/" + UUID.randomUUID() + path).body());
        }
    }

    @Test
    void historyComesInPages() throws Exception {
        Answer first = patient.get("Observation/" + item + "/_history?_count=2");
        assertThat(versions(first)).containsExactly("3", "2");
        String next = first.link("next").orElseThrow();
        Answer last = patient.get(next);
        assertThat(versions(last)).containsExactly("1");
        assertThat(last.link("next")).isEqualTo(Optional.empty());
        assertThat(consultant.get(next).status()).as("another's link").isEqualTo(400);
        assertThat(patient.get("Observation/" + item + "/_history?_count=0").element())
                .isEqualTo("_count");
        assertThat(patient.get("Observation/" + item + "/_history?_since=2026-01-01")
                        .element())
                .isEqualTo("_since");
    }
}
