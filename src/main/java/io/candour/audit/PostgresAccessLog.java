package io.candour.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The log in PostgreSQL, by group commit: requests queue their records, one thread inserts what has gathered, commits
 * once and releases the answers. A request holds no connection while it waits.
 */
public final class PostgresAccessLog implements AccessLog, AutoCloseable {

    private final AccessLogSettings settings;
    private final BlockingQueue<Waiting> queue;
    private final LogMetrics metrics;
    private final WriterThread writer;

    private PostgresAccessLog(
            AccessLogSettings settings, ConnectionSource connections, Recheck recheck, MeterRegistry registry) {
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.metrics = new LogMetrics(registry, queue);
        this.writer = new WriterThread(settings, queue, connections, recheck, metrics);
    }

    /** Starts the writer thread. A database that can't be reached yet is no error: records are refused until it can. */
    public static PostgresAccessLog start(
            AccessLogSettings settings, ConnectionSource connections, Recheck recheck, MeterRegistry registry) {
        PostgresAccessLog log = new PostgresAccessLog(settings, connections, recheck, registry);
        log.writer.start();
        return log;
    }

    /** Whether the writer reached the database when it last tried: for the readiness probe. */
    public boolean isReady() {
        return writer.isConnected();
    }

    @Override
    public RecordId record(AccessRecord record) {
        CompletableFuture<RecordId> answer = submit(record);
        try {
            return answer.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StaleDecisionException stale) {
                throw stale;
            }
            if (e.getCause() instanceof AccessLogUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("the access log failed", e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(false);
            metrics.unavailable.increment();
            throw new AccessLogUnavailableException("the record was not durable in time", settings.patience(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(false);
            throw new AccessLogUnavailableException("interrupted while recording", Duration.ofSeconds(1), e);
        }
    }

    @Override
    public CompletableFuture<RecordId> submit(AccessRecord record) {
        Waiting waiting = new Waiting(record, settings.patience());
        if (!writer.isAccepting()) {
            waiting.unavailable("the access log is closed", null);
        } else if (!queue.offer(waiting)) {
            metrics.queueFull.increment();
            waiting.unavailable("too many records wait for the access log", null);
        } else {
            writer.afterOffer(waiting);
        }
        return waiting.answer();
    }

    @Override
    public Coming coming() {
        return writer.coming();
    }

    @Override
    public void writeInTransaction(Connection connection, List<AccessRecord> writes) throws SQLException {
        UnsealedRows.insert(connection, writes);
    }

    /** Takes no more records, writes what waits, and returns when that is done or patience has run out. */
    @Override
    public void close() {
        writer.close();
    }
}
