package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Condition;
import io.candour.consent.ItemFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The record index: one row per item and patient, written in the transaction that writes the item.
 *
 * <p>INVARIANT: what is read here is what HAPI holds at the same commit. Nothing here decides; callers show only what
 * a decision permitted. Safe for use by many threads.
 */
public final class RecordIndex {
    /** Stands for the patient of an item about nobody. */
    private static final String NOBODY = "";

    private static final String ORGANISATION = "Organization/";

    private static final String PLACES =
            """
             from unnest(?) reference
                join candour.record_place p
                    on p.type = split_part(reference, '/', 1) and p.id = split_part(reference, '/', 2)
            """;

    /** Rows of items given by reference; an item of several patients has several. */
    static final String BY_REFERENCE =
            PLACES + " join candour.record_item r on r.patient = p.patient and r.type = p.type and r.id = p.id ";

    private final JdbcTemplate jdbc;

    public RecordIndex(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes these items the current ones, and forgets those gone; joins the transaction at hand.
     *
     * @param gone references of deleted items
     * @return the patients of each item that was there before, by reference: decisions about them may now narrow
     */
    public Map<String, Set<String>> replace(Collection<IndexedItem> items, Collection<String> gone) {
        List<String> references = new ArrayList<>(gone);
        items.forEach(indexed -> references.add(indexed.item().facts().reference()));
        Map<String, Set<String>> before = new HashMap<>();
        jdbc.query(
                """
                delete from candour.record_place p using unnest(?) reference
                where p.type = split_part(reference, '/', 1) and p.id = split_part(reference, '/', 2)
                returning reference, p.patient
                """,
                row -> {
                    before.computeIfAbsent(row.getString(1), any -> new HashSet<>())
                            .add(row.getString(2));
                },
                (Object) references.toArray(String[]::new));
        List<Object[]> places = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        for (IndexedItem indexed : items) {
            List<String> patients = indexed.item().facts().patients();
            for (String patient : patients.isEmpty() ? List.of(NOBODY) : patients) {
                places.add(new Object[] {indexed.item().type(), indexed.item().id(), patient});
                rows.add(Columns.toInsert(patient, indexed));
            }
        }
        jdbc.batchUpdate("insert into candour.record_place (type, id, patient) values (?, ?, ?)", places);
        jdbc.batchUpdate(Columns.INSERT, rows);
        before.values().forEach(patients -> patients.remove(NOBODY));
        return before;
    }

    /** One item; empty where there is none or it was deleted. */
    public Optional<RecordItem> read(String type, String id) {
        return jdbc
                .query(
                        """
                        select r.version, r.facts, r.content from candour.record_place p
                            join candour.record_item r on r.patient = p.patient and r.type = p.type and r.id = p.id
                        where p.type = ? and p.id = ? limit 1
                        """,
                        this::item,
                        type,
                        id)
                .stream()
                .findFirst();
    }

    /** Whose one item is; empty where it is about nobody, and where it is not there. */
    public SortedSet<String> patients(String type, String id) {
        SortedSet<String> patients = new TreeSet<>(jdbc.queryForList(
                "select patient from candour.record_place where type = ? and id = ?", String.class, type, id));
        patients.remove(NOBODY);
        return patients;
    }

    /** Those of these items that are there, in the order of their references. */
    public List<RecordItem> items(Collection<String> references) {
        return jdbc.query(
                "select distinct on (reference) r.version, r.facts, r.content" + BY_REFERENCE + "order by reference",
                this::item,
                (Object) references.toArray(String[]::new));
    }

    /** The facts of those of these items that are there, by reference. */
    public Map<String, ItemFacts> facts(Collection<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        Map<String, ItemFacts> facts = new HashMap<>();
        jdbc.query(
                "select distinct on (r.type, r.id) r.facts" + BY_REFERENCE,
                row -> {
                    ItemFacts item = StoredJson.readFacts(row.getBytes(1));
                    facts.put(item.reference(), item);
                },
                (Object) references.toArray(String[]::new));
        return facts;
    }

    /**
     * What those of these organisations are called that are there and say so, by reference. Anybody may know: one that tells
     * of somebody, or that patients are not to be told of, is left out.
     */
    public Map<String, String> names(Collection<String> organisations) {
        Map<String, String> names = new HashMap<>();
        jdbc.query(
                """
                select id, content::json ->> 'name' from candour.record_item
                where patient = ? and type = 'Organization' and id = any (?)
                    and not no_patient and not coalesce((facts ->> 'namesPatient')::boolean, true)
                """,
                row -> {
                    String id = row.getString(1);
                    Optional.ofNullable(row.getString(2)).ifPresent(name -> names.put(ORGANISATION + id, name));
                },
                NOBODY,
                organisations.stream()
                        .filter(each -> each.startsWith(ORGANISATION))
                        .map(each -> each.substring(ORGANISATION.length()))
                        .toArray(String[]::new));
        return names;
    }

    /**
     * Those of these items that this patient's choices decide and that are open with all that they tell of. Of some that are,
     * this is not known here: where they tell of an item of a {@link Kind} of which not all are open.
     */
    public Set<String> open(String patient, Condition open, Collection<String> references) {
        Sql sql = Sql.of("with kinds as materialized (select r.kind, bool_and(")
                .and(ConditionSql.of(open, "r"))
                .and(Sql.of(
                        """
                        ) as open from candour.record_item r where r.patient = ? group by r.kind)
                        select reference
                        from unnest(?::text[]) reference
                            join candour.record_item r on r.patient = ?
                                and r.type = split_part(reference, '/', 1) and r.id = split_part(reference, '/', 2)
                        where not exists (
                                select 1 from unnest(r.told) one left join kinds on kinds.kind = one
                                where not coalesce(kinds.open, false))
                            and r.told is not null and
                        """,
                        patient,
                        references.toArray(String[]::new),
                        patient))
                .and(ConditionSql.of(open, "r"));
        return new HashSet<>(jdbc.queryForList(sql.text(), String.class, sql.parameters()));
    }

    /** The facts of the items that a Binary, given by reference, is attached to. */
    public List<ItemFacts> attachedTo(String binary) {
        return jdbc
                .query(
                        "select distinct on (type, id) facts from candour.record_item where rests_on @> ?::text[]",
                        (row, number) -> StoredJson.readFacts(row.getBytes(1)),
                        (Object) new String[] {binary})
                .stream()
                .filter(item -> !item.names().contains(binary))
                .toList();
    }

    /**
     * What is sought, in order: of those items that one patient's choices decide, the ones that are open, and all others
     * that match, to be decided by whoever asks.
     *
     * @param after from behind this place; empty from the start
     */
    public List<RecordItem> search(Sought sought, Order order, Optional<Order.Position> after, int limit) {
        Sql sql = Sql.of("select r.version, r.facts, r.content").and(sought.openRows());
        if (after.isPresent()) {
            sql = sql.and(Sql.of(" and ")).and(order.beyond(after.get()));
        }
        sql = sql.and(Sql.of(" order by " + order.orderBy() + " limit ?", limit));
        return jdbc.query(sql.text(), this::item, sql.parameters());
    }

    /** How many of the items that {@link #search} would find one patient's choices decide: they are open. */
    public int count(Sought sought) {
        Sql sql = Sql.of("select count(*)").and(sought.openRows()).and(Sql.of(" and r.alone"));
        return Optional.ofNullable(jdbc.queryForObject(sql.text(), Integer.class, sql.parameters()))
                .orElseThrow();
    }

    /**
     * Items of one type in order.
     *
     * @param patient whose; empty for items about nobody
     * @param ids only these; empty for all
     * @param after from behind this place; empty from the start
     */
    public List<RecordItem> page(
            Optional<String> patient,
            String type,
            Optional<Collection<String>> ids,
            Order order,
            Optional<Order.Position> after,
            int limit) {
        Sql sql = Sql.of(
                "select version, facts, content from candour.record_item where patient = ? and type = ?",
                patient.orElse(NOBODY),
                type);
        if (ids.isPresent()) {
            sql = sql.and(Sql.of(" and id = any (?)", (Object) ids.get().toArray(String[]::new)));
        }
        if (after.isPresent()) {
            sql = sql.and(Sql.of(" and ")).and(order.beyond(after.get()));
        }
        sql = sql.and(Sql.of(" order by " + order.orderBy() + " limit ?", limit));
        return jdbc.query(sql.text(), this::item, sql.parameters());
    }

    /**
     * The facts of one patient's items, of all types, by type and id.
     *
     * @param after from behind this item; empty from the start
     */
    public List<ItemFacts> facts(String patient, Optional<ItemFacts> after, int limit) {
        return jdbc.query(
                """
                select facts from candour.record_item where patient = ? and (type, id) > (?, ?)
                order by type, id limit ?
                """,
                (row, number) -> StoredJson.readFacts(row.getBytes(1)),
                patient,
                after.map(ItemFacts::type).orElse(""),
                after.map(ItemFacts::id).orElse(""),
                limit);
    }

    /** The current version of each of these items, by its id; those that are not here are left out. */
    public Map<String, Long> versions(String type, Collection<String> ids) {
        Map<String, Long> versions = new HashMap<>();
        jdbc.query(
                """
                select r.id, max(r.version) from candour.record_place p
                    join candour.record_item r on r.patient = p.patient and r.type = p.type and r.id = p.id
                where p.type = ? and p.id = any (?) group by r.id
                """,
                row -> {
                    versions.put(row.getString(1), row.getLong(2));
                },
                type,
                ids.toArray(String[]::new));
        return versions;
    }

    /** Under whom there are rows of these items, by reference; the empty name stands for nobody. */
    public Map<String, Set<String>> owners(Collection<String> references) {
        return patients(BY_REFERENCE, references);
    }

    /** Under whom these items have a place, by reference, whether or not there is a row. */
    public Map<String, Set<String>> places(Collection<String> references) {
        return patients(PLACES, references);
    }

    private Map<String, Set<String>> patients(String from, Collection<String> references) {
        Map<String, Set<String>> patients = new HashMap<>();
        jdbc.query(
                "select reference, p.patient" + from,
                row -> {
                    patients.computeIfAbsent(row.getString(1), any -> new HashSet<>())
                            .add(row.getString(2));
                },
                (Object) references.toArray(String[]::new));
        return patients;
    }

    /** The columns in which any row of an item is not as {@link #replace} would leave it now. */
    public SortedSet<String> differences(IndexedItem due) {
        SortedSet<String> columns = new TreeSet<>();
        jdbc.query(
                Columns.COMPARE,
                row -> {
                    columns.addAll(List.of((String[]) row.getArray(1).getArray()));
                },
                Columns.toCompare(due));
        return columns;
    }

    private RecordItem item(ResultSet row, int number) throws SQLException {
        return new RecordItem(row.getLong(1), StoredJson.readFacts(row.getBytes(2)), row.getString(3));
    }
}
