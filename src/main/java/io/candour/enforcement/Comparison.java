package io.candour.enforcement;

import io.candour.choice.CareRelationships;
import io.candour.enforcement.DueItems.Due;
import io.candour.record.IndexedItem;
import io.candour.record.RecordIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds rows of the record index against what is due of their items, and of a Patient the care in their snapshot against
 * what items state of it.
 *
 * <p>Joins the transaction at hand, and is exact where that sees one moment or holds the locks of {@link Look#patients}.
 * Safe for use by many threads.
 */
record Comparison(DueItems dueItems, RecordIndex index, CareRelationships care) {
    private static final String PATIENT = "Patient/";
    private static final Pattern LOGICAL_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /**
     * What was seen of some items.
     *
     * @param patients whose they are, and under whom they are; the empty name stands for nobody
     */
    record Look(Due due, Set<String> patients, List<Difference> differences) {}

    Look look(Collection<String> references) {
        Due due = dueItems.read(references);
        Map<String, Set<String>> rows = index.owners(references);
        Map<String, Set<String>> places = index.places(references);
        Set<String> patients = new TreeSet<>();
        due.items().values().forEach(item -> patients.addAll(owners(item)));
        places.values().forEach(patients::addAll);
        Set<String> unmerged = care.unmerged(patients(references)).stream()
                .map(PATIENT::concat)
                .collect(Collectors.toSet());
        List<Difference> differences = new ArrayList<>();
        for (String reference : new TreeSet<>(references)) {
            Set<String> has = places.getOrDefault(reference, Set.of());
            List<String> what = new ArrayList<>(Optional.ofNullable(due.items().get(reference))
                    .map(item -> what(item, has, rows.getOrDefault(reference, Set.of())))
                    .orElseGet(() -> has.isEmpty() ? List.of() : List.of("is in the index, but not stored")));
            if (unmerged.contains(reference)) {
                what.add("other care relationships in the snapshot");
            }
            if (!what.isEmpty()) {
                differences.add(new Difference(reference, what));
            }
        }
        return new Look(due, patients, differences);
    }

    /** Logical ids of those of these that are Patients. */
    static Set<String> patients(Collection<String> references) {
        return references.stream()
                .filter(each -> each.startsWith(PATIENT))
                .map(each -> each.substring(PATIENT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> what(IndexedItem due, Set<String> places, Set<String> rows) {
        if (places.isEmpty()) {
            return List.of("is not in the index");
        }
        List<String> what = new ArrayList<>();
        for (String owner : owners(due)) {
            if (!rows.contains(owner)) {
                what.add("no row under " + named(owner));
            }
        }
        for (String patient : new TreeSet<>(places)) {
            if (!owners(due).contains(patient)) {
                what.add("a place under " + named(patient) + ", whose it is not");
            }
        }
        Set<String> columns = index.differences(due);
        if (!columns.isEmpty()) {
            what.add("other " + String.join(", ", columns));
        }
        return what;
    }

    private static Collection<String> owners(IndexedItem item) {
        return IndexWork.owners(item.item().facts());
    }

    /** A stranger is known by what an item says, which may be a number of theirs: that is not to be told. */
    private static String named(String patient) {
        if (patient.isEmpty()) {
            return "nobody";
        }
        return LOGICAL_ID.matcher(patient).matches() ? "Patient/" + patient : "a patient of elsewhere";
    }
}
