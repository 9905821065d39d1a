package io.candour.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done now and then, one after the other on one thread. Each replica makes its rounds; what they do
 * is safe to be done by several at once. A round that fails is told and made again at its next turn.
 */
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration FIRST = Duration.ofSeconds(1);

    /** One thing to do. */
    @FunctionalInterface
    public interface Round {
        void run() throws SQLException;
    }

    private final ScheduledExecutorService thread;

    /** @param name of the thread */
    public Rounds(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** Makes a round soon, and again whenever the pause is over. */
    public void every(Duration pause, String what, Round round) {
        var scheduled = thread.scheduleWithFixedDelay(
                () -> make(what, round), FIRST.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        if (scheduled.isCancelled()) {
            throw new IllegalStateException("closed");
        }
    }

    private static void make(String what, Round round) {
        try {
            round.run();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("{} failed and is tried again at its next turn: {}", what, Faults.describe(e));
        }
    }

    /** Makes no more rounds; one under way may end by itself. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
