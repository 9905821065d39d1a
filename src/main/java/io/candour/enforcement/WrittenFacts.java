package io.candour.enforcement;

import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.ItemFactsReader;
import io.candour.consent.fhir.Known;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.Labels;
import io.candour.consent.fhir.LocalReferences;
import io.candour.record.ItemGraph;
import io.candour.record.ItemGraph.Held;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Resource;

/**
 * The facts of some resources as one transaction leaves them. An item whose facts hang on another's (a Provenance on
 * its target, an Observation on its Encounter) sees that one as this transaction leaves it, else as it is stored.
 *
 * <p>Used by one thread, once.
 */
final class WrittenFacts implements Known {
    /** What is read of an item, and what was looked up for it. */
    record Reading(ItemFacts facts, Labels ownLabels, Set<String> restsOn) {
        /** Whether it has labels to pass on. */
        boolean labelled() {
            return !ownLabels.equals(Labels.NONE);
        }
    }

    /** What is stored beside the resources. */
    interface Others {
        /** That nothing else is. */
        Others NONE = new Others() {
            @Override
            public Map<String, Held> held(Collection<String> references) {
                return Map.of();
            }

            @Override
            public Collection<String> conditionsOf(String encounter) {
                return Set.of();
            }
        };

        /** As the index has it. */
        static Others of(ItemGraph graph) {
            return new Others() {
                @Override
                public Map<String, Held> held(Collection<String> references) {
                    return graph.held(references);
                }

                @Override
                public Collection<String> conditionsOf(String encounter) {
                    return graph.conditionsOf(encounter);
                }
            };
        }

        /** Those of these items that are there, by reference. */
        Map<String, Held> held(Collection<String> references);

        /** References of the Conditions that name this Encounter. */
        Collection<String> conditionsOf(String encounter);
    }

    private final Map<String, Resource> resources;
    private final Set<String> gone;
    private final Set<String> fresh;
    private final Others others;
    private final LocalReferences references;
    private final ItemFactsReader reader;
    private final Map<String, Reading> readings = new HashMap<>();
    private final Map<String, Labels> ownLabels = new HashMap<>();
    private final Map<String, Optional<Held>> stored = new HashMap<>();
    private final Map<String, Set<String>> conditions = new HashMap<>();
    private final Set<String> underway = new HashSet<>();
    private final Deque<Set<String>> lookups = new ArrayDeque<>();
    private boolean circular;

    /**
     * @param resources by reference, as the transaction leaves them
     * @param gone references of what it deletes
     * @param fresh those of the resources that nothing stored can name yet
     */
    WrittenFacts(
            Map<String, Resource> resources,
            Set<String> gone,
            Set<String> fresh,
            Others others,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.resources = resources;
        this.gone = gone;
        this.fresh = fresh;
        this.others = others;
        this.references = references;
        this.reader = new ItemFactsReader(references, zone, this, lists);
        resources.forEach((reference, resource) -> {
            if (resource instanceof Condition condition) {
                encounter(references, condition).ifPresent(encounter -> conditions
                        .computeIfAbsent(encounter, any -> new TreeSet<>())
                        .add(reference));
            }
        });
    }

    /** Reads what the index has of these in one go, where one by one would take too long. */
    void prefetch(Collection<String> references) {
        Set<String> missing = new HashSet<>(references);
        missing.removeIf(each -> resources.containsKey(each) || gone.contains(each));
        if (!missing.isEmpty()) {
            Map<String, Held> held = others.held(missing);
            missing.forEach(each -> stored.put(each, Optional.ofNullable(held.get(each))));
        }
    }

    /** By reference, of every resource. */
    Map<String, Reading> all() {
        resources.keySet().forEach(this::read);
        return readings;
    }

    /** Of this one of the resources, read before any that rests on it. */
    Reading first(String reference) {
        return read(reference).orElseThrow();
    }

    /** Whether items rest on each other in a circle, so that it matters which one is read first. */
    boolean circular() {
        return circular;
    }

    /** Patients of the stored items that were looked up; the empty name stands for nobody. */
    Set<String> lookedUp() {
        Set<String> patients = new TreeSet<>();
        stored.values().forEach(held -> held.map(Held::facts)
                .ifPresent(facts -> patients.addAll(facts.patients().isEmpty() ? Set.of("") : facts.patients())));
        return patients;
    }

    /** The Encounter on this server that a Condition names. */
    static Optional<String> encounter(LocalReferences references, Condition condition) {
        return Optional.ofNullable(condition.getEncounter().getReference())
                .flatMap(references::local)
                .filter(local -> local.startsWith("Encounter/"));
    }

    @Override
    public Optional<ItemFacts> facts(String reference) {
        note(reference);
        return resources.containsKey(reference)
                ? read(reference).map(Reading::facts)
                : stored(reference).map(Held::facts);
    }

    @Override
    public Labels labels(String reference) {
        note(reference);
        Resource resource = resources.get(reference);
        return resource != null
                ? own(reference, resource)
                : stored(reference).map(Held::ownLabels).orElse(Labels.NONE);
    }

    @Override
    public Collection<String> conditionsOf(String encounter) {
        Set<String> all = new TreeSet<>(conditions.getOrDefault(encounter, Set.of()));
        if (!fresh.contains(encounter)) {
            others.conditionsOf(encounter).stream()
                    .filter(condition -> !resources.containsKey(condition))
                    .forEach(all::add);
        }
        return all;
    }

    private void note(String reference) {
        Optional.ofNullable(lookups.peek()).ifPresent(current -> current.add(reference));
    }

    private Optional<Reading> read(String reference) {
        Optional<Reading> known = Optional.ofNullable(readings.get(reference));
        if (known.isPresent()) {
            return known;
        }
        if (!underway.add(reference)) {
            circular = true;
            return known;
        }
        Resource resource = Optional.ofNullable(resources.get(reference)).orElseThrow();
        Set<String> looked = new TreeSet<>();
        lookups.push(looked);
        try {
            Labels own = own(reference, resource);
            ItemFacts facts = reader.read(
                    resource, own, resource.getMeta().getLastUpdated().toInstant());
            readings.put(reference, new Reading(facts, own, looked));
        } finally {
            lookups.pop();
        }
        return Optional.ofNullable(readings.get(reference));
    }

    private Labels own(String reference, Resource resource) {
        return ownLabels.computeIfAbsent(reference, any -> reader.own(resource));
    }

    private Optional<Held> stored(String reference) {
        return gone.contains(reference)
                ? Optional.empty()
                : stored.computeIfAbsent(
                        reference,
                        any -> Optional.ofNullable(
                                others.held(Set.of(reference)).get(reference)));
    }
}
