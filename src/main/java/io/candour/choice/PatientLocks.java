package io.candour.choice;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
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

    /** Tries each patient's lock without waiting; returns the patients whose lock somebody holds exclusively. */
    static Set<String> tryShared(Connection connection, Collection<String> patients) throws SQLException {
        Set<String> refused = new HashSet<>();
        Array names = connection.createArrayOf("text", new TreeSet<>(patients).toArray());
        try (PreparedStatement statement = connection.prepareStatement(
                "select p from unnest(?) p where not pg_try_advisory_xact_lock_shared(hashtextextended(p, " + SEED
                        + "))")) {
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    refused.add(rows.getString(1));
                }
            }
        } finally {
            names.free();
        }
        return refused;
    }
}
