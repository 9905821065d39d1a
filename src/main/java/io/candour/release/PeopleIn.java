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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Who is in each run of what leaves by an airlock, and on which version of their choices: kept for the people themselves. Rows
 * are added and never changed. Joins the transaction at hand. Safe for use by many threads.
 */
abstract class PeopleIn {
    /** A hash of what somebody chose, out of their snapshot {@code s}. */
    static final String CHOICES = "sha256(convert_to(s.directives::text, 'UTF8'))";

    /** The same for a row of the ledger, by patient and version; null where that version is gone. */
    static final String CHOSEN =
            "(select " + CHOICES + " from candour.snapshot s where s.patient = ? and s.version = ?)";

    private final JdbcTemplate jdbc;
    private final String rested;
    private final String now;
    private final String of;

    /**
     * @param what the table of what leaves, whose name its runs and decisions have too
     * @param people the table of who is in them
     * @param classes what of theirs, as a column of that table or an expression
     */
    PeopleIn(JdbcTemplate jdbc, String what, String people, String classes) {
        this.jdbc = jdbc;
        rested = "select patient, version from candour.%2$s where %1$s = ? and run = ?".formatted(what, people);
        now =
                """
                select p.patient, s.version from candour.%2$s p join candour.snapshot s on s.patient = p.patient
                where p.%1$s = ? and p.run = ?
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

    /** Those in a run, with the version of their snapshot that it rested on. */
    final Map<String, Long> rested(String id, int run) {
        return versions(rested, id, run);
    }

    /**
     * Those in a run, with the version of their snapshot now. With {@link Ledger#hold} before, it is that until the
     * transaction at hand has committed.
     */
    final Map<String, Long> now(String id, int run) {
        return versions(now, id, run);
    }

    private Map<String, Long> versions(String query, String id, int run) {
        Map<String, Long> versions = new TreeMap<>();
        jdbc.query(
                query,
                row -> {
                    versions.put(row.getString(1), row.getLong(2));
                },
                id,
                run);
        return versions;
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
