package io.candour.choice;

import java.util.Collection;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The advisory lock of each patient, which orders whatever narrows decisions about them against the records of answers.
 *
 * <p>Writers hold it exclusively to their commit; the access log tries it shared and never waits. All locks end with
 * their transaction. Sessions are held in the same way, by names that are no patient's ({@link SessionLocks}). Safe for use
 * by many threads.
 */
final class PatientLocks {
    /** Apart from other users of advisory locks in the same database. */
    private static final int SEED = 0x63616e64;

    /** Stands for the epoch; no patient has this id. */
    static final String EPOCH = "*";

    private PatientLocks() {}

    /** Waits for each patient's lock. */
    static void exclusive(JdbcTemplate jdbc, Collection<String> patients) {
        exclusive(jdbc, SEED, patients);
    }

    /**
     * Waits for a lock of each patient, in one order for all writers so that no two wait for each other.
     *
     * @param seed tells the locks for one use from those for another
     */
    static void exclusive(JdbcTemplate jdbc, int seed, Collection<String> patients) {
        for (String patient : new TreeSet<>(patients)) {
            jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, " + seed + "))", row -> {}, patient);
        }
    }

    /** Waits for each name's lock while somebody holds it exclusively. */
    static void shared(JdbcTemplate jdbc, Collection<String> names) {
        for (String name : new TreeSet<>(names)) {
            jdbc.query("select pg_advisory_xact_lock_shared(hashtextextended(?, " + SEED + "))", row -> {}, name);
        }
    }

    /** Tries the lock of each patient in a text array, without waiting; gives those whose lock somebody holds exclusively. */
    static final String TRY_SHARED =
            "select p from unnest(?) p where not pg_try_advisory_xact_lock_shared(hashtextextended(p, " + SEED + "))";
}
