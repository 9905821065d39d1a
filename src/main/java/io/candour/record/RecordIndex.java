package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Condition;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                delete from candour.record_item r using unnest(?) reference
                where r.type = split_part(reference, '/', 1) and r.id = split_part(reference, '/', 2)
                returning reference, r.patient
                """,
                row -> {
                    before.computeIfAbsent(row.getString(1), any -> new HashSet<>())
                            .add(row.getString(2));
                },
                (Object) references.toArray(String[]::new));
        List<Object[]> rows = new ArrayList<>();
        for (IndexedItem indexed : items) {
            RecordItem item = indexed.item();
            List<String> patients = item.facts().patients().isEmpty()
                    ? List.of(NOBODY)
                    : item.facts().patients();
            for (String patient : patients) {
                rows.add(new Object[] {
                    patient,
                    item.type(),
                    item.id(),
                    item.version(),
                    Order.NEWEST.positionOf(item).time(),
                    Timestamp.from(item.facts().recorded()),
                    StoredJson.write(item.facts()),
                    item.content(),
                    indexed.restsOn().toArray(String[]::new),
                    StoredJson.write(indexed.ownLabels()),
                    indexed.addedLabels().toArray(String[]::new),
                    patients.size() == 1
                            && !item.facts().patients().isEmpty()
                            && item.facts().names().isEmpty(),
                    item.facts().category().name(),
                    item.facts().confidentiality().ordinal(),
                    array(item.facts().sensitivity()),
                    item.facts().noPatient(),
                    array(item.facts().profiles()),
                    array(item.facts().documentTypes()),
                    array(item.facts().codes()),
                    item.facts().sourceOrganisation().orElse(null),
                    array(item.facts().authors()),
                    array(item.facts().names()),
                    array(item.facts().belongsTo()),
                    item.facts().clinical().isPresent(),
                    ConditionSql.moment(item.facts().clinical().flatMap(Interval::start)),
                    ConditionSql.moment(item.facts().clinical().flatMap(Interval::end)),
                    item.type(),
                    item.id(),
                    item.type(),
                    item.id()
                });
            }
        }
        jdbc.batchUpdate(
                """
                insert into candour.record_item (patient, type, id, version, clinical, recorded, facts, content,
                    rests_on, own_labels, added_labels, alone, category, confidentiality, sensitivity, no_patient,
                    profiles, document_types, codes, source, authors, names, belongs_to, happened, tokens, dates)
                values (?, ?, ?, ?, ?::timestamptz, ?, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, case when ? then tstzrange(?::timestamptz, ?::timestamptz) end,
                    candour.search_tokens(?, ?), candour.search_dates(?, ?))
                """,
                rows);
        before.values().forEach(patients -> patients.remove(NOBODY));
        return before;
    }

    private static String[] array(Collection<String> words) {
        return words.toArray(String[]::new);
    }

    /** One item; empty where there is none or it was deleted. */
    public Optional<RecordItem> read(String type, String id) {
        return jdbc
                .query(
                        "select version, facts, content from candour.record_item where type = ? and id = ? limit 1",
                        this::item,
                        type,
                        id)
                .stream()
                .findFirst();
    }

    /** Those of these items that are there, in the order of their references. */
    public List<RecordItem> items(Collection<String> references) {
        return jdbc.query(
                """
                select distinct on (reference) r.version, r.facts, r.content
                from unnest(?) reference join candour.record_item r
                    on r.type = split_part(reference, '/', 1) and r.id = split_part(reference, '/', 2)
                order by reference
                """,
                this::item,
                (Object) references.toArray(String[]::new));
    }

    /** The facts of those of these items that are there, by reference. */
    public Map<String, ItemFacts> facts(Collection<String> references) {
        Map<String, ItemFacts> facts = new HashMap<>();
        jdbc.query(
                """
                select distinct on (r.type, r.id) r.facts
                from unnest(?) reference join candour.record_item r
                    on r.type = split_part(reference, '/', 1) and r.id = split_part(reference, '/', 2)
                """,
                row -> {
                    ItemFacts item = StoredJson.read(row.getString(1), ItemFacts.class);
                    facts.put(item.reference(), item);
                },
                (Object) references.toArray(String[]::new));
        return facts;
    }

    /** The facts of the items that a Binary, given by reference, is attached to. */
    public List<ItemFacts> attachedTo(String binary) {
        return jdbc
                .query(
                        "select distinct on (type, id) facts from candour.record_item where rests_on @> ?::text[]",
                        (row, number) -> StoredJson.read(row.getString(1), ItemFacts.class),
                        (Object) new String[] {binary})
                .stream()
                .filter(item -> !item.names().contains(binary))
                .toList();
    }

    /**
     * Items of one patient and type that match, in order: of those that one patient's choices decide, the ones that are
     * open, and all others that match, to be decided by whoever asks.
     *
     * @param open what a decision comes to for items of this patient alone
     * @param terms what the search asks, all of it
     * @param after from behind this place; empty from the start
     */
    public List<RecordItem> search(
            String patient,
            String type,
            Condition open,
            List<Term> terms,
            Order order,
            Optional<Order.Position> after,
            int limit) {
        Sql sql = Sql.of("select r.version, r.facts, r.content").and(matching(patient, type, open, terms));
        if (after.isPresent()) {
            sql = sql.and(Sql.of(
                    " and " + order.beyond(), after.get().time(), after.get().id()));
        }
        sql = sql.and(Sql.of(" order by " + order.orderBy() + " limit ?", limit));
        return jdbc.query(sql.text(), this::item, sql.parameters());
    }

    /** How many of the items that {@link #search} would find one patient's choices decide: they are open. */
    public int count(String patient, String type, Condition open, List<Term> terms) {
        Sql sql = Sql.of("select count(*)")
                .and(matching(patient, type, open, terms))
                .and(Sql.of(" and r.alone"));
        return Optional.ofNullable(jdbc.queryForObject(sql.text(), Integer.class, sql.parameters()))
                .orElseThrow();
    }

    private static Sql matching(String patient, String type, Condition open, List<Term> terms) {
        Sql sql = Sql.of(
                        " from candour.record_item r where r.patient = ? and r.type = ? and (not r.alone or ",
                        patient,
                        type)
                .and(ConditionSql.of(open, "r"))
                .and(Sql.of(")"));
        for (Term term : terms) {
            sql = sql.and(Sql.of(" and ")).and(term.sql("r"));
        }
        return sql;
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
        StringBuilder sql = new StringBuilder(
                "select version, facts, content from candour.record_item where patient = ? and type = ?");
        List<Object> values = new ArrayList<>(List.of(patient.orElse(NOBODY), type));
        ids.ifPresent(only -> {
            sql.append(" and id = any (?)");
            values.add(only.toArray(String[]::new));
        });
        after.ifPresent(position -> {
            sql.append(" and ").append(order.beyond());
            values.add(position.time());
            values.add(position.id());
        });
        sql.append(" order by ").append(order.orderBy()).append(" limit ?");
        values.add(limit);
        return jdbc.query(sql.toString(), this::item, values.toArray());
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
                (row, number) -> StoredJson.read(row.getString(1), ItemFacts.class),
                patient,
                after.map(ItemFacts::type).orElse(""),
                after.map(ItemFacts::id).orElse(""),
                limit);
    }

    /** The current version of each of these items, by its id; those that are not here are left out. */
    public Map<String, Long> versions(String type, Collection<String> ids) {
        Map<String, Long> versions = new HashMap<>();
        jdbc.query(
                "select id, max(version) from candour.record_item where type = ? and id = any (?) group by id",
                row -> {
                    versions.put(row.getString(1), row.getLong(2));
                },
                type,
                ids.toArray(String[]::new));
        return versions;
    }

    private RecordItem item(ResultSet row, int number) throws SQLException {
        return new RecordItem(row.getLong(1), StoredJson.read(row.getString(2), ItemFacts.class), row.getString(3));
    }
}
