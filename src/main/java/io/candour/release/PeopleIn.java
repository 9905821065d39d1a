package io.candour.release;

import io.candour.consent.Category;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Who is in each run of what leaves by an airlock, and on which version of their choices: kept for the people themselves. Rows
 * are added and never changed. Joins the transaction at hand. Safe for use by many threads.
 */
abstract class PeopleIn {
    private final JdbcTemplate jdbc;
    private final String unmoved;
    private final String stands;
    private final String of;

    /**
     * @param what the table of what leaves, whose name its runs and decisions have too
     * @param people the table of who is in them
     * @param classes what of theirs, as a column of that table or an expression
     */
    PeopleIn(JdbcTemplate jdbc, String what, String people, String classes) {
        this.jdbc = jdbc;
        unmoved =
                """
                select p.patient from candour.%2$s p
                    join candour.snapshot s on s.patient = p.patient and s.version = p.version
                where p.%1$s = ? and p.run = ?
                """
                        .formatted(what, people);
        stands =
                """
                select r.epoch = e.epoch and coalesce(clock_timestamp() < r.valid_until, true)
                    and not exists (select from candour.%2$s p
                        left join candour.snapshot s on s.patient = p.patient
                        where p.%1$s = r.%1$s and p.run = r.run and s.version is distinct from p.version)
                from candour.%1$s_run r cross join candour.epoch e where r.%1$s = ? and r.run = ?
                """
                        .formatted(what, people);
        of =
                """
                select w.id, w.programme, r.at, p.version, p.classes, d.at from (
                    select distinct on (p.%1$s) p.%1$s, p.run, p.version, %3$s classes from candour.%2$s p
                        left join candour.%1$s_decision d on d.%1$s = p.%1$s and d.run = p.run
                            and d.outcome = 'APPROVED'
                    where p.patient = ? order by p.%1$s, d.run is null, p.run desc) p
                join candour.%1$s w on w.id = p.%1$s
                join candour.%1$s_run r on r.%1$s = p.%1$s and r.run = p.run
                left join candour.%1$s_decision d on d.%1$s = p.%1$s and d.run = p.run and d.outcome = 'APPROVED'
                order by r.at desc, w.id limit ?
                """
                        .formatted(what, people, classes);
    }

    /**
     * One that a person is in.
     *
     * @param at when it was put together
     * @param version of their choices that it rested on
     * @param classes what of theirs is in it; empty where that is not kept
     * @param released when it was let out; empty where it was not
     */
    record Entry(
            String id, String programme, Instant at, long version, Set<Category> classes, Optional<Instant> released) {}

    final JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Those in a run whose choices are those that it rested on. */
    final Set<String> unmoved(String id, int run) {
        return new TreeSet<>(jdbc.queryForList(unmoved, String.class, id, run));
    }

    /**
     * Whether all that a run rested on still stands: everybody's choices, memberships, and the clock. With {@link
     * Ledger#hold} before, it does until the transaction at hand has committed.
     */
    final boolean stands(String id, int run) {
        return Optional.ofNullable(jdbc.queryForObject(stands, Boolean.class, id, run))
                .orElse(false);
    }

    /** What this person is in, newest first: of each the run that was let out, or else the latest. */
    final List<Entry> of(String patient, int count) {
        return jdbc.query(of, (row, number) -> entry(row), patient, count);
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
