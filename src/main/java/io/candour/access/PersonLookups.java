package io.candour.access;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts who tries to find people they have no relationship with: the only way to learn that somebody is known here (I5),
 * so every try counts, whether or not there was anybody to find.
 *
 * <p>Counted in the database before anything is looked up and in a transaction of its own, so that neither many requests
 * at once nor several replicas nor a crash give anybody more tries. Safe for use by many threads.
 */
public final class PersonLookups {
    /** Apart from other users of advisory locks in the same database. */
    private static final int SEED = 0x6c6f6f6b;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final int most;

    /** @param most tries in an hour */
    public PersonLookups(JdbcTemplate jdbc, TransactionOperations transactions, int most) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.most = most;
    }

    /** Counts one more try of this caller; returns whether it is allowed. */
    public boolean admit(String caller) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, " + SEED + "))", row -> {}, caller);
            jdbc.update("delete from candour.person_lookup where caller = ? and at < now() - interval '1 day'", caller);
            List<Long> tries = jdbc.queryForList(
                    "select count(*) from candour.person_lookup where caller = ? and at > now() - interval '1 hour'",
                    Long.class,
                    caller);
            if (tries.get(0) >= most) {
                return false;
            }
            jdbc.update("insert into candour.person_lookup (caller) values (?)", caller);
            return true;
        }));
    }

    /** How many tries an hour has. */
    public int most() {
        return most;
    }
}
