package io.candour.choice;

import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Orders the end of a log-in against the records of its answers, as the patients' locks order choices: whoever ends it
 * holds its names exclusively to the commit, the access log tries them shared with the patients' in one statement.
 *
 * <p>A session's name has a colon in it, and so is no patient's.
 */
public final class SessionLocks {
    private SessionLocks() {}

    /** Waits, in one order for all, until nothing of these sessions is being committed; held to the end of the transaction. */
    public static void exclusive(JdbcTemplate jdbc, Collection<String> names) {
        PatientLocks.exclusive(jdbc, names);
    }

    /** Waits while one of these sessions is being ended, then keeps that from happening to the end of the transaction. */
    public static void shared(JdbcTemplate jdbc, Collection<String> names) {
        PatientLocks.shared(jdbc, names);
    }
}
