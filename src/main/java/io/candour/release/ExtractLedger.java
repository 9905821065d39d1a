package io.candour.release;

import io.candour.consent.Category;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Who is in which extract, on which version of their choices and with what of theirs: kept for the people themselves. Rows
 * are added and never changed. Joins the transaction at hand. Safe for use by many threads.
 */
final class ExtractLedger {
    private final JdbcTemplate jdbc;

    ExtractLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One extract that a person is in.
     *
     * @param version of their choices that it rested on
     * @param released when it was let out; empty where it was not
     */
    record Entry(
            String extract,
            String programme,
            Instant made,
            long version,
            Set<Category> classes,
            Optional<Instant> released) {}

    /** Adds everybody who is in a making, with what of theirs. */
    void add(String extract, int run, Map<String, Set<Category>> people, Map<String, Long> versions) {
        jdbc.batchUpdate(
                "insert into candour.extracted (extract, run, patient, version, classes) values (?, ?, ?, ?, ?)",
                people.entrySet().stream()
                        .map(each -> new Object[] {
                            extract,
                            run,
                            each.getKey(),
                            Objects.requireNonNull(versions.get(each.getKey())),
                            each.getValue().stream().map(Category::name).toArray(String[]::new)
                        })
                        .toList());
    }

    /** Those in a making whose choices are those that it rested on. */
    Set<String> unmoved(String extract, int run) {
        return new TreeSet<>(jdbc.queryForList(
                """
                select x.patient from candour.extracted x
                    join candour.snapshot s on s.patient = x.patient and s.version = x.version
                where x.extract = ? and x.run = ?
                """,
                String.class,
                extract,
                run));
    }

    /**
     * Whether all that a making rested on still stands: everybody's choices, memberships, and the clock. With {@link
     * Ledger#hold} before, it does until the transaction at hand has committed.
     */
    boolean stands(String extract, int run) {
        return Optional.ofNullable(jdbc.queryForObject(
                        """
                        select r.epoch = e.epoch and coalesce(clock_timestamp() < r.valid_until, true)
                            and not exists (select from candour.extracted x
                                left join candour.snapshot s on s.patient = x.patient
                                where x.extract = r.extract and x.run = r.run
                                    and s.version is distinct from x.version)
                        from candour.extract_run r cross join candour.epoch e where r.extract = ? and r.run = ?
                        """,
                        Boolean.class,
                        extract,
                        run))
                .orElse(false);
    }

    /** What this person is in, newest first: of each extract the making that was let out, or else the latest. */
    List<Entry> of(String patient, int count) {
        return jdbc.query(
                """
                select e.id, e.programme, r.at, x.version, x.classes, d.at from (
                    select distinct on (x.extract) x.extract, x.run, x.version, x.classes from candour.extracted x
                        left join candour.extract_decision d on d.extract = x.extract and d.run = x.run
                            and d.outcome = 'APPROVED'
                    where x.patient = ? order by x.extract, d.run is null, x.run desc) x
                join candour.extract e on e.id = x.extract
                join candour.extract_run r on r.extract = x.extract and r.run = x.run
                left join candour.extract_decision d on d.extract = x.extract and d.run = x.run
                    and d.outcome = 'APPROVED'
                order by r.at desc, e.id limit ?
                """,
                (row, number) -> entry(row),
                patient,
                count);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        EnumSet<Category> classes = EnumSet.noneOf(Category.class);
        Arrays.stream((String[]) row.getArray(5).getArray())
                .map(Category::valueOf)
                .forEach(classes::add);
        return new Entry(
                row.getString(1),
                row.getString(2),
                Programmes.instant(row, 3),
                row.getLong(4),
                classes,
                Optional.ofNullable(row.getObject(6, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }
}
