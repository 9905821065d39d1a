package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;

/**
 * The person behind the account {@code patient} on a server that holds nobody yet, and the consultant's hospital, which
 * sees them these days: enough for both to read.
 *
 * @param patient id of the Patient
 * @param hospital ODS code
 * @param feeder what wrote it, and may write more
 */
record SmallRecord(String patient, String hospital, FhirClient feeder) {

    static SmallRecord write(DemoStack stack, String server) throws Exception {
        FhirClient feeder = FhirClient.feeder(stack).at(server);
        String hospital = stack.cast().attribute("consultant", "ods_code");
        String organisation = created(
                feeder,
                "Organization",
                """
                {"resourceType": "Organization", "name": "Elmshire Hospital",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}]}
                """
                        .formatted(hospital));
        String patient = created(
                feeder,
                "Patient",
                """
                {"resourceType": "Patient", "birthDate": "%s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}]}
                """
                        .formatted(
                                stack.cast().attribute("patient", "birthdate"),
                                stack.cast().attribute("patient", "nhs_number")));
        created(
                feeder,
                "Encounter",
                """
                {"resourceType": "Encounter", "status": "in-progress",
                 "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
                 "subject": {"reference": "Patient/%s"}, "serviceProvider": {"reference": "Organization/%s"},
                 "period": {"start": "2026-01-02T09:00:00Z"}}
                """
                        .formatted(patient, organisation));
        return new SmallRecord(patient, hospital, feeder);
    }

    /** A measurement of theirs, told from others by its value. */
    Answer measure(int value) throws IOException, InterruptedException {
        return feeder.post("Observation", measurement(value));
    }

    private String measurement(int value) {
        return """
                {"resourceType": "Observation", "status": "final",
                 "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"}]},
                 "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "2026-02-03",
                 "valueQuantity": {"value": %d, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"}}
                """
                .formatted(patient, value);
    }

    private static String created(FhirClient feeder, String type, String body) throws Exception {
        Answer answer = feeder.post(type, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }
}
