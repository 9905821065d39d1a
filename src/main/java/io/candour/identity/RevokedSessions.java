package io.candour.identity;

import io.candour.choice.SessionLocks;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The log-ins that the issuer ended, kept for as long as a token of theirs could still be used.
 *
 * <p>INVARIANT: once {@link #end} has returned, no record of an answer to such a token commits, on any replica, and no
 * write of one: both look here in their own transaction, in an order that {@link SessionLocks} settles. Nothing is cached.
 * Safe for use by many threads.
 */
public final class RevokedSessions {
    /** Whether a session has ended, as a condition in SQL with {@link #arguments}. */
    static final String ENDED =
            "exists (select from candour.revoked_session r where r.name = any (?::text[]) and r.upto >= ?)";

    /** Later than any token is issued, and in reach of every client of the database. */
    private static final OffsetDateTime ALWAYS = OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC);

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final Duration longestUse;

    /** @param longestUse for how long after its issue a token may be taken at most, by any clock */
    public RevokedSessions(JdbcTemplate jdbc, TransactionOperations transactions, Duration longestUse) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.longestUse = longestUse;
    }

    /**
     * Ends a session, or all sessions of a user that had begun; returns when that is committed. Also forgets what has
     * expired.
     *
     * @return false where this very token was heard before, and so changes nothing
     */
    public boolean end(LogOut logOut) {
        return Optional.ofNullable(transactions.execute(status -> {
                    if (!heard(logOut)) {
                        return false;
                    }
                    String name = logOut.sid()
                            .map(Session::named)
                            .orElseGet(() -> Session.ofUser(logOut.subject().orElseThrow()));
                    SessionLocks.exclusive(jdbc, List.of(name));
                    jdbc.update(
                            """
                            insert into candour.revoked_session as r (name, upto, until)
                            values (?, ?, clock_timestamp() + ? * interval '1 second')
                            on conflict (name) do update
                                set upto = greatest(r.upto, excluded.upto), until = greatest(r.until, excluded.until)
                            """,
                            name,
                            // A session is over for good; a user may log in again.
                            logOut.sid().isPresent() ? ALWAYS : at(logOut.issuedAt()),
                            longestUse.toSeconds() + 1);
                    forget("revoked_session");
                    forget("heard_logout");
                    return true;
                }))
                .orElseThrow();
    }

    private boolean heard(LogOut logOut) {
        return jdbc.update(
                        "insert into candour.heard_logout (jti, until) values (?, ?) on conflict do nothing",
                        logOut.tokenId(),
                        at(logOut.expiresAt().plus(longestUse)))
                == 1;
    }

    /** What another transaction forgets at the same time is left to it. */
    private void forget(String table) {
        jdbc.update("delete from candour." + table + " where ctid = any (array(select ctid from candour." + table
                + " where until < clock_timestamp() for update skip locked))");
    }

    /**
     * Refuses the transaction at hand where the session has ended, and else keeps it from ending before the commit.
     *
     * @throws SessionEndedException if it has
     */
    public void checkAtCommit(Session session) {
        SessionLocks.shared(jdbc, session.names());
        if (Boolean.TRUE.equals(jdbc.queryForObject("select " + ENDED, Boolean.class, arguments(session)))) {
            throw new SessionEndedException();
        }
    }

    static Object[] arguments(Session session) {
        return new Object[] {session.names().toArray(String[]::new), at(session.issuedAt())};
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
