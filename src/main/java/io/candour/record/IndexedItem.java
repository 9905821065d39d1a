package io.candour.record;

import io.candour.consent.fhir.Labels;
import java.util.Set;

/**
 * An item with what the index keeps beside it, so that its facts can be read again when others change.
 *
 * @param restsOn references that were looked up to read its facts, whether or not there was something
 * @param ownLabels its labels without those it has from what it rests on
 * @param addedLabels those labels in its content that the server added, as {@code system|code}
 */
public record IndexedItem(RecordItem item, Set<String> restsOn, Labels ownLabels, Set<String> addedLabels) {
    public IndexedItem {
        restsOn = Set.copyOf(restsOn);
        addedLabels = Set.copyOf(addedLabels);
    }
}
