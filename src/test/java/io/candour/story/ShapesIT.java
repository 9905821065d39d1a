package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not of the guide's shape: a 422 that names the element, however it comes. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapesIT {
    private FhirClient patient;
    private FhirClient feeder;
    private ConsentJson hide = ConsentJson.hide("", "");

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        feeder = FhirClient.feeder(stack);
        patient = FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES);
        String id = patient.ownId();
        hide = ConsentJson.hide(id, stack.cast().attribute("consultant", "ods_code"));
    }

    @Test
    void aChoiceUnderNoPolicy() throws Exception {
        ConsentJson none = hide.with("policyRule", "null");

        for (Answer answer : new Answer[] {
            patient.post("Consent", none.toString()),
            feeder.post("Consent", none.toString()),
            feeder.post("", transaction("Consent", none.toString()))
        }) {
            refused(answer, "Consent");
        }
    }

    @Test
    void aChoiceThatIsNotInForceIsTakenBackWhateverItsShape() throws Exception {
        Answer saved = patient.post("Consent", hide.toString());
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        String id = saved.json().path("id").asText();

        Answer back = patient.put(
                "Consent/" + id,
                hide.id(id).status("inactive").with("policyRule", "null").toString());

        assertThat(back.status()).as(back.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Patient.telecom[0] | \"telecom\": [{\"value\": \"ann@example.org\"}]",
                "Patient.contact[0] | \"contact\": [{\"gender\": \"female\"}]",
                "Patient | \"identifier\": [{\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"9990009988\"},"
                        + " {\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"9990009996\"}]",
            })
    void aPatientOfAnotherShape(String element, String content) throws Exception {
        String person = "{\"resourceType\": \"Patient\", " + content + "}";

        refused(feeder.post("Patient", person), element);
        refused(feeder.post("", transaction("Patient", person)), element);
    }

    private static String transaction(String type, String resource) {
        return "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"request\": {\"method\": \"POST\","
                + " \"url\": \"" + type + "\"}, \"resource\": " + resource + "}]}";
    }

    private static void refused(Answer answer, String element) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.element()).as(answer.body()).isEqualTo(element);
        assertThat(answer.body()).doesNotContain("HAPI-");
    }
}
