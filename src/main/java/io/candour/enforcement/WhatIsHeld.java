package io.candour.enforcement;

import io.candour.choice.CareRelationships;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.ItemFacts;
import io.candour.consent.Snapshot;
import io.candour.enforcement.Sharing.With;
import io.candour.record.Holdings;
import io.candour.record.Holdings.Count;
import io.candour.record.Holdings.Holding;
import io.candour.record.Holdings.Undecided;
import io.candour.record.NamedItems;
import io.candour.record.RecordIndex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

    WhatIsHeld(RecordPath records, RecordIndex index, Holdings holdings, CareRelationships cares, Sharing sharing) {
        this.records = records;
        this.index = index;
        this.holdings = holdings;
        this.cares = cares;
        this.sharing = sharing;
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
                .map(snapshot ->
                        sharing.of(snapshot, verdicts.epoch(), verdicts.now(), toldOf(patient, open, verdicts)))
                .orElse(List.of());
        with.forEach(each -> verdicts.holdsUntil(each.residual().validUntil()));
        Count count =
                holdings.count(patient, open, with.stream().map(With::open).toList());
        Map<Category, Holding> held = count.byCategory();
        decide(count, verdicts);
        if (!count.left().isEmpty()) {
            addUndecided(held, patient, count.left(), with, verdicts);
        }
        if (held.isEmpty() && !own) {
            return Answer.notThere(verdicts.evidence());
        }
        Map<String, String> names = index.names(organisations(held.values(), with));
        String answer =
                HeldParameters.write(held, with.stream().map(With::organisation).toList(), names);
        return new Answer(200, answer, Map.of(), verdicts.evidence());
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

    /** One item of each category is decided as if it were shown, so that the log says on what the answer rests. */
    private void decide(Count count, Verdicts verdicts) {
        Set<String> unread = new HashSet<>(count.samples());
        unread.removeAll(count.read().keySet());
        Map<String, ItemFacts> samples = new HashMap<>(count.read());
        samples.putAll(index.facts(unread));
        verdicts.aboutAll(samples.values());
        if (!samples.values().stream().allMatch(verdicts::permits)) {
            throw Refusal.unavailable("This record is being changed right now; try again");
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
}
