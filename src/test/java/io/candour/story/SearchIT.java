package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a search may say beyond names and values: modifiers and orders, as the allow-list has them. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchIT {
    private FhirClient patient;

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
    }

    private int total(String search) throws Exception {
        Answer answer = patient.get(search + "&_summary=count");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("total").asInt();
    }

    @Test
    void whatHasACodeAndWhatHasNotIsEverything() throws Exception {
        String code = patient.get("Observation?_count=1")
                .resources()
                .findFirst()
                .orElseThrow()
                .at("/code/coding/0/code")
                .asText();

        int with = total("Observation?code=" + code);
        int without = total("Observation?code:not=" + code);

        assertThat(with).isPositive();
        assertThat(without).isPositive();
        assertThat(with + without).isEqualTo(total("Observation?_total=accurate"));
    }

    @Test
    void organisationsAreFoundByPartOfTheirName() throws Exception {
        String name = patient.get("Organization?_count=1")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("name")
                .asText();
        String middle = URLEncoder.encode(name.substring(1, name.length() - 1), StandardCharsets.UTF_8);

        assertThat(total("Organization?name:contains=" + middle)).isPositive();
        assertThat(total("Organization?name:exact=" + middle)).isZero();
        assertThat(total("Organization?name:exact=" + URLEncoder.encode(name, StandardCharsets.UTF_8)))
                .isPositive();
    }

    @Test
    void whatTheAllowListDoesNotNameIsRefusedByName() throws Exception {
        assertThat(patient.get("Observation?code:text=x").element()).isEqualTo("code:text");
        assertThat(patient.get("Observation?code:missing=true").element()).isEqualTo("code:missing");
        assertThat(patient.get("Organization?_sort=name").element()).isEqualTo("_sort");
        assertThat(patient.get("AuditEvent?_sort=date").element()).isEqualTo("_sort");
    }

    @Test
    void theCapabilityStatementTellsOfThem() throws Exception {
        JsonNode observation = StreamSupport.stream(
                        patient.get("metadata").json().at("/rest/0/resource").spliterator(), false)
                .filter(each -> each.path("type").asText().equals("Observation"))
                .findFirst()
                .orElseThrow();

        assertThat(observation.path("documentation").asText()).startsWith("_sort: ");
        assertThat(observation.path("searchParam"))
                .anySatisfy(
                        each -> assertThat(each.path("documentation").asText()).isEqualTo("Modifiers: :not"))
                .noneSatisfy(each -> assertThat(each.path("name").asText()).contains(":"));
    }
}
