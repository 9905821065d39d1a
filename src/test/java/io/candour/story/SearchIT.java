package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        String middle = written(name.substring(1, name.length() - 1));

        assertThat(total("Organization?name:contains=" + middle)).isPositive();
        assertThat(total("Organization?name:exact=" + middle)).isZero();
        assertThat(total("Organization?name:exact=" + written(name))).isPositive();
    }

    /** As a search's value: a comma in it would else separate two (R4 3.1.1.5). */
    private static String written(String name) {
        return URLEncoder.encode(name.replace("\\", "\\\\").replace(",", "\\,"), StandardCharsets.UTF_8);
    }

    @Test
    void whatTheAllowListDoesNotNameIsRefusedByName() throws Exception {
        assertThat(patient.get("Observation?code:text=x").element()).isEqualTo("code:text");
        assertThat(patient.get("Observation?code:missing=true").element()).isEqualTo("code:missing");
        assertThat(patient.get("Organization?_sort=name").element()).isEqualTo("_sort");
        assertThat(patient.get("AuditEvent?_sort=date").element()).isEqualTo("_sort");
    }

    /** HAPI finds some of these out only when it builds the query. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "date=ap2022-10-30",
                "date=lt2024-04-14T03:33:37%2000:00",
                "_lastUpdated=ap2022-10-30",
                "date=ap2022-10-30T25:00:00Z",
                "date=ap2022-10-30T25",
                "value-quantity=xx%7Cy"
            })
    void aValueThatCannotBeReadIsRefusedByNameInABatchToo(String term) throws Exception {
        String name = term.substring(0, term.indexOf('='));
        assertThat(patient.get("Observation?" + term).element()).isEqualTo(name);

        Answer batch = patient.post(
                "",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":"
                        + "\"Observation?" + term + "\"}}]}");
        assertThat(batch.status()).as(batch.body()).isEqualTo(200);
        assertThat(batch.json()
                        .at("/entry/0/response/outcome/issue/0/expression/0")
                        .asText())
                .as(batch.body())
                .isEqualTo(name);
    }

    @Test
    void aPatientIsNamedByTheirNumber() throws Exception {
        String number = patient.get("Patient")
                .resources()
                .findFirst()
                .flatMap(found -> StreamSupport.stream(found.path("identifier").spliterator(), false)
                        .filter(each -> each.path("system").asText().endsWith("nhs-number"))
                        .findFirst())
                .orElseThrow()
                .path("value")
                .asText();
        String system = "https://fhir.nhs.uk/Id/nhs-number%7C";

        assertThat(total("Observation?patient.identifier=" + system + number))
                .isEqualTo(total("Observation?_total=accurate"));
        assertThat(total("Observation?patient.identifier=" + system + "9990000000"))
                .isZero();
        assertThat(patient.get("Observation?patient.identifier=" + number).element())
                .isEqualTo("patient.identifier");
        assertThat(patient.get("Observation?patient=x&patient.identifier=" + system + number)
                        .status())
                .isEqualTo(400);
        assertThat(patient.get("Observation?patient.name=x").element()).isEqualTo("patient.name");
    }

    @Test
    void whatIsIncludedComesOnceBehindTheMatches() throws Exception {
        Answer answer = patient.get("Observation?_count=5&_include=Observation:patient&_include=Observation:encounter");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> modes = StreamSupport.stream(answer.json().path("entry").spliterator(), false)
                .map(entry -> entry.at("/search/mode").asText())
                .toList();
        assertThat(modes.subList(0, 5)).containsOnly("match");
        assertThat(modes.subList(5, modes.size())).isNotEmpty().containsOnly("include");
        assertThat(answer.resources()
                        .filter(each -> each.path("resourceType").asText().equals("Patient")))
                .hasSize(1);
        assertThat(patient.get("Encounter?_count=3&_include=Encounter:service-provider")
                        .resources()
                        .map(each -> each.path("resourceType").asText()))
                .contains("Encounter", "Organization");
        assertThat(patient.get("Observation?_include=Observation:subject.name").element())
                .isEqualTo("_include");
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
                .anySatisfy(
                        each -> assertThat(each.path("documentation").asText()).isEqualTo("Chains: .identifier"))
                .noneSatisfy(each -> assertThat(each.path("name").asText()).contains(":"));
        assertThat(observation.path("searchInclude"))
                .anySatisfy(each -> assertThat(each.asText()).isEqualTo("Observation:performer"));
    }
}
