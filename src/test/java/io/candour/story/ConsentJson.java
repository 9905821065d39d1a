package io.candour.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A patient's answer to a choice, as JSON that a test changes before it sends it. */
public final class ConsentJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode json;

    private ConsentJson(ObjectNode json) {
        this.json = json;
    }

    /** Hides the record from the organisation with this ODS code. */
    public static ConsentJson hide(String patient, String odsCode) {
        return of(
                """
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{
                   "system": "https://candour.io/fhir/CodeSystem/choice", "code": "hide-from"}]}],
                 "patient": {"reference": "Patient/%s"},
                 "policyRule": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "deny", "actor": [%s]}}
                """
                        .formatted(patient, actor(odsCode)));
    }

    static String actor(String odsCode) {
        return """
                {"role": {"coding": [{
                   "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                 "reference": {"identifier": {
                   "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}
                """
                .formatted(odsCode);
    }

    private static ConsentJson of(String text) {
        try {
            return new ConsentJson((ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The same with one element of the root changed; {@code null} takes it away. */
    ConsentJson with(String element, String value) {
        return set(json.deepCopy(), "", element, value);
    }

    /** The same with one element of the provision changed. */
    ConsentJson provision(String element, String value) {
        return set(json.deepCopy(), "provision", element, value);
    }

    private static ConsentJson set(ObjectNode copy, String parent, String element, String value) {
        ObjectNode target = parent.isEmpty() ? copy : (ObjectNode) copy.path(parent);
        try {
            target.set(element, JSON.readTree(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value, e);
        }
        if (value.equals("null")) {
            target.remove(element);
        }
        return new ConsentJson(copy);
    }

    ConsentJson id(String id) {
        return with("id", quoted(id));
    }

    ConsentJson status(String status) {
        return with("status", quoted(status));
    }

    ConsentJson at(String dateTime) {
        return with("dateTime", quoted(dateTime));
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
