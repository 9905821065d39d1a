package io.candour.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.story.FhirClient.Answer;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Consents as an app writes them, and what operations answer about them. */
record Choosing(String patientId) {
    private static final String CHOICE = "https://candour.io/fhir/CodeSystem/choice";

    /** What one organisation may not see, or may: all of the record. */
    String about(String odsCode, String type, String status, String id, String choice, String period) {
        return """
                {"resourceType": "Consent", %s "status": "%s",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}%s],
                 "patient": {"reference": "Patient/%s"},
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "%s" %s %s}}
                """
                .formatted(
                        id.isEmpty() ? "" : "\"id\": \"" + id + "\",",
                        status,
                        choice.isEmpty()
                                ? ""
                                : ", {\"coding\": [{\"system\": \"" + CHOICE + "\", \"code\": \"" + choice + "\"}]}",
                        patientId,
                        type,
                        odsCode.isEmpty() ? "" : actor(odsCode),
                        period.isEmpty() ? "" : ", \"period\": " + period);
    }

    private static String actor(String odsCode) {
        return """
                , "actor": [{
                   "role": {"coding": [{
                     "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                   "reference": {"identifier": {
                     "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}]
                """
                .formatted(odsCode);
    }

    /** Parts of a Parameters answer under this name. */
    static Stream<JsonNode> parts(JsonNode parameters, String name) {
        JsonNode all = parameters.has("parameter") ? parameters.path("parameter") : parameters.path("part");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name));
    }

    /** The one value of a part under this name, whatever its type; empty text where there is none. */
    static String value(JsonNode parameters, String name) {
        return parts(parameters, name)
                .findFirst()
                .flatMap(part -> StreamSupport.stream(((Iterable<String>) part::fieldNames).spliterator(), false)
                        .filter(field -> field.startsWith("value"))
                        .map(field -> part.path(field).has("reference")
                                ? part.path(field).path("reference").asText()
                                : part.path(field).asText())
                        .findFirst())
                .orElse("");
    }

    static int count(Answer preview, String name) {
        return Integer.parseInt(value(preview.json(), name));
    }

    /** Reasons for refusals in all categories. */
    static Stream<JsonNode> reasons(Answer preview) {
        return parts(preview.json(), "category").flatMap(category -> parts(category, "reason"));
    }

    /** What the status says of one Consent. */
    static Optional<JsonNode> line(Answer status, String consentId) {
        Predicate<JsonNode> same = each -> value(each, "reference").startsWith("Consent/" + consentId + "/_history/");
        return parts(status.json(), "consent").filter(same).findFirst();
    }
}
