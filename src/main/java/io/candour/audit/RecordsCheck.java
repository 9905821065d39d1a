package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Reads what is most of the log, records and the patients' views of them, by several readers side by side. PostgreSQL
 * spends more on sending a row than is spent on hashing it here, and spends it in the one process that serves a
 * connection: so each reader has its own.
 */
final class RecordsCheck {

    private final Snapshot snapshot;
    private final Spans spans;
    private final LongConsumer progress;
    private final AtomicLong count = new AtomicLong();
    private final SubjectSum recorded;
    private final SubjectSum viewed;
    private final byte[] key = SubjectSum.key();

    /** @param progress is told of so many more records that are checked, by several threads */
    RecordsCheck(Snapshot snapshot, Spans spans, LongConsumer progress) {
        this.snapshot = snapshot;
        this.spans = spans;
        this.progress = progress;
        this.recorded = new SubjectSum(key);
        this.viewed = new SubjectSum(key);
    }

    /** Returns how many records of the chains there were. */
    long run(int readers) throws SQLException, LogFault {
        List<Callable<Void>> work = new ArrayList<>();
        work.add(this::readViews);
        for (int i = 0; i < readers; i++) {
            work.add(this::readRecords);
        }
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the log", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException unreadable) {
                throw unreadable;
            }
            if (e.getCause() instanceof LogFault found) {
                throw found;
            }
            throw new IllegalStateException("the log could not be read", e.getCause());
        } finally {
            spans.stop();
            threads.shutdown();
        }
        spans.throwFault();
        return count.get();
    }

    /** What patients are named in by records, to which those of FHIR writes are yet to be added. */
    SubjectSum recorded() {
        return recorded;
    }

    /** What patients are shown; the log's chain covers it only as far as it follows from the records. */
    SubjectSum viewed() {
        return viewed;
    }

    private Void readRecords() throws SQLException, LogFault {
        SubjectSum subjects = new SubjectSum(key);
        try (Connection connection = snapshot.another()) {
            ContentCheck contents = new ContentCheck(connection, Batch.Kind.RECORDS, subjects::addRecord);
            for (Optional<Span> span = spans.next(); span.isPresent(); span = spans.next()) {
                try {
                    long rows = contents.check(span.get());
                    count.addAndGet(rows);
                    progress.accept(rows);
                } catch (LogFault fault) {
                    spans.fault(span.get(), fault);
                }
            }
        } catch (SQLException | LogFault | RuntimeException e) {
            spans.stop();
            throw e;
        }
        synchronized (recorded) {
            recorded.add(subjects);
        }
        return null;
    }

    private Void readViews() throws SQLException {
        try (Connection connection = snapshot.another();
                Statement statement = connection.createStatement()) {
            statement.execute("set local enable_seqscan = on");
            try (CopiedTuples views =
                    CopiedTuples.of(connection, "select patient, at, id from candour.access_subject")) {
                while (views.next()) {
                    viewed.addSubject(views.row());
                }
            }
        } catch (SQLException | RuntimeException e) {
            spans.stop();
            throw e;
        }
        return null;
    }
}
