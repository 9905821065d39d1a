package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.WriterLocks;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.Labels;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.WrittenFacts.Reading;
import io.candour.record.IndexedItem;
import io.candour.record.ItemGraph;
import io.candour.record.ItemGraph.Held;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Resource;

/**
 * Brings the record index up to what a transaction writes: reads the facts of each item, labels it, and reads the items
 * anew that rest on one whose facts have changed.
 *
 * <p>INVARIANT: derived labels live here alone, never in HAPI's tables. So what a sender said is never lowered and never
 * mixed up with what a list said, and a list that changes is a matter of reading items again.
 *
 * <p>Writers of one patient come one after the other from here to their commit; readers are not held up. Safe for use
 * by many threads.
 */
final class IndexWork {
    /** Deeper than any record: a Provenance of a report of an observation of an encounter. */
    private static final int MOST_ROUNDS = 20;

    private final FhirContext fhir;
    private final RecordIndex index;
    private final ItemGraph graph;
    private final WriterLocks locks;
    private final LocalReferences references;
    private final ZoneId zone;
    private final LabelLists lists;

    IndexWork(
            FhirContext fhir,
            RecordIndex index,
            ItemGraph graph,
            WriterLocks locks,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.fhir = fhir;
        this.index = index;
        this.graph = graph;
        this.locks = locks;
        this.references = references;
        this.zone = zone;
        this.lists = lists;
    }

    /**
     * What changed.
     *
     * @param facts of everything that was written or read anew, by reference
     * @param before whose these and the deleted items were; what is new is absent
     */
    record Change(Map<String, ItemFacts> facts, Map<String, Set<String>> before) {}

    /**
     * Indexes what one transaction leaves.
     *
     * @param written by reference; gets its labels
     * @param gone references of what was deleted
     * @param fresh those of the written that nothing stored can name yet
     */
    Change write(Map<String, Resource> written, Set<String> gone, Set<String> fresh) {
        return settled(() -> new Round(written, gone, fresh, Set.of()));
    }

    /**
     * Reads these items anew, under the lists of now, and with them what rests on those that change.
     *
     * @return what changed by that; empty where nothing did
     */
    Change readAgain(Collection<String> stored) {
        return settled(() -> new Round(Map.of(), Set.of(), Set.of(), stored));
    }

    /** Reads until every writer that could change what was looked at is known to be behind us. */
    private Change settled(Supplier<Round> reading) {
        SortedSet<String> locked = new TreeSet<>();
        while (true) {
            Round round = reading.get();
            SortedSet<String> needed = round.patients();
            needed.removeAll(locked);
            locks.lock(needed);
            locked.addAll(needed);
            if (needed.isEmpty() || !round.lookedAround()) {
                return store(round);
            }
        }
    }

    /** What the index would have of this resource, as things are now; nothing is written. */
    RecordItem asIndexed(Resource resource) {
        String reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        Map<String, Resource> alone = Map.of(reference, resource);
        WrittenFacts facts = new WrittenFacts(alone, Set.of(), Set.of(), Optional.of(graph), references, zone, lists);
        Reading reading = Optional.ofNullable(facts.all().get(reference)).orElseThrow();
        return item(fhir, resource, resource.getIdElement().getVersionIdPartAsLong(), reading)
                .item();
    }

    private Change store(Round round) {
        List<IndexedItem> items = new ArrayList<>();
        Map<String, ItemFacts> facts = new HashMap<>();
        round.readings.forEach((reference, reading) -> {
            Resource resource =
                    Optional.ofNullable(round.resources.get(reference)).orElseThrow();
            Optional<IndexedItem> was = Optional.ofNullable(round.pulled.get(reference));
            long version = was.map(item -> item.item().version())
                    .orElseGet(() -> resource.getIdElement().getVersionIdPartAsLong());
            IndexedItem now = item(fhir, resource, version, reading);
            if (!was.equals(Optional.of(now))) {
                items.add(now);
                facts.put(reference, reading.facts());
            }
        });
        return new Change(facts, index.replace(items, round.gone));
    }

    /** What the index keeps of a resource that was read so; it gets its labels. */
    static IndexedItem item(FhirContext fhir, Resource resource, long version, Reading reading) {
        ItemFacts facts = reading.facts();
        Labels labels = new Labels(facts.confidentiality(), facts.sensitivity(), facts.noPatient());
        Set<String> added = labels.addTo(resource);
        ItemMeta.settle(resource);
        RecordItem item = new RecordItem(version, facts, fhir.newJsonParser().encodeResourceToString(resource));
        return new IndexedItem(item, reading.restsOn(), reading.ownLabels(), added, reading.told());
    }

