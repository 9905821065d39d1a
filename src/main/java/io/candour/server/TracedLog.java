package io.candour.server;

import io.candour.audit.AccessLog;
import io.candour.audit.AccessRecord;
import io.candour.audit.RecordId;
import io.micrometer.tracing.Tracer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How long an answer waits for its record is a span. */
final class TracedLog implements AccessLog {
    private final AccessLog log;
    private final Tracer tracer;

    TracedLog(AccessLog log, Tracer tracer) {
        this.log = log;
        this.tracer = tracer;
    }

    @Override
    public RecordId record(AccessRecord record) {
        return Traces.within(tracer, Traces.Part.LOG, () -> log.record(record));
    }

    /** Nobody waits for it. */
    @Override
    public CompletableFuture<RecordId> submit(AccessRecord record) {
        return log.submit(record);
    }

    @Override
    public Coming coming() {
        return log.coming();
    }

    @Override
    public void writeInTransaction(Connection connection, List<AccessRecord> writes) throws SQLException {
        log.writeInTransaction(connection, writes);
    }
}
