package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.Labels;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which items of the record index rest on which: where one changes, what others have from it is read again.
 *
 * <p>Joins the transaction at hand. Safe for use by many threads.
 */
public final class ItemGraph {
    private final JdbcTemplate jdbc;

    public ItemGraph(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What others may take over from an item.
     *
     * @param kinds of it and of all that it tells of, as {@link IndexedItem#kinds}
     */
    public record Held(ItemFacts facts, Labels ownLabels, Optional<Set<UUID>> kinds) {}

    /** Those of these items that are there, by reference. */
    public Map<String, Held> held(Collection<String> references) {
        Map<String, Held> held = new HashMap<>();
        jdbc.query(
                "select distinct on (r.type, r.id) r.facts, r.own_labels, case when r.told is not null then r.told || r.kind end"
                        + RecordIndex.BY_REFERENCE,
                row -> {
                    ItemFacts facts = StoredJson.read(row.getString(1), ItemFacts.class);
                    held.put(
                            facts.reference(),
                            new Held(facts, StoredJson.read(row.getString(2), Labels.class), kinds(row, 3)));
                },
                (Object) references.toArray(String[]::new));
        return held;
    }

    private static Optional<Set<UUID>> kinds(ResultSet row, int column) throws SQLException {
        Array kinds = row.getArray(column);
        return kinds == null ? Optional.empty() : Optional.of(Set.copyOf(Arrays.asList((UUID[]) kinds.getArray())));
    }

    /** References of the items that were read by looking at any of these. */
    public Set<String> restingOn(Collection<String> references) {
        return new TreeSet<>(jdbc.queryForList(
                "select distinct type || '/' || id from candour.record_item where rests_on && ?::text[]",
                String.class,
                (Object) references.toArray(String[]::new)));
    }

    /** References of the items that tell of any of these, near and far. */
    public Set<String> tellingOf(Collection<String> references) {
        Set<String> telling = new TreeSet<>();
        Collection<String> next = references;
        while (!next.isEmpty()) {
            String[] told = next.toArray(String[]::new);
            // What is told of is rested on, and that has an index.
            Set<String> more = new TreeSet<>(jdbc.queryForList(
                    """
                    select distinct type || '/' || id from candour.record_item
                    where rests_on && ?::text[] and names && ?::text[]
                    """,
                    String.class,
                    told,
                    told));
            more.removeAll(telling);
            telling.addAll(more);
            next = more;
        }
        return telling;
    }

    /**
     * Makes it unknown what items tell of, near and far, where that is not what it is by now; joins the transaction at hand.
     *
     * @param changed by reference; not given of what is gone
     */
    public void forgetTold(Map<String, Optional<IndexedItem>> changed) {
        Map<String, Telltale> told = new HashMap<>();
        changed.forEach((reference, item) -> told.put(reference, Telltale.of(item)));
        List<Object[]> stale = new ArrayList<>();
        Set<String> next = new TreeSet<>(told.keySet());
        while (!next.isEmpty()) {
            Set<String> grown = new TreeSet<>();
            String[] names = next.toArray(String[]::new);
            jdbc.query(
                    """
                    select patient, type, id, names, told from candour.record_item
                    where rests_on && ?::text[] and names && ?::text[]
                    """,
                    row -> {
                        Telltale all = Stream.of((String[]) row.getArray(4).getArray())
                                .flatMap(name -> Optional.ofNullable(told.get(name)).stream())
                                .reduce(Telltale.NOTHING, Telltale::and);
                        String patient = row.getString(1);
                        if (kinds(row, 5)
                                .filter(known -> !all.stands(patient, known))
                                .isPresent()) {
                            stale.add(new Object[] {patient, row.getString(2), row.getString(3)});
                        }
                        String reference = row.getString(2) + "/" + row.getString(3);
                        Telltale before = told.getOrDefault(reference, Telltale.NOTHING);
                        if (!before.equals(before.and(all))) {
                            told.put(reference, before.and(all));
                            grown.add(reference);
                        }
                    },
                    names,
                    names);
            next = grown;
        }
        jdbc.batchUpdate("update candour.record_item set told = null where patient = ? and type = ? and id = ?", stale);
    }

    /** What must be among what tells of an item. */
    private record Telltale(Set<String> patients, Set<UUID> kinds, boolean known) {
        static final Telltale NOTHING = new Telltale(Set.of(), Set.of(), true);

        static Telltale of(Optional<IndexedItem> item) {
            Optional<ItemFacts> facts = item.map(each -> each.item().facts());
            return facts.isPresent() && !facts.get().namesPatient()
                    ? NOTHING
                    : new Telltale(
                            facts.map(each -> Set.copyOf(each.patients())).orElse(Set.of()),
                            item.flatMap(IndexedItem::kinds).orElse(Set.of()),
                            item.flatMap(IndexedItem::kinds).isPresent());
        }

        Telltale and(Telltale other) {
            return new Telltale(union(patients, other.patients), union(kinds, other.kinds), known && other.known);
        }

        /** Whether it stands, by this patient's item that tells of these kinds. */
        boolean stands(String patient, Set<UUID> told) {
            return known && Set.of(patient).containsAll(patients) && told.containsAll(kinds);
        }

        private static <T> Set<T> union(Set<T> one, Set<T> other) {
            Set<T> all = new HashSet<>(one);
            all.addAll(other);
            return all;
        }
    }

    /** References of the Conditions that name one of these Encounters. */
    public Set<String> conditionsOf(Collection<String> encounters) {
        return new TreeSet<>(jdbc.queryForList(
                "select distinct 'Condition/' || id from candour.record_item where type = 'Condition' and rests_on && ?::text[]",
                String.class,
                (Object) encounters.toArray(String[]::new)));
    }

    /** Those of these items that are there. */
    public List<IndexedItem> load(Collection<String> references) {
        Map<String, IndexedItem> items = new HashMap<>();
        jdbc.query(
                "select r.version, r.facts, r.content, r.rests_on, r.own_labels, r.added_labels, r.told"
                        + RecordIndex.BY_REFERENCE,
                row -> {
                    ItemFacts facts = StoredJson.read(row.getString(2), ItemFacts.class);
                    items.put(
                            facts.reference(),
                            new IndexedItem(
                                    new RecordItem(row.getLong(1), facts, row.getString(3)),
                                    Set.of((String[]) row.getArray(4).getArray()),
                                    StoredJson.read(row.getString(5), Labels.class),
                                    Set.of((String[]) row.getArray(6).getArray()),
                                    kinds(row, 7)));
                },
                (Object) references.toArray(String[]::new));
        return List.copyOf(items.values());
    }

    /** References of the next items in the order of type and id. */
    public List<String> after(String type, String id, int limit) {
        return jdbc.queryForList(
                "select distinct on (type, id) type || '/' || id from candour.record_place where (type, id) > (?, ?) "
                        + "order by type, id limit ?",
                String.class,
                type,
                id,
                limit);
    }

    /** How many items there are. */
    public long count() {
        return count("", "", ">");
    }

    /** How many items there are up to this one in the order of type and id. */
    public long countUpTo(String type, String id) {
        return count(type, id, "<=");
    }

    private long count(String type, String id, String side) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from (select distinct type, id from candour.record_place where (type, id) " + side
                        + " (?, ?)) items",
                Long.class,
                type,
                id));
    }
}
