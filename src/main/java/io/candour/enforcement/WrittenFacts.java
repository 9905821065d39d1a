package io.candour.enforcement;

import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.ItemFactsReader;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.WriteSet.Kind;
import io.candour.enforcement.WriteSet.Write;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The facts of what one transaction writes. An item whose facts hang on another's (a Provenance on its target, an
 * Observation on its Encounter) sees that one as this transaction leaves it, else as the index has it.
 */
final class WrittenFacts {
    private final Map<String, Write> writes;
    private final RecordIndex index;
    private final ItemFactsReader reader;
    private final Map<String, ItemFacts> facts = new HashMap<>();
    private final Map<String, Optional<ItemFacts>> stored = new HashMap<>();
    private final Set<String> underway = new TreeSet<>();

    WrittenFacts(Map<String, Write> writes, RecordIndex index, LocalReferences references, ZoneId zone) {
        this.writes = writes;
        this.index = index;
        this.reader = new ItemFactsReader(references, zone, this::of);
    }

    /** By reference, of everything that is there afterwards. */
    Map<String, ItemFacts> all() {
        writes.keySet().forEach(this::of);
        return facts;
    }

    private Optional<ItemFacts> of(String reference) {
        Optional<ItemFacts> known = Optional.ofNullable(facts.get(reference));
        Write write = writes.get(reference);
        if (known.isPresent()) {
            return known;
        }
        if (write == null) {
            return stored.computeIfAbsent(reference, this::stored);
        }
        if (write.kind() == Kind.DELETED || !underway.add(reference)) {
            return Optional.empty();
        }
        ItemFacts read = reader.read(
                write.resource(), write.resource().getMeta().getLastUpdated().toInstant());
        facts.put(reference, read);
        return Optional.of(read);
    }

    private Optional<ItemFacts> stored(String reference) {
        int slash = reference.indexOf('/');
        return index.read(reference.substring(0, slash), reference.substring(slash + 1))
                .map(RecordItem::facts);
    }
}
