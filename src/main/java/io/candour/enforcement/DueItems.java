package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.WrittenFacts.Others;
import io.candour.enforcement.WrittenFacts.Reading;
import io.candour.record.IndexedItem;
import io.candour.record.ItemGraph;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;

/**
 * What the record index is to have of items, by what HAPI holds alone: an item and all that it rests on are read from
 * HAPI's tables, so that nothing wrong in the index passes on.
 *
 * <p>Joins the transaction at hand. Safe for use by many threads.
 */
final class DueItems {
    /** Deeper than any record: a Provenance of a report of an observation of an encounter. */
    private static final int MOST_ROUNDS = 20;

    private final StoredResources stored;
    private final ItemGraph graph;
    private final FhirContext fhir;
    private final LocalReferences references;
    private final ZoneId zone;
    private final LabelLists lists;

    DueItems(
            StoredResources stored,
            ItemGraph graph,
            FhirContext fhir,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.stored = stored;
        this.graph = graph;
        this.fhir = fhir;
        this.references = references;
        this.zone = zone;
        this.lists = lists;
    }

    /**
     * What is due of some items.
     *
     * @param items by reference; what HAPI does not hold is absent
     * @param idle references that an item may or may not be said to rest on, by the item's: nothing comes from there
     * @param patients whose all that was looked at is; the empty name stands for nobody
     */
    record Due(Map<String, IndexedItem> items, Map<String, Set<String>> idle, Set<String> patients) {}

    Due read(Collection<String> wanted) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        Set<String> asked = new HashSet<>();
        Set<String> missing = new TreeSet<>(wanted);
        WrittenFacts facts = facts(resources);
        Map<String, Reading> readings = Map.of();
        for (int depth = 0; !missing.isEmpty(); depth++) {
            if (depth > MOST_ROUNDS) {
                throw new IllegalStateException("items rest on each other too deeply");
            }
            asked.addAll(missing);
            Map<String, Resource> found = stored.current(missing);
            resources.putAll(found);
            facts = facts(resources);
            readings = facts.all();
            missing = conditions(found.keySet());
            for (Reading reading : readings.values()) {
                missing.addAll(reading.restsOn());
            }
            missing.removeAll(asked);
        }
        return due(wanted, resources, readings, facts.circular());
    }

    private WrittenFacts facts(Map<String, Resource> resources) {
        return new WrittenFacts(resources, Set.of(), Set.of(), Others.NONE, references, zone, lists);
    }

    /** Both are asked, because no label may be lost to what one of them lacks; what a Condition itself says counts. */
    private Set<String> conditions(Collection<String> found) {
        Set<String> encounters = new TreeSet<>(found);
        encounters.removeIf(each -> !each.startsWith("Encounter/"));
        Set<String> conditions = new TreeSet<>();
        if (!encounters.isEmpty()) {
            conditions.addAll(stored.conditionsOf(encounters));
            conditions.addAll(graph.conditionsOf(encounters));
        }
        return conditions;
    }

    private Due due(
            Collection<String> wanted,
            Map<String, Resource> resources,
            Map<String, Reading> readings,
            boolean circular) {
        Map<String, Reading> due = new LinkedHashMap<>();
        for (String reference : wanted) {
            if (resources.containsKey(reference)) {
                due.put(
                        reference,
                        circular
                                ? facts(resources).first(reference)
                                : Optional.ofNullable(readings.get(reference)).orElseThrow());
            }
        }
        Set<String> patients = new TreeSet<>();
        readings.values().forEach(reading -> patients.addAll(IndexWork.owners(reading.facts())));
        Map<String, Set<String>> idle = new HashMap<>();
        Map<String, IndexedItem> items = new LinkedHashMap<>();
        due.forEach((reference, reading) -> {
            idle.put(reference, idle(reference, reading, readings));
            Resource resource = Optional.ofNullable(resources.get(reference)).orElseThrow();
            long version = resource.getIdElement().getVersionIdPartAsLong();
            items.put(reference, IndexWork.item(fhir, resource, version, reading));
        });
        return new Due(items, idle, patients);
    }

    /** An Encounter is not read again for a Condition without a label, so the index knows of such or doesn't. */
    private static Set<String> idle(String reference, Reading reading, Map<String, Reading> readings) {
        Set<String> idle = new HashSet<>();
        if (reference.startsWith("Encounter/")) {
            for (String other : reading.restsOn()) {
                Optional<Reading> there = Optional.ofNullable(readings.get(other));
                if (other.startsWith("Condition/")
                        && there.filter(each -> each.labelled()).isEmpty()) {
                    idle.add(other);
                }
            }
        }
        return idle;
    }
}
