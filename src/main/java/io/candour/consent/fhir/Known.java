package io.candour.consent.fhir;

import io.candour.consent.ItemFacts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the server holds beside the item that is read: what the item takes over from others. */
@FunctionalInterface
public interface Known {
    /**
     * A subject that is a Group, what a Provenance is about, the Encounter whose provider is the source.
     *
     * @param reference {@code Type/id}
     */
    Optional<ItemFacts> facts(String reference);

    /** An item's own labels, without those that it has from others; {@link Labels#NONE} where it isn't held. */
    default Labels labels(String reference) {
        return Labels.NONE;
    }

    /** References of the Conditions that name this Encounter as theirs. */
    default Collection<String> conditionsOf(String encounter) {
        return List.of();
    }
}
