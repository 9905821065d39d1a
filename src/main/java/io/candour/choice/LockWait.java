package io.candour.choice;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** How long a transaction waits for what another has locked. Stateless. */
public final class LockWait {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private LockWait() {}

    /**
     * Takes a lock of the transaction at hand.
     *
     * @param most as PostgreSQL writes it: 3s
     * @return whether it was got in time; where not, the transaction can do nothing more
     */
    public static boolean within(JdbcTemplate jdbc, String most, Runnable lock) {
        try {
            jdbc.execute("set local lock_timeout = '" + most + "'");
            lock.run();
            jdbc.execute("set local lock_timeout = 0");
            return true;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
