package io.candour.release;

import static io.candour.release.Programmes.at;
import static io.candour.release.Programmes.instant;

import io.candour.release.Erasure.Answered;
import io.candour.release.Erasure.Outcome;
import io.candour.release.Erasure.Reason;
import io.candour.release.Programme.Recipient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies that are to be erased, as kept: rows are added and never changed. Joins the transaction at hand. Safe for use by
 * many threads.
 */
final class Erasures {
    private static final String ALL =
            """
            select e.id, e.extract, x.programme, e.recipient, e.patient, e.reason, e.opened, e.due,
                a.outcome, a.at, a.by_id, a.by_name, a.statement
            from candour.erasure e join candour.extract x on x.id = e.extract
                left join candour.erasure_answer a on a.erasure = e.id
            """;

    private final JdbcTemplate jdbc;

    Erasures(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A copy that left with somebody in it, and that nobody was asked to erase. */
    record Copy(String extract, String programme, String recipient, String patient) {}

    /** The copies of these people's. */
    List<Copy> copies(Collection<String> patients) {
        return jdbc.query(
                """
                select x.extract, e.programme, e.recipient, x.patient from candour.extracted x
                    join candour.extract_decision d on d.extract = x.extract and d.run = x.run and d.outcome = 'APPROVED'
                    join candour.extract e on e.id = x.extract
                where x.patient = any (?) and not exists (
                    select from candour.erasure r where r.extract = x.extract and r.patient = x.patient)
                order by x.extract, x.patient
                """,
                (row, number) -> new Copy(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                (Object) patients.toArray(String[]::new));
    }

    /** Asks for a copy to be erased, from now; does nothing where that was done. */
    void open(Copy copy, Reason reason, Duration within) {
        jdbc.update(
                """
                insert into candour.erasure (id, extract, recipient, patient, reason, opened, due)
                values (?, ?, ?, ?, ?, now(), now() + make_interval(secs => ?)) on conflict do nothing
                """,
                UUID.randomUUID().toString(),
                copy.extract(),
                copy.recipient(),
                copy.patient(),
                reason.name(),
                within.toSeconds());
    }

    /**
     * Asks for all copies of programmes that are over by now or were stopped, from now; does nothing where that was done.
     * All of an extract's in one statement, and so never some.
     *
     * @return how many that are
     */
    int over(Instant now, Duration within) {
        return jdbc.update(
                """
                insert into candour.erasure (id, extract, recipient, patient, reason, opened, due)
                select gen_random_uuid()::text, x.extract, e.recipient, x.patient, 'OVER', now(), now() + make_interval(secs => ?)
                from candour.programme p join candour.extract e on e.programme = p.id
                    join candour.extract_decision d on d.extract = e.id and d.outcome = 'APPROVED' and d.run > 0
                    join candour.extracted x on x.extract = e.id and x.run = d.run
                where (p.ends <= ? or exists (
                        select from candour.programme_decision s where s.programme = p.id and s.outcome = 'STOPPED'))
                    and not exists (select from candour.erasure r where r.extract = e.id and r.reason = 'OVER')
                order by x.extract, x.patient on conflict do nothing
                """,
                within.toSeconds(),
                at(now));
    }

    /** Adds what a recipient says; returns whether it had not said so before. */
    boolean answer(String erasure, Answered answered) {
        return jdbc.update(
                        """
                        insert into candour.erasure_answer (erasure, outcome, at, by_id, by_name, statement)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing
                        """,
                        erasure,
                        answered.outcome().name(),
                        at(answered.at()),
                        answered.by(),
                        answered.name(),
                        answered.statement())
                > 0;
    }

    Optional<Erasure> find(String id) {
        return jdbc.query(ALL + " where e.id = ?", (row, number) -> erasure(row), id).stream()
                .findFirst();
    }

    /** What was asked of this extract's recipient about this person. */
    Optional<Erasure> of(String extract, String patient) {
        return jdbc
                .query(ALL + " where e.extract = ? and e.patient = ?", (row, number) -> erasure(row), extract, patient)
                .stream()
                .findFirst();
    }

    /**
     * The latest, newest first.
     *
     * @param recipient whose; empty for all
     * @param open only those that were not answered
     */
    List<Erasure> latest(Optional<String> recipient, boolean open, int count) {
        String ods = recipient.orElse("");
        return jdbc.query(
                ALL + " where (? = '' or e.recipient = ?) and (not ? or a.erasure is null)"
                        + " order by e.opened desc, e.id limit ?",
                (row, number) -> erasure(row),
                ods,
                ods,
                open,
                count);
    }

    /** How many of a recipient's are overdue. */
    record Overdue(Recipient recipient, long copies) {}

    /** Notes of all that are overdue that guardians are told; gives what they were not told of before, by recipient. */
    List<Overdue> tell(Instant now) {
        return jdbc.query(
                """
                with late as (
                    insert into candour.erasure_overdue (erasure, at)
                    select e.id, ? from candour.erasure e left join candour.erasure_answer a on a.erasure = e.id
                    where e.due < ? and a.erasure is null on conflict do nothing returning erasure)
                select r.ods, r.name, r.kind, count(*) from late join candour.erasure e on e.id = late.erasure
                    join candour.recipient r on r.ods = e.recipient group by r.ods order by r.ods
                """,
                (row, number) -> new Overdue(
                        new Recipient(row.getString(1), row.getString(2), RecipientType.valueOf(row.getString(3))),
                        row.getLong(4)),
                at(now),
                at(now));
    }

    private static Erasure erasure(ResultSet row) throws SQLException {
        Optional<Answered> answered = row.getString(9) == null
                ? Optional.empty()
                : Optional.of(new Answered(
                        Outcome.valueOf(row.getString(9)),
                        instant(row, 10),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13)));
        return new Erasure(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Reason.valueOf(row.getString(6)),
                instant(row, 7),
                instant(row, 8),
                answered);
    }
}
