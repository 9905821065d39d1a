package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operations about choices cannot answer is a 4xx that names the parameter or the element. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentOperationsBadInputIT {
    private FhirClient patient;
    private String patientId = "";
    private String hospital = "";

    @BeforeAll
    void signIn(DemoStack stack) throws Exception {
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patientId = patient.ownId();
        hospital = stack.cast().attribute("consultant", "ods_code");
    }

    @ParameterizedTest
    @CsvSource({
        "purpose, callerKind=practitioner",
        "purpose, callerKind=practitioner&purpose=FUN",
        "purpose, callerKind=practitioner&purpose=",
        "purpose, callerKind=practitioner&purpose=TREAT&purpose=HRESCH",
        "callerKind, purpose=TREAT",
        "callerKind, purpose=TREAT&callerKind=patient",
        "callerKind, purpose=TREAT&callerKind=king",
        "actor, purpose=TREAT&actor=Practitioner/a&actor=Practitioner/b",
        "actor, purpose=TREAT&actor=Patient/a",
        "actor, purpose=TREAT&actor=Riverside",
        "actor, purpose=TREAT&actor=Organization/no-such",
        "actor, purpose=TREAT&actor=RelatedPerson/no-such",
        "actorIdentifier, purpose=TREAT&actorIdentifier=Z90002",
        "actorIdentifier, purpose=TREAT&actorIdentifier=https://fhir.nhs.uk/Id/nhs-number%7C9990000018",
        "actorIdentifier, purpose=TREAT&actor=Organization/x&actorIdentifier="
                + "https://fhir.nhs.uk/Id/ods-organization-code%7CZ90002",
        "organization, purpose=TREAT&callerKind=practitioner&organization=Practitioner/x",
        "at, purpose=TREAT&callerKind=practitioner&at=tomorrow",
        "at, purpose=TREAT&callerKind=practitioner&at=2101-02-30",
        "at, purpose=TREAT&callerKind=practitioner&at=2001-01-01",
        "consent, purpose=TREAT&callerKind=practitioner&consent=x",
        "permitted, purpose=TREAT&callerKind=practitioner&permitted=1",
        "_count, purpose=TREAT&callerKind=practitioner&_count=1",
    })
    void previewWithoutAnAnswerNamesTheParameter(String element, String question) throws Exception {
        refused(patient.get("Patient/$consent-preview?" + question), 400, element);
    }

    @Test
    void statusTakesNoParameters() throws Exception {
        refused(patient.get("Patient/$consent-status?patient=x"), 400, "patient");
        refused(patient.post("Patient/$consent-status?at=2027", ""), 400, "at");
        refused(patient.post("Patient/$consent-status", "{\"resourceType\": \"Patient\"}"), 400, "Parameters");
    }

    @Test
    void aConsentThatSavingWouldRefuseIsRefusedWithItsElement() throws Exception {
        Choosing choosing = new Choosing(patientId);
        String good = choosing.about(hospital, "deny", "active", "", "", "");

        assertThat(patient.post("Patient/$consent-preview", with(good)).status())
                .isEqualTo(200);
        refused(
                patient.post(
                        "Patient/$consent-preview",
                        with(new Choosing(UUID.randomUUID().toString()).about(hospital, "deny", "active", "", "", ""))),
                422,
                "Consent.patient");
        refused(
                patient.post(
                        "Patient/$consent-preview",
                        with(choosing.about(
                                hospital,
                                "deny",
                                "active",
                                "",
                                "",
                                "{\"start\": \"2101-02-01\", \"end\": \"2101-01-01\"}"))),
                422,
                "Consent.provision.period");
        refused(
                patient.post(
                        "Patient/$consent-preview",
                        with(choosing.about(hospital, "deny", "active", "", "no-such", ""))),
                422,
                "Consent.category");
        refused(
                patient.post("Patient/$consent-preview", with(good.replace("\"status\"", "\"mood\""))),
                400,
                "Parameters");
    }

    @Test
    void aBodyOverSizeIsRefused() throws Exception {
        Answer answer = patient.post(
                "Patient/$consent-preview",
                with("{\"resourceType\": \"Consent\", \"id\": \"" + "x".repeat(1 << 20) + "\"}"));

        assertThat(answer.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such", "a b", "%2e%2e", "'-or-1=1"})
    void aPatientThatIsNoneIsNotThere(String id) throws Exception {
        Answer answer = patient.get("Patient/" + id.replace(" ", "%20") + "/$consent-status");

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    void otherMethodsInvokeNothing() throws Exception {
        assertThat(patient.put("Patient/$consent-status", "{}").status()).isEqualTo(403);
        assertThat(patient.send(patient.request("Patient/" + patientId + "/$consent-status")
                                .DELETE())
                        .status())
                .isEqualTo(403);
        assertThat(patient.send(patient.request("Patient/" + patientId + "/$consent-status")
                                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    private String with(String consent) {
        return """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "callerKind", "valueCode": "practitioner"}, {"name": "purpose", "valueCode": "TREAT"},
                  {"name": "consent", "resource": %s}]}
                """
                .formatted(consent);
    }

    private static void refused(Answer answer, int status, String element) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.element()).isEqualTo(element);
        assertThat(answer.body()).doesNotContain("HAPI");
    }
}
