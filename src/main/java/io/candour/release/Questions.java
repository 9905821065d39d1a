package io.candour.release;

import static io.candour.release.Programmes.at;
import static io.candour.release.Programmes.instant;

import io.candour.choice.LockWait;
import io.candour.choice.StoredJson;
import io.candour.enforcement.Refusal;
import io.candour.release.Asked.Cell;
import io.candour.release.Asked.Held;
import io.candour.release.Asked.Run;
import io.candour.release.Passing.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Questions as kept, with what guardians said and what came of them: rows are added and never changed. Joins the transaction at hand. Safe for use by many threads. */
final class Questions {
    private static final String ALL =
            "select id, programme, recipient, asked, asker, asker_name, reason, compiled from candour.question ";

    private final JdbcTemplate jdbc;
    private final Decisions decisions;

    Questions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.decisions = new Decisions(jdbc, "question");
    }

    /**
     * Waits until nobody else asks for this recipient, or lets something out to it: what it was told is then settled. Not
     * for long: a question runs for as long as it takes, and whoever waits has a connection that reads need.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException 503 where somebody else has not done by then
     */
    void lock(String recipient) {
        if (!LockWait.within(
                jdbc,
                "500ms",
                () -> jdbc.query(
                        "select pg_advisory_xact_lock(hashtextextended('candour.release ' || ?, 0))",
                        row -> {},
                        recipient))) {
            throw Refusal.unavailable("Something else of this organisation's is under way; try again later");
        }
    }

    /** The same without waiting; whether it was got. */
    boolean tryLock(String recipient) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select pg_try_advisory_xact_lock(hashtextextended('candour.release ' || ?, 0))",
                Boolean.class,
                recipient));
    }

    /** Adds a question that nobody has looked at. */
    void ask(Asked asked) {
        jdbc.update(
                """
                insert into candour.question (id, programme, recipient, asked, asker, asker_name, reason, compiled)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """,
                asked.id(),
                asked.programme(),
                asked.recipient(),
                at(asked.at()),
                asked.asker(),
                asked.askerName(),
                asked.reason(),
                StoredJson.write(asked.question()));
    }

    /** The one that asks the same for this programme, was not refused, and so has or will have the same answer. */
    Optional<Asked> same(String programme, Question question) {
        return jdbc
                .query(
                        ALL + "where programme = ? and compiled = ?::jsonb",
                        this::asked,
                        programme,
                        StoredJson.write(question))
                .stream()
                .filter(each -> each.state() != Passing.State.REFUSED)
                .findFirst();
    }

    Optional<Asked> find(String id) {
        return jdbc.query(ALL + "where id = ?", this::asked, id).stream().findFirst();
    }

    /**
     * The latest, newest first.
     *
     * @param recipient whose; empty for all
     */
    List<Asked> latest(Optional<String> recipient, int count) {
        String ods = recipient.orElse("");
        return jdbc.query(
                ALL + "where ? = '' or recipient = ? order by asked desc, id limit ?", this::asked, ods, ods, count);
    }

    /** Adds a run, without the people who were counted. */
    void run(String question, Run run) {
        jdbc.update(
                "insert into candour.question_run (question, run, at, ground, valid_until, held) values (?, ?, ?, ?, ?, ?)",
                question,
                run.number(),
                at(run.at()),
                run.ground(),
                run.validUntil().map(Programmes::at).orElse(null),
                run.held().map(Held::name).orElse(null));
        for (int cell = 0; cell < run.cells().size(); cell++) {
            Cell each = run.cells().get(cell);
            jdbc.update(
                    "insert into candour.answer_cell (question, run, cell, groups, shown) values (?, ?, ?, ?, ?)",
                    question,
                    run.number(),
                    cell,
                    each.groups().toArray(String[]::new),
                    each.told().orElse(null));
        }
    }

    /** Adds what a guardian said; returns whether nobody said so before, or the contrary. */
    boolean decide(Asked asked, Decision decision) {
        return decisions.add(asked, decision);
    }

    private Asked asked(ResultSet row, int number) throws SQLException {
        String id = row.getString(1);
        return new Asked(
                id,
                row.getString(2),
                row.getString(3),
                instant(row, 4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                StoredJson.read(row.getString(8), Question.class),
                latestRun(id),
                decisions.of(id));
    }

    private Optional<Run> latestRun(String question) {
        return jdbc
                .query(
                        """
                        select run, at, coalesce(ground, ''), valid_until, held from candour.question_run where question = ?
                        order by run desc limit 1
                        """,
                        (row, number) -> new Run(
                                row.getInt(1),
                                instant(row, 2),
                                row.getString(3),
                                Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant),
                                Optional.ofNullable(row.getString(5)).map(Held::valueOf),
                                cells(question, row.getInt(1))),
                        question)
                .stream()
                .findFirst();
    }

    private List<Cell> cells(String question, int run) {
        return jdbc.query(
                "select groups, shown from candour.answer_cell where question = ? and run = ? order by cell",
                (row, number) -> {
                    @Nullable Integer told = (Integer) row.getObject(2);
                    return new Cell(Arrays.asList((String[]) row.getArray(1).getArray()), Optional.ofNullable(told));
                },
                question,
                run);
    }
}
