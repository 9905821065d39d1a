package io.candour.enforcement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Texts for people in FHIR JSON (R4 2.4 'Narrative'). Where an item tells of others, its text may have been written from
 * some that it no longer names, or never did.
 */
final class Narratives {
    private Narratives() {}

    /** Whether there is any. */
    static boolean in(String content) {
        return content.contains("\"div\":");
    }

    /** The resource without them. */
    static String cut(String content) {
        return Subset.of(content, Narratives::cut);
    }

    private static void cut(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("text").has("div")) {
            object.remove("text");
        }
        node.forEach(Narratives::cut);
    }
}
