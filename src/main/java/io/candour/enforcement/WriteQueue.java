package io.candour.enforcement;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many writes are under way at once. Further ones wait for their turn for a moment and are then turned away before
 * their body is read, so that an import that comes too fast leaves memory, threads and database connections to readers.
 *
 * <p>First come, first served. Safe for use by many threads.
 */
public final class WriteQueue {
    private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");

    /** Four wait for each that is under way: more would not come to their turn in time. */
    private static final int WAITING_EACH = 4;

    private final Semaphore turns;
    private final int mostWaiting;
    private final Duration patience;

    /**
     * @param atOnce how many writes are under way at most
     * @param patience how long one waits for its turn
     */
    public WriteQueue(int atOnce, Duration patience) {
        if (atOnce < 1 || patience.isNegative()) {
            throw new IllegalArgumentException("at least one write at once, and no negative wait");
        }
        this.turns = new Semaphore(atOnce, true);
        this.mostWaiting = atOnce * WAITING_EACH;
        this.patience = patience;
    }

    /** A write's turn, to be given back; or of a request that writes nothing, and so needs none. */
    @FunctionalInterface
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Empty where a write's turn does not come in time. */
    Optional<Turn> enter(HttpServletRequest request) {
        if (!writes(request)) {
            return Optional.of(() -> {});
        }
        try {
            // With a time, be it none: without one it would go before those who wait.
            long wait = turns.getQueueLength() < mostWaiting ? patience.toMillis() : 0;
            return turns.tryAcquire(wait, TimeUnit.MILLISECONDS) ? Optional.of(turns::release) : Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Of a POST that asks (a search, an operation) the path says so; a bundle counts as a write. */
    private static boolean writes(HttpServletRequest request) {
        String path = request.getRequestURI();
        return WRITING.contains(request.getMethod()) && !path.contains("$") && !path.endsWith("/_search");
    }
}
