package io.candour.enforcement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.record.FhirJson;
import java.util.function.Consumer;

/** Resources of which something is left out, marked as incomplete (R4 3.1.0.5.9, tag SUBSETTED). */
final class Subset {
    private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private static final String CODE = "SUBSETTED";

    private Subset() {}

    /** The resource, in FHIR JSON, without what is taken out. */
    static String of(String content, Consumer<ObjectNode> taken) {
        try {
            ObjectNode resource = (ObjectNode) FhirJson.MAPPER.readTree(content);
            taken.accept(resource);
            mark(resource);
            return FhirJson.MAPPER.writeValueAsString(resource);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record index holds something that is no JSON", e);
        }
    }

    private static void mark(ObjectNode resource) {
        for (JsonNode tag : resource.at("/meta/tag")) {
            if (tag.path("code").asText().equals(CODE)) {
                return;
            }
        }
        resource.withObject("/meta")
                .withArray("tag")
                .addObject()
                .put("system", SYSTEM)
                .put("code", CODE);
    }
}
