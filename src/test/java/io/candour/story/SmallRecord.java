package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.time.LocalDate;

/**
 * The person behind the account {@code patient} on a server that holds nobody yet, their practice, and the consultant's
 * hospital, which sees them these days: enough for all to read.
 *
 * @param patient id of the Patient
 * @param hospital ODS code
 * @param feeder what wrote it, and may write more
 */
record SmallRecord(String patient, String hospital, FhirClient feeder) {
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

    static SmallRecord write(DemoStack stack, String server) throws Exception {
        FhirClient feeder = FhirClient.feeder(stack).at(server);
        String hospital = stack.cast().attribute("consultant", "ods_code");
        String organisation = organisation(feeder, "Elmshire Hospital", hospital);
        String practice = organisation(feeder, "Elmshire Practice", stack.cast().attribute("gp", "ods_code"));
        String patient = created(
                feeder,
                "Patient",
                """
                {"resourceType": "Patient", "birthDate": "%s",
                 "managingOrganization": {"reference": "Organization/%s"},
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}]}
                """
                        .formatted(
                                stack.cast().attribute("patient", "birthdate"),
                                practice,
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

    private static String organisation(FhirClient feeder, String name, String odsCode) throws Exception {
        return created(
                feeder,
                "Organization",
                """
                {"resourceType": "Organization", "name": "%s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}]}
                """
                        .formatted(name, odsCode));
    }

    /** A measurement of theirs, told from others by its value, and later the larger that is. */
    Answer measure(int value) throws IOException, InterruptedException {
        return feeder.post("Observation", measurement(value));
    }

    private String measurement(int value) {
        return """
                {"resourceType": "Observation", "status": "final",
                 "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"}]},
                 "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "%s",
                 "valueQuantity": {"value": %d, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"}}
                """
                .formatted(patient, FIRST.plusDays(value), value);
    }

    private static String created(FhirClient feeder, String type, String body) throws Exception {
        Answer answer = feeder.post(type, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }
}