    /** The empty name stands for nobody. */
    static Collection<String> owners(ItemFacts facts) {
        return facts.patients().isEmpty() ? Set.of("") : facts.patients();
    }

    /**
     * What is not what it was, by reference.
     *
     * @param all of which something changed that any others take over
     * @param taken those of them of which it is not for what tells of them alone
     */
    private record Changed(Set<String> all, Set<String> taken) {}

    /** One reading of what is written and of all that rests on it. */
    private final class Round {
        private final Map<String, Resource> resources;
        private final Set<String> gone;
        private final Set<String> fresh;
        private final Map<String, Held> before;
        private final Map<String, IndexedItem> pulled = new HashMap<>();
        private Map<String, Reading> readings = Map.of();
        private Set<String> around = Set.of();

        Round(Map<String, Resource> written, Set<String> gone, Set<String> fresh, Collection<String> again) {
            this.resources = new LinkedHashMap<>(written);
            this.gone = gone;
            this.fresh = fresh;
            Set<String> stored = new HashSet<>(written.keySet());
            stored.removeAll(fresh);
            stored.addAll(gone);
            this.before = stored.isEmpty() ? Map.of() : graph.held(stored);
            pull(new TreeSet<>(again));
            read();
            for (int depth = 0; pull(restingOn(changed())); depth++) {
                if (depth > MOST_ROUNDS) {
                    throw new IllegalStateException("items rest on each other too deeply");
                }
                read();
            }
        }

        SortedSet<String> patients() {
            SortedSet<String> patients = new TreeSet<>(around);
            readings.values().forEach(reading -> patients.addAll(owners(reading.facts())));
            pulled.values().forEach(item -> patients.addAll(owners(item.item().facts())));
            before.values().forEach(held -> patients.addAll(owners(held.facts())));
            return patients;
        }

        /** Whether anything but what is written was looked at, so that it may have changed meanwhile. */
        boolean lookedAround() {
            return !around.isEmpty() || !gone.isEmpty() || !fresh.containsAll(resources.keySet());
        }

        private void read() {
            WrittenFacts facts = new WrittenFacts(resources, gone, fresh, Optional.of(graph), references, zone, lists);
            Set<String> others = new HashSet<>();
            pulled.values().forEach(item -> others.addAll(item.restsOn()));
            facts.prefetch(others);
            readings = facts.all();
            around = facts.lookedUp();
        }

        /** Takes stored items in, to be read again; returns whether there were any. */
        private boolean pull(Set<String> dependents) {
            dependents.removeAll(resources.keySet());
            dependents.removeAll(gone);
            if (dependents.isEmpty()) {
                return false;
            }
            for (IndexedItem item : graph.load(dependents)) {
                Resource resource = (Resource)
                        fhir.newJsonParser().parseResource(item.item().content());
                Labels.remove(resource, item.addedLabels());
                String reference = item.item().facts().reference();
                resources.put(reference, resource);
                pulled.put(reference, item);
            }
            return true;
        }

        /** What others may take over and that is not what it was. */
        private Changed changed() {
            Changed changed = new Changed(new TreeSet<>(gone), new TreeSet<>(gone));
            for (String reference : resources.keySet()) {
                if (fresh.contains(reference)) {
                    continue;
                }
                Optional<Legacy> was = Optional.ofNullable(before.get(reference))
                        .map(held -> Legacy.of(held.facts(), held.ownLabels(), held.kinds()))
                        .or(() -> Optional.ofNullable(pulled.get(reference))
                                .map(item -> Legacy.of(item.item().facts(), item.ownLabels(), item.kinds())));
                Optional<Legacy> is = Optional.ofNullable(readings.get(reference))
                        .map(reading -> Legacy.of(reading.facts(), reading.ownLabels(), reading.kinds()));
                if (!was.equals(is)) {
                    changed.all().add(reference);
                }
                if (!was.map(Legacy::taken).equals(is.map(Legacy::taken))) {
                    changed.taken().add(reference);
                }
            }
            return changed;
        }

        /** Items read by looking at any of these, and the Encounters of Conditions that are labelled. */
        private Set<String> restingOn(Changed changed) {
            Set<String> dependents =
                    changed.taken().isEmpty() ? new TreeSet<>() : new TreeSet<>(graph.restingOn(changed.taken()));
            // All of them at once: a circle that is read in part would take for stored what it had from itself.
            dependents.addAll(graph.tellingOf(changed.all()));
            readings.forEach((reference, reading) -> {
                if (resources.get(reference) instanceof Condition condition
                        && !reading.ownLabels().equals(Labels.NONE)) {
                    WrittenFacts.encounter(references, condition).ifPresent(dependents::add);
                }
            });
            return dependents;
        }
    }
}
