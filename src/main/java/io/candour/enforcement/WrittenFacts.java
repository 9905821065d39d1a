package io.candour.enforcement;

import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.ItemFactsReader;
import io.candour.consent.fhir.Known;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.Labels;
import io.candour.consent.fhir.LocalReferences;
import io.candour.record.IndexedItem;
import io.candour.record.ItemGraph;
import io.candour.record.ItemGraph.Held;
import io.candour.record.Kind;
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
import java.util.UUID;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Resource;

/**
 * The facts of some resources as one transaction leaves them. An item whose facts hang on another's (a Provenance on
 * its target, an Observation on its Encounter) sees that one as this transaction leaves it, else as it is stored.
 *
 * <p>Used by one thread, once.
 */
final class WrittenFacts implements Known {
    /**
     * What is read of an item, and what was looked up for it.
     *
     * @param told as {@link IndexedItem#told}
     */
    record Reading(ItemFacts facts, Labels ownLabels, Set<String> restsOn, Optional<Set<UUID>> told) {
        /** As {@link Held#kinds}. */
        Optional<Set<UUID>> kinds() {
            return Kind.of(facts).with(told);
        }

        private Reading told(Optional<Set<UUID>> kinds) {
            return new Reading(facts, ownLabels, restsOn, kinds);
        }
    }

    private final Map<String, Resource> resources;
    private final Set<String> gone;
    private final Set<String> fresh;
    private final Optional<ItemGraph> graph;
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
     * @param graph the index, for whatever else is stored; empty where the resources are all that counts
     */
    WrittenFacts(
            Map<String, Resource> resources,
            Set<String> gone,
            Set<String> fresh,
            Optional<ItemGraph> graph,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.resources = resources;
        this.gone = gone;
        this.fresh = fresh;
        this.graph = graph;
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
    void prefetch(Collection<String> others) {
        Set<String> missing = new HashSet<>(others);
        missing.removeIf(each -> resources.containsKey(each) || gone.contains(each) || stored.containsKey(each));
        if (!missing.isEmpty()) {
            Map<String, Held> held = graph.map(index -> index.held(missing)).orElse(Map.of());
            missing.forEach(each -> stored.put(each, Optional.ofNullable(held.get(each))));
        }
    }

    /** By reference, of every resource. */
    Map<String, Reading> all() {
        return of(resources.keySet());
    }

    /** By reference, of these of the resources, and of those that they have facts from. */
    Map<String, Reading> of(Collection<String> wanted) {
        Map<String, Reading> all = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> next = new TreeSet<>(wanted);
        while (!next.isEmpty()) {
            seen.addAll(next);
            // Of those that were asked for alone it is certain that they were read whole.
            Map<String, Reading> read = new HashMap<>(whole(next));
            read.forEach(all::putIfAbsent);
            read.keySet().retainAll(next);
            all.putAll(read);
            Set<String> names = new TreeSet<>();
            next.forEach(each -> Optional.ofNullable(all.get(each))
                    .ifPresent(reading -> names.addAll(reading.facts().names())));
            prefetch(names);
            names.retainAll(resources.keySet());
            names.removeAll(seen);
            next = names;
        }
        Map<String, UUID> kinds = new HashMap<>();
        wanted.forEach(each ->
                all.computeIfPresent(each, (reference, reading) -> reading.told(told(reading.facts(), all, kinds))));
        return all;
    }

    /** As {@link IndexedItem#told}: of what is written followed as far as it goes, of what is stored as that knows. */
    private Optional<Set<UUID>> told(ItemFacts item, Map<String, Reading> all, Map<String, UUID> kinds) {
        Set<UUID> told = new TreeSet<>();
        Set<String> seen = new HashSet<>(item.names());
        Deque<String> next = new ArrayDeque<>(item.names());
        boolean near = item.patients().size() == 1;
        while (near && !next.isEmpty()) {
            String name = next.remove();
            Optional<ItemFacts> written = Optional.ofNullable(all.get(name)).map(Reading::facts);
            Optional<Held> held = resources.containsKey(name) ? Optional.empty() : stored(name);
            Optional<ItemFacts> facts = written.or(() -> held.map(Held::facts));
            if (facts.isPresent() && !facts.get().namesPatient()) {
                continue;
            }
            near = facts.filter(named -> named.patients().equals(item.patients()))
                            .isPresent()
                    && held.map(stored -> stored.kinds().isPresent()).orElse(true);
            held.flatMap(Held::kinds).ifPresent(told::addAll);
            written.ifPresent(named -> {
                told.add(kinds.computeIfAbsent(name, any -> Kind.of(named).digest()));
                named.names().stream().filter(seen::add).forEach(next::add);
            });
        }
        return near ? Optional.of(told) : Optional.empty();
    }

    private Map<String, Reading> whole(Collection<String> wanted) {
        wanted.forEach(this::read);
        if (!circular) {
            return readings;
        }
        // What is read first sees the others of a circle whole, so each is: their order is not to matter.
        Map<String, Reading> all = new HashMap<>(readings);
        for (String reference : wanted) {
            readings.clear();
            underway.clear();
            read(reference).ifPresent(reading -> all.put(reference, reading));
        }
        return all;
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
        return labelsOf(reference);
    }

    /** Those with labels alone: when another gets one, its Encounter is read again for that. */
    @Override
    public Collection<String> conditionsOf(String encounter) {
        Set<String> all = new TreeSet<>(conditions.getOrDefault(encounter, Set.of()));
        if (!fresh.contains(encounter)) {
            graph.map(index -> index.conditionsOf(Set.of(encounter))).orElse(Set.of()).stream()
                    .filter(condition -> !resources.containsKey(condition))
                    .forEach(all::add);
        }
        prefetch(all);
        all.removeIf(condition -> labelsOf(condition).equals(Labels.NONE));
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
            readings.put(reference, new Reading(facts, own, looked, Optional.empty()));
        } finally {
            lookups.pop();
        }
        return Optional.ofNullable(readings.get(reference));
    }

    private Labels labelsOf(String reference) {
        Resource resource = resources.get(reference);
        return resource != null
                ? own(reference, resource)
                : stored(reference).map(Held::ownLabels).orElse(Labels.NONE);
    }

    private Labels own(String reference, Resource resource) {
        return ownLabels.computeIfAbsent(reference, any -> reader.own(resource));
    }

    private Optional<Held> stored(String reference) {
        prefetch(Set.of(reference));
        return Optional.ofNullable(stored.get(reference)).flatMap(held -> held);
    }
}
