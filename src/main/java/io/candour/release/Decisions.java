package io.candour.release;

import io.candour.release.Passing.Decision;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What guardians said of what passes: rows are added and never changed. Joins the transaction at hand. Safe for use by many
 * threads.
 */
final class Decisions {
    private final JdbcTemplate jdbc;
    private final String insert;
    private final String select;

    /** @param name of what passes, as its table and the column of its id are called: question or extract */
    Decisions(JdbcTemplate jdbc, String name) {
        this.jdbc = jdbc;
        this.insert =
                """
                insert into candour.%1$s_decision (%1$s, asker, run, outcome, at, by_id, by_name, note)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """
                        .formatted(name);
        this.select =
                """
                select run, outcome = 'APPROVED', at, by_id, by_name, note from candour.%1$s_decision
                where %1$s = ? order by run, at
                """
                        .formatted(name);
    }

    /** Adds what a guardian said; returns whether nobody said so before, or the contrary. */
    boolean add(Passing passing, Decision decision) {
        return jdbc.update(
                        insert,
                        passing.id(),
                        passing.asker(),
                        decision.run(),
                        decision.approved() ? "APPROVED" : "REFUSED",
                        Programmes.at(decision.at()),
                        decision.by(),
                        decision.name(),
                        decision.note().orElse(null))
                > 0;
    }

    List<Decision> of(String id) {
        return jdbc.query(
                select,
                (row, number) -> new Decision(
                        row.getInt(1),
                        row.getBoolean(2),
                        Programmes.instant(row, 3),
                        row.getString(4),
                        row.getString(5),
                        Optional.ofNullable(row.getString(6))),
                id);
    }
}
