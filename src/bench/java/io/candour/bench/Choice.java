package io.candour.bench;

/** A choice as an app writes it. */
final class Choice {
    private Choice() {}

    /** The record is hidden from the organisation with this ODS code. */
    static String hide(String patient, String odsCode) {
        return """
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{
                   "system": "https://candour.io/fhir/CodeSystem/choice", "code": "hide-from"}]}],
                 "patient": {"reference": "Patient/%s"},
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "deny", "actor": [{
                   "role": {"coding": [{
                     "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                   "reference": {"identifier": {
                     "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}]}}
                """
                .formatted(patient, odsCode);
    }
}
