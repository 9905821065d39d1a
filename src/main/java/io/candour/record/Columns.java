package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the columns of {@code candour.record_item}. Each is named here once, so that what is written is what rows are
 * held against. Stateless.
 */
final class Columns {
    /** Writes one row. */
    static final String INSERT;

    /** Tells of each row of an item which columns have another value; what has no order is equal in any. */
    static final String COMPARE;

    /**
     * @param sql what is in it, with a parameter for each of the values
     */
    private record Column(String name, String sql, Function<IndexedItem, List<@Nullable Object>> values) {}

    private static final List<Column> ALL = List.of(
            of("version", "?::bigint", item -> item.item().version()),
            of("clinical", "?::timestamptz", item -> Order.moment(Order.NEWEST.positionOf(item.item()))),
            fact("recorded", "?::timestamptz", facts -> Timestamp.from(facts.recorded())),
            fact("facts", "?::json", StoredJson::write),
            of("content", "?::text", item -> item.item().content()),
            of("rests_on", "?::text[]", item -> array(item.restsOn())),
            of("own_labels", "?::jsonb", item -> StoredJson.write(item.ownLabels())),
            of("added_labels", "?::text[]", item -> array(item.addedLabels())),
            fact(
                    "alone",
                    "?::boolean",
                    facts -> facts.patients().size() == 1 && facts.names().isEmpty()),
            of("told", "?::text[]::uuid[]", item -> item.told()
                    .map(Columns::names)
                    .orElse(null)),
            fact("kind", "?::uuid", facts -> Kind.of(facts).digest()),
            fact("category", "?::text", facts -> facts.category().name()),
            fact("confidentiality", "?::smallint", facts -> facts.confidentiality()
                    .ordinal()),
            words("sensitivity", ItemFacts::sensitivity),
            fact("no_patient", "?::boolean", ItemFacts::noPatient),
            words("profiles", ItemFacts::profiles),
            words("document_types", ItemFacts::documentTypes),
            words("codes", ItemFacts::codes),
            fact("source", "?::text", facts -> facts.sourceOrganisation().orElse(null)),
            words("authors", ItemFacts::authors),
            words("names", ItemFacts::names),
            words("belongs_to", ItemFacts::belongsTo),
            new Column(
                    "happened",
                    "case when ?::boolean then tstzrange(?::timestamptz, ?::timestamptz) end",
                    item -> happened(item.item().facts())),
            new Column("tokens", "candour.search_tokens(?, ?)", Columns::key),
            new Column("dates", "candour.search_dates(?, ?)", Columns::key));

    static {
        String names = ALL.stream().map(Column::name).collect(Collectors.joining(", "));
        INSERT = "insert into candour.record_item (patient, type, id, " + names + ") values (?, ?, ?, "
                + ALL.stream().map(Column::sql).collect(Collectors.joining(", ")) + ")";
        COMPARE = "select array(select key from jsonb_each(to_jsonb(r)) has join jsonb_each(to_jsonb(due)) d"
                + " using (key) where has.value <> d.value"
                + " and candour.unordered(has.value) <> candour.unordered(d.value))"
                + " from candour.record_place p join candour.record_item r using (type, id, patient) cross join (select "
                + ALL.stream().map(each -> each.sql() + " as " + each.name()).collect(Collectors.joining(", "))
                + ") due where p.type = ? and p.id = ?";
    }

    private Columns() {}

    /** The parameters of {@link #INSERT}. */
    static @Nullable Object[] toInsert(String patient, IndexedItem item) {
        List<@Nullable Object> all = new ArrayList<>(List.of(patient));
        all.addAll(key(item));
        all.addAll(values(item));
        return all.toArray();
    }

    /** The parameters of {@link #COMPARE}. */
    static @Nullable Object[] toCompare(IndexedItem item) {
        List<@Nullable Object> all = values(item);
        all.addAll(key(item));
        return all.toArray();
    }

    private static List<@Nullable Object> values(IndexedItem item) {
        List<@Nullable Object> values = new ArrayList<>();
        ALL.forEach(column -> values.addAll(column.values().apply(item)));
        return values;
    }

    private static Column of(String name, String sql, Function<IndexedItem, @Nullable Object> value) {
        return new Column(name, sql, item -> Collections.singletonList(value.apply(item)));
    }

    private static Column fact(String name, String sql, Function<ItemFacts, @Nullable Object> value) {
        return of(name, sql, item -> value.apply(item.item().facts()));
    }

    private static Column words(String name, Function<ItemFacts, Collection<String>> words) {
        return fact(name, "?::text[]", facts -> array(words.apply(facts)));
    }

    private static String[] names(Collection<UUID> kinds) {
        return array(kinds.stream().map(UUID::toString).toList());
    }

    private static String[] array(Collection<String> words) {
        return words.stream().sorted().toArray(String[]::new);
    }

    private static List<@Nullable Object> key(IndexedItem item) {
        return List.of(item.item().type(), item.item().id());
    }

    private static List<@Nullable Object> happened(ItemFacts facts) {
        List<@Nullable Object> values = new ArrayList<>(List.of(facts.clinical().isPresent()));
        values.add(ConditionSql.moment(facts.clinical().flatMap(Interval::start)));
        values.add(ConditionSql.moment(facts.clinical().flatMap(Interval::end)));
        return values;
    }
}
