package io.candour.record;

import io.candour.consent.ItemFacts;

/**
 * One item as the record index keeps it.
 *
 * @param version HAPI's version number
 * @param facts what a decision may look at; names the patients whose item it is
 * @param content the complete FHIR JSON with meta, as a reader gets it
 */
public record RecordItem(long version, ItemFacts facts, String content) {

    public String type() {
        return facts.type();
    }

    public String id() {
        return facts.id();
    }
}
