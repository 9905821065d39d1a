package io.candour.release;

import static io.candour.release.Programmes.at;
import static io.candour.release.Programmes.instant;

import io.candour.choice.StoredJson;
import io.candour.release.Extract.Held;
import io.candour.release.Extract.Made;
import io.candour.release.Extract.Run;
import io.candour.release.Passing.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Extracts as kept, with what guardians said and what came of them: rows are added and never changed. Joins the transaction
 * at hand. Safe for use by many threads.
 */
final class Extracts {
    private static final String ALL =
            "select id, programme, recipient, asked, asker, asker_name, reason from candour.extract ";
    private static final String RELEASED = ALL
            + """
            where exists (select from candour.extract_decision d
                where d.extract = id and d.outcome = 'APPROVED' and d.run > 0)
                and not exists (select from candour.erasure e where e.extract = candour.extract.id)
            """;

    private final JdbcTemplate jdbc;
    private final Decisions decisions;

    Extracts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.decisions = new Decisions(jdbc, "extract");
    }

    /** Adds one that nobody has looked at. */
    void ask(Extract extract) {
        jdbc.update(
                """
                insert into candour.extract (id, programme, recipient, asked, asker, asker_name, reason)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                extract.id(),
                extract.programme(),
                extract.recipient(),
                at(extract.at()),
                extract.asker(),
                extract.askerName(),
                extract.reason());
    }

    Optional<Extract> find(String id) {
        return jdbc.query(ALL + "where id = ?", this::extract, id).stream().findFirst();
    }

    /**
     * The latest, newest first.
     *
     * @param recipient whose; empty for all
     */
    List<Extract> latest(Optional<String> recipient, int count) {
        String ods = recipient.orElse("");
        return jdbc.query(
                ALL + "where ? = '' or recipient = ? order by asked desc, id limit ?", this::extract, ods, ods, count);
    }

    /** That the transaction at hand makes one, until it has ended, on whichever replica. */
    void making() {
        jdbc.query("select pg_advisory_xact_lock_shared(hashtextextended('candour.making', 0))", row -> {});
    }

    /** Whether nobody makes one; if so nobody does until the transaction at hand has ended. */
    boolean nobodyIsMaking() {
        return tryLock("candour.making");
    }

    /** Whether nobody else deletes files; if so nobody does until the transaction at hand has ended. */
    boolean nobodyIsSweeping() {
        return tryLock("candour.sweep");
    }

    private boolean tryLock(String name) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_xact_lock(hashtextextended(?, 0))", Boolean.class, name));
    }

    /** Whether its recipient may fetch it: it was let out, and nobody is to be erased from it. */
    boolean mayBeFetched(String id) {
        return !jdbc.query(RELEASED + "and id = ?", this::extract, id).isEmpty();
    }

    /** Those that were let out and from which nobody is to be erased, oldest first. */
    List<Extract> released() {
        return jdbc.query(RELEASED + "order by asked, id", this::extract);
    }

    /** How many were let out to each programme; one to which none was is left out. */
    Map<String, Integer> releases() {
        Map<String, Integer> releases = new HashMap<>();
        jdbc.query(
                """
                select e.programme, count(*) from candour.extract_decision d join candour.extract e on e.id = d.extract
                where d.outcome = 'APPROVED' and d.run > 0 group by e.programme
                """,
                row -> {
                    releases.put(row.getString(1), row.getInt(2));
                });
        return releases;
    }

    /** Adds a making, without the people who are in it. */
    void run(String extract, Run run) {
        jdbc.update(
                """
                insert into candour.extract_run (extract, run, at, ground, valid_until, held, people, made)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """,
                extract,
                run.number(),
                at(run.at()),
                run.ground(),
                run.validUntil().map(Programmes::at).orElse(null),
                run.held().map(Held::name).orElse(null),
                run.people(),
                run.made().map(StoredJson::write).orElse(null));
    }

    /** Adds what a guardian said; returns whether nobody said so before, or the contrary. */
    boolean decide(Extract extract, Decision decision) {
        return decisions.add(extract, decision);
    }

    private Extract extract(ResultSet row, int number) throws SQLException {
        String id = row.getString(1);
        return new Extract(
                id,
                row.getString(2),
                row.getString(3),
                instant(row, 4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                latestRun(id),
                decisions.of(id));
    }

    private Optional<Run> latestRun(String extract) {
        return jdbc
                .query(
                        """
                        select run, at, coalesce(ground, ''), valid_until, held, people, made from candour.extract_run
                        where extract = ?
                        order by run desc limit 1
                        """,
                        (row, number) -> new Run(
                                row.getInt(1),
                                instant(row, 2),
                                row.getString(3),
                                Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant),
                                Optional.ofNullable(row.getString(5)).map(Held::valueOf),
                                row.getInt(6),
                                Optional.ofNullable(row.getString(7)).map(made -> StoredJson.read(made, Made.class))),
                        extract)
                .stream()
                .findFirst();
    }
}
