package io.candour.record;

import io.candour.consent.fhir.Labels;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An item with what the index keeps beside it, so that its facts can be read again when others change.
 *
 * @param restsOn references that were looked up to read its facts, whether or not there was something
 * @param ownLabels its labels without those it has from what it rests on
 * @param addedLabels those labels in its content that the server added, as {@code system|code}
 * @param told the {@link Kind}s of all that it tells of, near and far, but for what is about nobody; not given where any of
 *     that is not there, or anything here is not one patient's alone
 */
public record IndexedItem(
        RecordItem item, Set<String> restsOn, Labels ownLabels, Set<String> addedLabels, Optional<Set<UUID>> told) {
    public IndexedItem {
        restsOn = Set.copyOf(restsOn);
        addedLabels = Set.copyOf(addedLabels);
        told = told.map(Set::copyOf);
    }

    /** {@link #told} and its own. */
    public Optional<Set<UUID>> kinds() {
        return Kind.of(item.facts()).with(told);
    }
}
