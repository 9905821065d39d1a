package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.CareRelationships;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.ItemFacts;
import io.candour.consent.Snapshot;
import io.candour.enforcement.Sharing.With;
import io.candour.record.Holdings;
import io.candour.record.Holdings.Count;
import io.candour.record.Holdings.Holding;
import io.candour.record.Holdings.Source;
import io.candour.record.Holdings.Undecided;
import io.candour.record.NamedItems;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UriType;

/**
 * {@code Patient/$held}: what is held at a glance, category by category, of what the caller may see; patients are told
 * with which of those who care for them each is shared. Numbers and dates, no items; a Binary counts as what it is attached
 * to. Safe for use by many threads.
 */
final class WhatIsHeld implements Operation {
    private final RecordPath records;
    private final RecordIndex index;
    private final Holdings holdings;
    private final CareRelationships cares;
    private final Sharing sharing;
    private final FhirContext fhir;

    WhatIsHeld(
            RecordPath records,
            RecordIndex index,
            Holdings holdings,
            CareRelationships cares,
            Sharing sharing,
            FhirContext fhir) {
        this.records = records;
        this.index = index;
        this.holdings = holdings;
        this.cares = cares;
        this.sharing = sharing;
        this.fhir = fhir;
    }

    @Override
    public String code() {
        return "held";
    }

    @Override
    public boolean restsOnSnapshots() {
        return true;
    }

    @Override
    public Answer answer(Invocation invocation) {
        String patient = invocation.patient();
        // Of now: who has just begun to care for the patient is among those it is shared with.
        Verdicts verdicts = records.verdicts(invocation.token());
        verdicts.about(List.of(patient));
        Condition open = verdicts.open(patient);
        boolean own = invocation.token().caller().patient().equals(Optional.of(patient));
        List<With> with = verdicts.snapshot(patient)
                .filter(any -> own)
                .map(snapshot -> sharing.of(snapshot, verdicts.now(), toldOf(patient, open, verdicts)))
                .orElse(List.of());
        with.forEach(each -> verdicts.holdsUntil(each.residual().validUntil()));
        Count count =
                holdings.count(patient, open, with.stream().map(With::open).toList());
        Map<Category, Holding> held = count.byCategory();
        Set<String> read = organisations(held.values(), with);
        read.addAll(count.samples());
        Map<String, RecordItem> items = items(read);
        decide(count.samples(), items, verdicts);
        if (!count.left().isEmpty()) {
            addUndecided(held, patient, count.left(), with, verdicts);
            items.putAll(items(organisations(held.values(), with)));
        }
        if (held.isEmpty() && !own) {
            return Answer.notThere(verdicts.evidence());
        }
        Map<String, String> names = names(items.values());
        Parameters answer = new Parameters();
        held.forEach((category, holding) -> tell(Part.of(answer, "category"), category, holding, with, names));
        return new Answer(200, Part.encode(fhir, answer), Map.of(), verdicts.evidence());
    }

    /**
     * Who cares for somebody is told by items: by one at least that the reader may see. Most are found open by the index;
     * those of an organisation that none tells of there are decided one by one.
     */
    private Predicate<String> toldOf(String patient, Condition open, Verdicts verdicts) {
        Map<String, Set<String>> stated = new HashMap<>(cares.sources(patient));
        Set<String> told = holdings.anyOpen(patient, open, stated);
        stated.keySet().removeAll(told);
        Map<String, ItemFacts> items =
                index.facts(stated.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        verdicts.aboutAll(items.values());
        stated.forEach((organisation, sources) -> {
            if (sources.stream()
                    .flatMap(source -> Optional.ofNullable(items.get(source)).stream())
                    .anyMatch(verdicts::wouldPermit)) {
                told.add(organisation);
            }
        });
        return told::contains;
    }

    private void addUndecided(
            Map<Category, Holding> held, String patient, Set<String> left, List<With> with, Verdicts verdicts) {
        List<Undecided> undecided = holdings.undecided(patient, left);
        List<ItemFacts> items = undecided.stream().map(Undecided::facts).toList();
        verdicts.aboutAll(items);
        NamedItems named = new NamedItems(index);
        named.read(items);
        Optional<Snapshot> snapshot = verdicts.snapshot(patient);
        for (Undecided each : undecided) {
            if (verdicts.permits(each.facts())) {
                List<Boolean> openTo = with.stream()
                        .map(one -> sharing.open(one, each.facts(), named, snapshot.orElseThrow(), verdicts.now()))
                        .toList();
                Holdings.add(held, each.facts().category(), each.counted(openTo));
            }
        }
    }

    /** Those that are there, by reference. */
    private Map<String, RecordItem> items(Set<String> references) {
        Map<String, RecordItem> items = new HashMap<>();
        index.items(references).forEach(item -> items.put(item.facts().reference(), item));
        return items;
    }

    /** One item of each category is decided as if it were shown, so that the log says on what the answer rests. */
    private static void decide(Set<String> samples, Map<String, RecordItem> items, Verdicts verdicts) {
        List<ItemFacts> there = samples.stream()
                .filter(items::containsKey)
                .map(sample -> Objects.requireNonNull(items.get(sample)).facts())
                .toList();
        verdicts.aboutAll(there);
        for (ItemFacts item : there) {
            if (!verdicts.permits(item)) {
                throw Refusal.unavailable("This record is being changed right now; try again");
            }
        }
    }

    /** Whose names are to be told, by reference. */
    private static Set<String> organisations(Iterable<Holding> held, List<With> with) {
        Set<String> references = new TreeSet<>();
        held.forEach(holding ->
                holding.sources().forEach(source -> source.organisation().ifPresent(references::add)));
        with.forEach(each -> references.add(each.organisation()));
        return references;
    }

    /** Of organisations, by reference. */
    private static Map<String, String> names(Iterable<RecordItem> items) {
        Map<String, String> names = new TreeMap<>();
        for (RecordItem item : items) {
            if (item.type().equals("Organization")) {
                Optional.ofNullable(item.json().path("name").textValue())
                        .ifPresent(name -> names.put(item.facts().reference(), name));
            }
        }
        return names;
    }

    private static void tell(
            Part part, Category category, Holding holding, List<With> with, Map<String, String> names) {
        part.code("category", category.code());
        part.count("count", holding.count());
        holding.first().ifPresent(first -> part.instant("first", first));
        holding.last().ifPresent(last -> part.instant("last", last));
        part.instant("newest", holding.newest());
        for (Source source : new TreeSet<>(holding.sources())) {
            if (source.organisation().isEmpty() && source.system().isEmpty()) {
                // What people say of themselves has none, and a part with nothing in it is no FHIR.
                continue;
            }
            Part from = part.part("source");
            source.organisation().ifPresent(each -> from.add("organisation", reference(each, names)));
            source.system().ifPresent(each -> from.add("system", new UriType(each)));
        }
        for (int i = 0; i < with.size(); i++) {
            Part shared = part.part("shared");
            shared.add("with", reference(with.get(i).organisation(), names));
            int open = holding.open().get(i);
            shared.code("extent", open == 0 ? "none" : open == holding.count() ? "all" : "some");
            shared.count("count", open);
        }
    }

    private static Reference reference(String reference, Map<String, String> names) {
        return new Reference(reference).setDisplay(names.get(reference));
    }
}
