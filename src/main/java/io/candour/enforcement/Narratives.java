package io.candour.enforcement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Texts for people in FHIR JSON (R4 2.4 'Narrative'). Where an item tells of others, its text may have been written from
 * some that it no longer names, or never did.
 */
final class Narratives {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Narratives() {}

    /** Whether there is any. */
    static boolean in(String content) {
        return content.contains("\"div\":");
    }

    /** The resource without them, marked as incomplete (R4 3.1.0.5.9, tag SUBSETTED). */
    static String cut(String content) {
        try {
            ObjectNode resource = (ObjectNode) JSON.readTree(content);
            cut(resource);
            ObjectNode meta = resource.withObject("/meta");
            meta.withArray("tag")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue")
                    .put("code", "SUBSETTED");
            return JSON.writeValueAsString(resource);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record index holds something that is no JSON", e);
        }
    }

    private static void cut(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("text").has("div")) {
            object.remove("text");
        }
        node.forEach(Narratives::cut);
    }
}
