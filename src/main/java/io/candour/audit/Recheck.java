package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Tells which decisions no longer hold, at the moment their records are about to be committed. */
@FunctionalInterface
public interface Recheck {

    /**
     * Called by the log's one writer thread, inside its transaction (READ COMMITTED), once per batch. The first statement
     * tries a shared transaction-level advisory lock for each patient; a <em>later</em> statement, which thereby sees
     * what was committed before the locks were got, reads versions, epoch, the database's clock and revoked sessions.
     * It must wait for no lock, nor commit, roll back or close.
     *
     * @return those of {@code decisions} whose lock was not got or whose ground has moved
     */
    Set<DecidedOn> moved(Connection connection, Set<DecidedOn> decisions) throws SQLException;
}
