package io.candour.enforcement;

import io.candour.choice.LockWait;
import io.candour.choice.WriterLocks;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Room for readers of a record that is written so often that no answer of it holds until it is recorded. Its writers wait
 * for them then, which they otherwise never do.
 *
 * <p>A few at a time, since each keeps a connection of the pool until its answer is recorded; what they read, they read on
 * that one. Safe for use by many threads.
 */
final class Undisturbed {
    private static final int AT_ONCE = 2;
    private static final String LONGEST = "2s";
    /** Many times what one of them takes, who let the others in before. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final JdbcTemplate jdbc;
    private final WriterLocks writers;
    private final TransactionTemplate transactions;
    private final Semaphore room = new Semaphore(AT_ONCE, true);

    Undisturbed(JdbcTemplate jdbc, WriterLocks writers, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.writers = writers;
        this.transactions = transactions;
    }

    /**
     * Does this while nobody commits a change to these patients' records; with no such promise where no room is free for a
     * second.
     *
     * @throws org.springframework.dao.PessimisticLockingFailureException where one of their writers takes too long
     */
    void run(Collection<String> patients, Runnable attempt) {
        if (!enter()) {
            attempt.run();
            return;
        }
        try {
            transactions.executeWithoutResult(reading -> {
                if (!LockWait.within(jdbc, LONGEST, () -> writers.lock(patients))) {
                    throw new CannotAcquireLockException("a writer of this record takes too long");
                }
                attempt.run();
            });
        } finally {
            room.release();
        }
    }

    private boolean enter() {
        try {
            return room.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
