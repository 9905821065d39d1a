package io.candour.server;

import io.candour.audit.AccessLog;
import io.candour.audit.AccessRecord;
import io.candour.audit.RecordId;
import io.micrometer.tracing.Span;
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

    private Span span() {
        return tracer.nextSpan().name(Traces.Part.LOG.text()).start();
    }

    @Override
    public RecordId record(AccessRecord record) {
        Span span = span();
        try {
            return log.record(record);
        } finally {
            span.end();
        }
    }

    @Override
    public CompletableFuture<RecordId> submit(AccessRecord record) {
        Span span = span();
        return log.submit(record).whenComplete((id, failure) -> span.end());
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
