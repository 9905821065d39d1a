package io.candour.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.candour.consent.ItemFacts;
import java.util.Collection;
import java.util.List;

/**
 * One item as the record index keeps it.
 *
 * @param version HAPI's version number
 * @param facts what a decision may look at; names the patients whose item it is
 * @param content the complete FHIR JSON with meta, as a reader gets it
 */
public record RecordItem(long version, ItemFacts facts, String content) {

    /** The same as these patients' item. */
    public RecordItem of(Collection<String> patients) {
        return new RecordItem(version, facts.of(List.copyOf(patients)), content);
    }

    /** Its content. */
    public JsonNode json() {
        try {
            return FhirJson.MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record index holds something that is no JSON", e);
        }
    }

    public String type() {
        return facts.type();
    }

    public String id() {
        return facts.id();
    }
}
