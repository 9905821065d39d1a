package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is held of one patient at a glance, counted in the record index; no item leaves here. Safe for use by many
 * threads.
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
            sources = Collections.unmodifiableSet(new TreeSet<>(sources));
            open = List.copyOf(open);
        }

        private Holding and(Holding other) {
            Set<Source> all = new TreeSet<>(sources);
            all.addAll(other.sources);
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
     * Counts the items that this patient's choices decide.
     *
     * @param open which of them are counted at all
     * @param others for which of those it is to be counted how many are open to them
     */
    public Map<Category, Holding> count(String patient, Condition open, List<Condition> others) {
        Sql sql = Sql.of(
                """
                select r.category, count(*), min(r.clinical) filter (where r.clinical > '-infinity'),
                    max(r.clinical) filter (where r.clinical > '-infinity'), max(r.recorded),
                    array_agg(distinct coalesce(r.source, '') || E'\\n' || coalesce(r.system, ''))
                """);
        for (Condition other : others) {
            sql = sql.and(Sql.of(", count(*) filter (where "))
                    .and(ConditionSql.of(other, "r"))
                    .and(Sql.of(")"));
        }
        sql = sql.and(Sql.of(" from candour.record_item r where r.patient = ? and r.alone and ", patient))
                .and(ConditionSql.of(open, "r"))
                .and(Sql.of(" group by r.category"));
        Map<Category, Holding> held = new EnumMap<>(Category.class);
        jdbc.query(
                sql.text(),
                row -> {
                    held.put(Category.valueOf(row.getString(1)), holding(row, others.size()));
                },
                sql.parameters());
        return held;
    }

    /** The patient's other items, to be decided by whoever asks. */
    public List<Undecided> undecided(String patient) {
        return jdbc.query(
                "select facts, coalesce(source, '') || E'\\n' || coalesce(system, '') from candour.record_item"
                        + " where patient = ? and not alone",
                (row, number) -> new Undecided(StoredJson.readFacts(row.getBytes(1)), source(row.getString(2))),
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
                        select distinct named.key from unnest(?::text[], ?::text[]) named (key, item)
                            join candour.record_item r on r.patient = ?
                                and r.type = split_part(item, '/', 1) and r.id = split_part(item, '/', 2)
                        where r.alone and
                        """,
                        keys.toArray(String[]::new),
                        references.toArray(String[]::new),
                        patient)
                .and(ConditionSql.of(open, "r"));
        return new HashSet<>(jdbc.query(sql.text(), (row, number) -> row.getString(1), sql.parameters()));
    }

    /** Adds to what was counted. */
    public static void add(Map<Category, Holding> held, Category category, Holding more) {
        held.merge(category, more, Holding::and);
    }

    private static Holding holding(ResultSet row, int others) throws SQLException {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            open.add(row.getInt(7 + i));
        }
        Set<Source> sources = new TreeSet<>();
        Arrays.stream((String[]) row.getArray(6).getArray()).forEach(each -> sources.add(source(each)));
        return new Holding(
                row.getInt(2),
                instant(row.getTimestamp(3)),
                instant(row.getTimestamp(4)),
                row.getTimestamp(5).toInstant(),
                sources,
                open);
    }

    private static Source source(String text) {
        String[] parts = text.split("\n", -1);
        return new Source(
                Optional.of(parts[0]).filter(each -> !each.isEmpty()),
                Optional.of(parts[1]).filter(each -> !each.isEmpty()));
    }

    private static Optional<Instant> instant(@Nullable Timestamp at) {
        return Optional.ofNullable(at).map(Timestamp::toInstant);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.isPresent() && other.get().isBefore(one.get()) ? other : one;
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.isPresent() && other.get().isAfter(one.get()) ? other : one;
    }
}
