package io.candour.release;

import io.candour.enforcement.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is being put to the records right now, on whichever replica. How far it is stands in the name that its connection
 * goes by ({@code pg_stat_activity}), and nowhere else: every replica sees it before anything has committed, and it ends
 * with its transaction, however that ends. Safe for use by many threads.
 */
final class Running {
    private static final String NAME = "candour running ";
    private static final int WHOLE = 100;
    private static final String CANCELLED = "57014";
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final JdbcTemplate jdbc;

    Running(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Does work of the transaction at hand that others can see and stop.
     *
     * @param work is told whom to tell how far it is, in hundredths
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException where it was stopped
     */
    <T> T during(String id, Function<IntConsumer, T> work) {
        tell(id, 0);
        int[] told = {0};
        try {
            T done = work.apply(hundredths -> {
                if (hundredths > told[0]) {
                    told[0] = hundredths;
                    tell(id, Math.min(hundredths, WHOLE));
                }
            });
            jdbc.execute("set local application_name to default");
            return done;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && CANCELLED.equals(cause.getSQLState())) {
                throw Refusal.unprocessable("question", IssueType.BUSINESSRULE, "Somebody stopped this");
            }
            throw e;
        }
    }

    private void tell(String id, int hundredths) {
        jdbc.query("select set_config('application_name', ?, true)", row -> {}, NAME + id + " " + hundredths);
    }

    /** How far each is that runs, in hundredths, by id. */
    Map<String, Integer> all() {
        Map<String, Integer> all = new HashMap<>();
        jdbc.query(
                """
                select split_part(application_name, ' ', 3), split_part(application_name, ' ', 4)::integer
                from pg_stat_activity
                where datname = current_database() and application_name ~ ('^' || ? || '\\S+ [0-9]+$')
                """,
                row -> {
                    all.put(row.getString(1), row.getInt(2));
                },
                NAME);
        return all;
    }

    /**
     * Stops it, by having its statement cancelled.
     *
     * @return whether it ran, and has ended
     */
    boolean cancel(String id) {
        boolean ran = false;
        long end = System.nanoTime() + AT_MOST.toNanos();
        // Between two statements there is nothing to cancel: so it is asked until it is gone.
        while (System.nanoTime() < end) {
            // Or the same would be seen until the transaction at hand has ended.
            jdbc.query("select pg_stat_clear_snapshot()", row -> {});
            Integer asked = jdbc.queryForObject(
                    """
                    select count(pg_cancel_backend(pid)) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                        and split_part(application_name, ' ', 3) = ? and starts_with(application_name, ?)
                    """,
                    Integer.class,
                    id,
                    NAME);
            if (Optional.ofNullable(asked).orElse(0) == 0) {
                return ran;
            }
            ran = true;
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
