package io.candour.story;

import java.util.Optional;

/** A patient's no to an organisation, as JSON. */
final class Denial {
    private Denial() {}

    /** @param id of the Consent, where it is there already */
    static String of(String patientId, String odsCode, String status, Optional<String> id) {
        return """
                {"resourceType": "Consent", %s "status": "%s",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/%s"},
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "deny", "actor": [{
                   "role": {"coding": [{
                     "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                   "reference": {"identifier": {
                     "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}]}}
                """
                .formatted(id.map(each -> "\"id\": \"" + each + "\",").orElse(""), status, patientId, odsCode);
    }
}
