package io.candour.enforcement;

import io.candour.consent.ItemFacts;
import io.candour.enforcement.DueItems.Due;
import io.candour.record.IndexRow;
import io.candour.record.IndexedItem;
import io.candour.record.RecordIndex;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds rows of the record index against what is due of their items.
 *
 * <p>Joins the transaction at hand, and is exact where that sees one moment or holds the locks of {@link Look#patients}.
 * Safe for use by many threads.
 */
record Comparison(DueItems dueItems, RecordIndex index) {
    private static final Pattern LOGICAL_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /**
     * What was seen of some items.
     *
     * @param due what the index is to have, by reference
     * @param patients whose all that was looked at is; the empty name stands for nobody
     */
    record Look(Map<String, IndexedItem> due, Set<String> patients, List<Difference> differences) {}

    Look look(Collection<String> references) {
        Due due = dueItems.read(references);
        Map<String, List<IndexRow>> rows = index.rows(references);
        Set<String> patients = new TreeSet<>(due.patients());
        List<Difference> differences = new ArrayList<>();
        for (String reference : new TreeSet<>(references)) {
            List<IndexRow> has = rows.getOrDefault(reference, List.of());
            has.forEach(row -> patients.add(row.patient()));
            List<String> what = what(
                    Optional.ofNullable(due.items().get(reference)),
                    has,
                    due.idle().getOrDefault(reference, Set.of()));
            if (!what.isEmpty()) {
                differences.add(new Difference(reference, what));
            }
        }
        return new Look(due.items(), patients, differences);
    }

    private static List<String> what(Optional<IndexedItem> due, List<IndexRow> rows, Set<String> idle) {
        if (due.isEmpty()) {
            return rows.isEmpty() ? List.of() : List.of("is in the index, but not stored or deleted");
        }
        if (rows.isEmpty()) {
            return List.of("is not in the index");
        }
        Set<String> what = new TreeSet<>();
        for (IndexRow row : rows) {
            if (row.item().isEmpty()) {
                what.add("a row that can't be read");
                continue;
            }
            compare(row.item().get(), due.get(), idle, what);
            if (!row.sortedAs(due.get().item())) {
                what.add("other times to sort by");
            }
        }
        Collection<String> owners = IndexWork.owners(due.get().item().facts());
        for (IndexRow row : rows) {
            if (!owners.contains(row.patient())) {
                what.add("a row under " + named(row.patient()) + ", whose it is not");
            }
        }
        for (String owner : owners) {
            if (rows.stream().noneMatch(row -> row.patient().equals(owner))) {
                what.add("no row under " + named(owner));
            }
        }
        return List.copyOf(what);
    }

    /** A stranger is known by what an item says, which may be a number of theirs: that is not to be told. */
    private static String named(String patient) {
        if (patient.isEmpty()) {
            return "nobody";
        }
        return LOGICAL_ID.matcher(patient).matches() ? "Patient/" + patient : "a patient of elsewhere";
    }

    private static void compare(IndexedItem has, IndexedItem due, Set<String> idle, Set<String> what) {
        if (has.item().version() != due.item().version()) {
            what.add("version " + has.item().version() + " for " + due.item().version());
        }
        if (!has.item().content().equals(due.item().content())) {
            what.add("other content");
        }
        for (RecordComponent fact : ItemFacts.class.getRecordComponents()) {
            if (!value(fact, has.item().facts()).equals(value(fact, due.item().facts()))) {
                what.add("other facts: " + fact.getName());
            }
        }
        if (!has.ownLabels().equals(due.ownLabels())) {
            what.add("other labels of its own");
        }
        if (!has.addedLabels().equals(due.addedLabels())) {
            what.add("other labels added");
        }
        if (!without(idle, has.restsOn()).equals(without(idle, due.restsOn()))) {
            what.add("other items it rests on");
        }
    }

    private static Set<String> without(Set<String> idle, Set<String> references) {
        Set<String> rest = new HashSet<>(references);
        rest.removeAll(idle);
        return rest;
    }

    private static Object value(RecordComponent component, ItemFacts facts) {
        try {
            return component.getAccessor().invoke(facts);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a fact can't be read: " + component.getName(), e);
        }
    }
}
