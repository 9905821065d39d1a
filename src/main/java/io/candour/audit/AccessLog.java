package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where every request is recorded before its answer leaves. Safe for use by many threads. */
public interface AccessLog {

    /**
     * Returns once the record is durable and the decision it rests on held at that moment. Hold no database connection
     * while calling this.
     *
     * @throws StaleDecisionException when the decision no longer holds: decide again and record the new one
     * @throws AccessLogUnavailableException when the record cannot be made durable: answer 503
     */
    RecordId record(AccessRecord record);

    /**
     * As {@link #record}, without waiting: the future completes when the record is durable, or with one of the same two
     * exceptions. It completes on the log's writer thread, so what follows must be short or asynchronous.
     */
    CompletableFuture<RecordId> submit(AccessRecord record);

    /**
     * Tells that somebody reads, whose record will soon be handed in: the log then waits for it a moment with those it has,
     * and commits them at once. Closed when the answer has left, or won't.
     */
    Coming coming();

    /** A record that is on its way. */
    interface Coming extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Adds records of FHIR writes to the transaction that makes those writes, as the last thing before its commit. They
     * are durable exactly when the writes are; the log seals them into its chain shortly after.
     *
     * @param connection inside that transaction, not auto-committing; neither committed nor closed here
     */
    void writeInTransaction(Connection connection, List<AccessRecord> writes) throws SQLException;
}
