package io.candour.release;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** When people first read the notices of programmes: rows are added and never changed. Joins the transaction at hand. Safe for use by many threads. */
final class NoticesRead {
    private final JdbcTemplate jdbc;

    NoticesRead(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps that somebody read one, now, unless they had. */
    void read(String programme, String patient) {
        jdbc.update(
                "insert into candour.programme_notice_read (programme, patient) values (?, ?) on conflict do nothing",
                programme,
                patient);
    }

    /** When this person read which, by programme. */
    Map<String, Instant> of(String patient) {
        Map<String, Instant> read = new HashMap<>();
        jdbc.query(
                "select programme, at from candour.programme_notice_read where patient = ?",
                row -> {
                    read.put(row.getString(1), Programmes.instant(row, 2));
                },
                patient);
        return read;
    }

    /** How many people have read which, by programme; one that nobody has is left out. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.query("select programme, count(*) from candour.programme_notice_read group by programme", row -> {
            counts.put(row.getString(1), row.getInt(2));
        });
        return counts;
    }

    /** How many people there are to read one. */
    int people() {
        return Optional.ofNullable(jdbc.queryForObject("select count(*) from candour.snapshot", Integer.class))
                .orElse(0);
    }
}
