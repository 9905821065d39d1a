package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * What is held of one patient at a glance, counted in the record index; of items no more leaves here than the facts of
 * some, to be decided on. Safe for use by many threads.
 */
public final class Holdings {
    private final JdbcTemplate jdbc;

    public Holdings(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where items come from.
     *
     * @param organisation by reference
     * @param system as meta.source names it
     */
    public record Source(Optional<String> organisation, Optional<String> system) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            return text().compareTo(other.text());
        }

        static Source of(ResultSet row) throws SQLException {
            return new Source(
                    Optional.ofNullable(row.getString("source")), Optional.ofNullable(row.getString("system")));
        }

        private String text() {
            return organisation.orElse("") + "\n" + system.orElse("");
        }
    }

    /**
     * What is held of one category.
     *
     * @param first when the earliest of those that say when they happened did
     * @param newest when the last change was stored
     * @param open how many are open to each that was asked about, in that order
     */
    public record Holding(
            int count,
            Optional<Instant> first,
            Optional<Instant> last,
            Instant newest,
            Set<Source> sources,
            List<Integer> open) {
        public Holding {
            sources = Set.copyOf(sources);
            open = List.copyOf(open);
        }

        /** The same, with how many are open to each that was asked about. */
        public Holding openTo(List<Integer> counts) {
            return new Holding(count, first, last, newest, sources, counts);
        }

        private Holding and(Holding other) {
            Set<Source> all = sources;
            if (!sources.containsAll(other.sources)) {
                all = new HashSet<>(sources);
                all.addAll(other.sources);
            }
            List<Integer> sums = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                sums.add(open.get(i) + other.open.get(i));
            }
            return new Holding(
                    count + other.count,
                    earlier(first, other.first),
                    later(last, other.last),
                    newest.isBefore(other.newest) ? other.newest : newest,
                    all,
                    sums);
        }
    }

    /** An item that one patient's choices do not decide; {@code counted} as one. */
    public record Undecided(ItemFacts facts, Source source) {
        /** @param open whether it is open to each that was asked about */
        public Holding counted(List<Boolean> open) {
            Optional<Instant> when = facts.clinical().flatMap(Interval::start);
            return new Holding(
                    1,
                    when,
                    when,
                    facts.recorded(),
                    Set.of(source),
                    open.stream().map(each -> each ? 1 : 0).toList());
        }
    }

    /**
     * What is held of one patient.
     *
     * @param byCategory of the items that this patient's choices decide
     * @param samples references of counted items, one of each category: what was decided is to be told by them
     * @param read the facts of samples, by reference, as far as they were read along
     * @param left references of all others, to be decided one by one by whoever asks
     */
    public record Count(
            Map<Category, Holding> byCategory, Set<String> samples, Map<String, ItemFacts> read, Set<String> left) {}

    /**
     * Counts the items that this patient's choices decide: those that are theirs alone, with all they tell of. A Binary is
     * a part of what it is attached to, and not counted.
     *
     * @param open which of them are counted at all
     * @param others for which of those it is to be counted how many are open to them
     */
    public Count count(String patient, Condition open, List<Condition> others) {
        // Many are open to the same; and those to whom nothing is would make every row one to be looked at.
        List<Condition> asked = Stream.concat(
                        Stream.of(open), others.stream().filter(other -> other != Condition.Flag.NEVER))
                .distinct()
                .toList();
        List<Integer> places = others.stream().map(asked::indexOf).toList();
        if (asked.stream().allMatch(Kind::settles)) {
            KindsReader kinds = new KindsReader(new Tally(places));
            query(kinds(patient, asked), kinds);
            Optional<Count> count = kinds.count();
            if (count.isPresent()) {
                return count.get();
            }
        }
        HoldingsReader reader = new HoldingsReader(new Tally(places));
        query(rows(patient, asked), reader);
        return reader.count(aboutSomebody(reader.elsewhere()));
    }

    private void query(Sql sql, RowCallbackHandler reader) {
        jdbc.query(sql.text(), reader, sql.parameters());
    }

    /**
     * How many items there are that are alike; one of them says, by a digit for each that is asked about, to whom all of them
     * are open but for what they tell of. Where that is nothing its facts are short, and come with it.
     */
    private static Sql kinds(String patient, List<Condition> asked) {
        return Sql.of(
                        """
                        select lot.alike is not null as known, lot.count, lot.first, lot.last, lot.newest,
                            s.kind, s.told, case when s.type <> 'Binary' then s.category end as category,
                            s.source, s.system, s.type || '/' || s.id as item,
                            case when s.told = '{}' then s.facts end as facts,
                        """)
                .and(digits(asked, "s"))
                .and(Sql.of(
                        """
                         as open
                        from (
                            select alike, count(*) as count, min(nullif(clinical, '-infinity')) as first,
                                max(nullif(clinical, '-infinity')) as last, max(recorded) as newest
                            from candour.record_item where patient = ? group by alike) lot
                        left join lateral (
                            select * from candour.record_item r where r.patient = ? and r.alike = lot.alike limit 1) s on true
                        """,
                        patient,
                        patient));
    }

    private static Sql digits(List<Condition> asked, String row) {
        return Sql.join(
                asked.stream()
                        .map(each -> Sql.of("case when ")
                                .and(ConditionSql.of(each, row))
                                .and(Sql.of(" then B'1' else B'0' end")))
                        .toList(),
                " || ");
    }

    /**
     * One scan of the patient's rows, of which come: how many items there are of each kind that are open to the same; and
     * apart from those, each item that tells of something that is open to fewer than itself, or not this patient's, or
     * tells of such things in turn, and what that is. Whether something is open is one digit for each that is asked about,
     * the reader first.
     */
    private static Sql rows(String patient, List<Condition> asked) {
        return Sql.of(
                        """
                        with mine as materialized (
                            select r.type || '/' || r.id as item, r.alone, r.shared or r.category = '' as undecided, r.names,
                                case when r.type <> 'Binary' then r.category end as category,
                                nullif(r.clinical, '-infinity') as clinical, r.recorded, r.source, r.system,
                        """)
                .and(digits(asked, "r"))
                .and(Sql.of(" as open "))
                .and(Sql.of(
                        """
                        from candour.record_item r where r.patient = ?),
                        links as materialized (
                            select n.item, n.name, o.open, coalesce(o.undecided, true) as undecided,
                                coalesce(o.undecided or o.open & n.open <> n.open, true) as less
                            from (
                                select item, open, unnest(names) as name from mine
                                where not alone and not undecided and get_bit(open, 0) = 1) n
                            left join mine o on o.item = n.name
                            where not coalesce(o.alone and o.open & n.open = n.open, false)),
                        knots as materialized (
                            select * from links where less or name in (select item from links))
                        select 'alike' as kind, open, category, source, system, count(*) as count, min(clinical) as first,
                            max(clinical) as last, max(recorded) as newest, min(item) as item, null as name, false as undecided
                        from mine where category is not null and not undecided and item not in (select item from knots)
                        group by open, category, source, system
                        union all
                        select 'one', open, category, source, system, 1, clinical, clinical, recorded, item, null, undecided
                        from mine where undecided or item in (select item from knots)
                        union all
                        select 'told', open, null, null, null, 0, null, null, null, item, name,
                            undecided or name in (select item from knots)
                        from knots
                        """,
                        patient));
    }

    /** Those of these items that are about somebody. */
    private List<String> aboutSomebody(Set<String> references) {
        return references.isEmpty()
                ? List.of()
                : jdbc.queryForList(
                        "select distinct reference" + RecordIndex.BY_REFERENCE
                                + "where coalesce((r.facts ->> 'namesPatient')::boolean, true)",
                        String.class,
                        (Object) references.toArray(String[]::new));
    }

    /** Those of a patient's items that {@link #count} left. */
    public List<Undecided> undecided(String patient, Set<String> left) {
        return left.isEmpty()
                ? List.of()
                : jdbc.query(
                        "select r.facts, r.source, r.system" + RecordIndex.BY_REFERENCE
                                + "where r.patient = ? and r.type <> 'Binary'",
                        (row, number) -> new Undecided(StoredJson.readFacts(row.getBytes(1)), Source.of(row)),
                        left.toArray(String[]::new),
                        patient);
    }

    /**
     * Those keys under which a named item is open that this patient's choices decide.
     *
     * @param named references of items, by anything
     */
    public Set<String> anyOpen(String patient, Condition open, Map<String, Set<String>> named) {
        List<String> keys = new ArrayList<>();
        List<String> references = new ArrayList<>();
        named.forEach((key, items) -> items.forEach(item -> {
            keys.add(key);
            references.add(item);
        }));
        Sql sql = Sql.of(
                        """
                        select one.key from unnest(?::text[]) one (key) cross join lateral (
                            select from unnest(?::text[], ?::text[]) named (key, item)
                                join candour.record_item r on r.patient = ?
                                    and r.type = split_part(item, '/', 1) and r.id = split_part(item, '/', 2)
                            where named.key = one.key and r.alone and
                        """,
                        named.keySet().toArray(String[]::new),
                        keys.toArray(String[]::new),
                        references.toArray(String[]::new),
                        patient)
                .and(ConditionSql.of(open, "r"))
                .and(Sql.of(" limit 1) found"));
        return new HashSet<>(jdbc.query(sql.text(), (row, number) -> row.getString(1), sql.parameters()));
    }

    /** Adds to what was counted. */
    public static void add(Map<Category, Holding> held, Category category, Holding more) {
        held.merge(category, more, Holding::and);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.isPresent() && other.get().isBefore(one.get()) ? other : one;
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.isPresent() && other.get().isAfter(one.get()) ? other : one;
    }
}
