package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.WrittenFacts.Reading;
import io.candour.record.IndexedItem;
import io.candour.record.ItemGraph;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
record DueItems(
        StoredResources stored,
        ItemGraph graph,
        FhirContext fhir,
        LocalReferences references,
        ZoneId zone,
        LabelLists lists) {

    /**
     * What is due of some items.
     *
     * @param items by reference; what HAPI does not hold is absent
     * @param versions of these and of all else that was read for them, by reference
     */
    record Due(Map<String, IndexedItem> items, Map<String, Long> versions) {}

    Due read(Collection<String> wanted) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        Map<String, Reading> readings = Map.of();
        Set<String> asked = new HashSet<>();
        Set<String> missing = new TreeSet<>(wanted);
        while (!missing.isEmpty()) {
            asked.addAll(missing);
            Map<String, Resource> found = stored.current(missing);
            resources.putAll(found);
            Set<String> held = new TreeSet<>(wanted);
            held.retainAll(resources.keySet());
            readings = new WrittenFacts(
                            resources, Set.of(), resources.keySet(), Optional.empty(), references, zone, lists)
                    .of(held);
            missing = conditions(found.keySet());
            for (Reading reading : readings.values()) {
                missing.addAll(reading.restsOn());
            }
            missing.removeAll(asked);
        }
        return due(wanted, resources, readings);
    }

    private Due due(Collection<String> wanted, Map<String, Resource> resources, Map<String, Reading> readings) {
        Map<String, Long> versions = new HashMap<>();
        resources.forEach((reference, resource) ->
                versions.put(reference, resource.getIdElement().getVersionIdPartAsLong()));
        Map<String, IndexedItem> items = new LinkedHashMap<>();
        for (String reference : wanted) {
            Optional.ofNullable(versions.get(reference)).ifPresent(version -> {
                Resource resource = Objects.requireNonNull(resources.get(reference));
                Reading reading = Objects.requireNonNull(readings.get(reference));
                items.put(reference, IndexWork.item(fhir, resource, version, reading));
            });
        }
        return new Due(items, versions);
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
}
