package io.candour.access;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Addresses that are to be written to: that there is a notice for somebody, and nothing of what it says.
 *
 * <p>Kept in the transaction that makes the notice, and taken out in one that lasts while the letter is handed over: what
 * was not to be sent never is, and what was is sent at least once, whichever replica stops when; two replicas never send
 * the same one. Safe for use by many threads.
 */
public final class OutgoingMail {
    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;

    public OutgoingMail(JdbcTemplate jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** How handing one over went. */
    public enum Handed {
        SENT,
        /** To be tried again, later each time. */
        POSTPONED,
        /** Given up after three days, or refused for good. */
        GIVEN_UP,
        /** There was none to send. */
        NONE
    }

    /** What a letter's carrier says. */
    public enum Carried {
        YES,
        LATER,
        NEVER
    }

    /** Puts an address into the queue, from the commit of the transaction at hand. */
    public void put(String address) {
        jdbc.update("insert into candour.outgoing_mail (address) values (?)", address);
    }

    private record Letter(long id, String address, boolean old) {}

    /**
     * Hands over the next one that is due.
     *
     * @param carrier what sends it, within seconds; where it throws, the letter stays as it is
     */
    public Handed next(Function<String, Carried> carrier) {
        return Objects.requireNonNull(transactions.execute(status -> {
            List<Letter> due = jdbc.query(
                    """
                    select id, address, made < clock_timestamp() - interval '3 days' from candour.outgoing_mail
                    where due <= clock_timestamp() order by due limit 1 for update skip locked
                    """,
                    (row, number) -> new Letter(row.getLong(1), row.getString(2), row.getBoolean(3)));
            return due.isEmpty()
                    ? Handed.NONE
                    : hand(due.get(0), carrier.apply(due.get(0).address()));
        }));
    }

    private Handed hand(Letter letter, Carried carried) {
        if (carried == Carried.LATER && !letter.old()) {
            jdbc.update(
                    """
                    update candour.outgoing_mail set tries = tries + 1,
                        due = clock_timestamp() + least(power(2, tries) * interval '1 minute', interval '6 hours')
                    where id = ?
                    """,
                    letter.id());
            return Handed.POSTPONED;
        }
        jdbc.update("delete from candour.outgoing_mail where id = ?", letter.id());
        return carried == Carried.YES ? Handed.SENT : Handed.GIVEN_UP;
    }
}
