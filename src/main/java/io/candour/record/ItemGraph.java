package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.Labels;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
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
     * Makes it unknown what items tell of where that is not what it is by now; joins the transaction at hand.
     *
     * @param kinds of items and of what they tell of in turn ({@link IndexedItem#kinds}), by reference; not given of what is
     *     gone
     */
    public void forgetTold(Map<String, Optional<Set<UUID>>> kinds) {
        String[] told = kinds.keySet().toArray(String[]::new);
        Set<String> stale = new TreeSet<>();
        jdbc.query(
                """
                select type || '/' || id, names, told from candour.record_item
                where rests_on && ?::text[] and names && ?::text[] and told is not null
                """,
                row -> {
                    Set<String> names = new HashSet<>(
                            Arrays.asList((String[]) row.getArray(2).getArray()));
                    Set<UUID> known = kinds(row, 3).orElseThrow();
                    names.retainAll(kinds.keySet());
                    boolean holds = names.stream().map(kinds::get).allMatch(now -> now.filter(known::containsAll)
                            .isPresent());
                    if (!holds) {
                        stale.add(row.getString(1));
                    }
                },
                told,
                told);
        stale.addAll(tellingOf(stale));
        jdbc.update(
                """
                update candour.record_item r set told = null from unnest(?::text[]) reference
                where r.told is not null and r.type = split_part(reference, '/', 1) and r.id = split_part(reference, '/', 2)
                """,
                (Object) stale.toArray(String[]::new));
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
