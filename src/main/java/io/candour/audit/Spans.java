package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log from its closing on, cut into spans and handed out one by one to whoever reads, so that memory goes by span.
 * Safe for use by many threads.
 *
 * <p>INVARIANT: spans leave no time out, and batches of one time are never parted: a seam has nothing across it.
 */
final class Spans implements AutoCloseable {

    private final CopiedTuples batches;
    private final int rowsASpan;
    private Optional<Batch> ahead;
    private Instant from;
    private boolean over;
    private Optional<Span> faultIn = Optional.empty();
    private Optional<LogFault> fault = Optional.empty();

    private Spans(CopiedTuples batches, Instant from, int rowsASpan) throws SQLException, LogFault {
        this.batches = batches;
        this.from = from;
        this.rowsASpan = rowsASpan;
        this.ahead = read(batches);
    }

    /** @param rowsASpan about how many rows; a single batch may have more */
    static Spans of(Connection connection, Batch.Kind kind, Instant closed, int rowsASpan)
            throws SQLException, LogFault {
        return new Spans(
                CopiedTuples.of(
                        connection,
                        LogVerifier.BATCH + " where kind = '" + kind + "' and at >= '" + closed
                                + "'::timestamptz order by at, writer, sequence"),
                closed,
                rowsASpan);
    }

    /** Empty when all are handed out or a fault was found. */
    synchronized Optional<Span> next() throws SQLException, LogFault {
        if (over) {
            return Optional.empty();
        }
        List<Batch> taken = new ArrayList<>();
        long rows = 0;
        long at = Long.MIN_VALUE;
        while (ahead.isPresent() && (rows < rowsASpan || ahead.get().atMicros() == at)) {
            taken.add(ahead.get());
            rows += ahead.get().size();
            at = ahead.get().atMicros();
            ahead = read(batches);
        }
        over = ahead.isEmpty();
        Instant until = ahead.map(batch -> Instant.EPOCH.plus(batch.atMicros(), ChronoUnit.MICROS))
                .orElse(Instant.MAX);
        Span span = new Span(from, until, taken);
        from = until;
        return Optional.of(span);
    }

    /** No more are handed out. Those before this one were, so that the first of all faults is known in the end. */
    synchronized void fault(Span span, LogFault found) {
        over = true;
        if (faultIn.isEmpty() || span.from().isBefore(faultIn.get().from())) {
            faultIn = Optional.of(span);
            fault = Optional.of(found);
        }
    }

    /** Ends the other readers too. */
    synchronized void stop() {
        over = true;
    }

    synchronized void throwFault() throws LogFault {
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    private static Optional<Batch> read(CopiedTuples batches) throws SQLException, LogFault {
        return batches.next() ? Optional.of(LogVerifier.batch(batches.row())) : Optional.empty();
    }

    @Override
    public void close() throws SQLException {
        batches.close();
    }
}
