package io.candour.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Finds any change to rows of the log that a checkpoint held outside covers: edits, deletions, swaps, missing batches,
 * truncation. Reads one snapshot, so the log may go on meanwhile; takes memory by a few thousand rows, not by log.
 */
public final class LogVerifier {

    static final String BATCH =
            "select writer, sequence, at, kind, size, content, previous, hash from candour.access_batch";

    /** Small enough that a few of them are little memory, large enough that a query for each costs nothing. */
    private static final int ROWS_A_SPAN = 20_000;
    /** More would take the database away from those whom it serves. */
    private static final int MOST_READERS = 4;

    private final ConnectionSource connections;
    private final List<PublicKey> keys;
    private final LongConsumer progress;
    private final int readers;
    private final int rowsASpan;

    /**
     * Reads over as many connections as this machine has processors, at most four, and two more.
     *
     * @param connections to the database, with a role that can read the log
     * @param keys each checkpoint must be signed by one of them
     * @param progress is told, by several threads, of so many more records that are checked
     */
    public LogVerifier(ConnectionSource connections, List<PublicKey> keys, LongConsumer progress) {
        this(
                connections,
                keys,
                progress,
                Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors()),
                ROWS_A_SPAN);
    }

    LogVerifier(ConnectionSource connections, List<PublicKey> keys, LongConsumer progress, int readers, int rowsASpan) {
        this.connections = connections;
        this.keys = List.copyOf(keys);
        this.progress = progress;
        this.readers = readers;
        this.rowsASpan = rowsASpan;
    }

    /** About how many records there are to check. */
    public static long records(ConnectionSource connections) throws SQLException {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery(
                        """
                        select coalesce(sum(size), 0) from candour.access_batch where kind = 'RECORDS'
                        and at >= (select min(at) from candour.access_record)""")) {
            sum.next();
            return sum.getLong(1);
        }
    }

    /** Checks everything; with a checkpoint from outside, also that the log still holds all that it covers. */
    public Verification verify(Optional<SignedCheckpoint> outside) throws SQLException {
        try (Snapshot snapshot = Snapshot.of(connections);
                Connection second = snapshot.another()) {
            Connection first = snapshot.first();
            long[] count = new long[2];
            try {
                CheckedCheckpoints checkpoints = CheckedCheckpoints.of(first, keys, outside);
                count[1] = checkChains(first, checkpoints);
                Instant closed = checkpoints.closed();
                RecordsCheck records;
                try (Spans spans = Spans.of(second, Batch.Kind.RECORDS, closed, rowsASpan)) {
                    records = new RecordsCheck(snapshot, spans, progress);
                    count[0] = records.run(readers);
                }
                checkSeals(first, second, closed);
                new SealCheck(first, second, closed, records.recorded()).run();
                if (!records.recorded().matches(records.viewed())) {
                    findSubject(first);
                }
                checkNothingBefore(first, closed);
                return new Verification(
                        Optional.empty(), count[0], count[1], SealCheck.unsealed(first), checkpoints.last());
            } catch (LogFault fault) {
                return new Verification(Optional.of(String.valueOf(fault.getMessage())), count[0], count[1], 0, 0);
            }
        }
    }

    private static long checkChains(Connection connection, CheckedCheckpoints checkpoints)
            throws SQLException, LogFault {
        long count = 0;
        try (CopiedTuples tuples = CopiedTuples.of(connection, BATCH + " order by writer, sequence")) {
            Optional<Batch> before = Optional.empty();
            while (tuples.next()) {
                Batch batch = batch(tuples.row());
                Hash stored = Hash.stored(tuples.row().bytes(7));
                boolean starts = before.isEmpty() || before.get().writer() != batch.writer();
                Optional<Batch> last = before;
                if (batch.sequence() != (starts ? 0 : last.orElseThrow().sequence() + 1)) {
                    throw new LogFault(name(batch) + " does not follow the one before: a batch is missing");
                }
                if (starts
                        ? !checkpoints.isStart(batch.previous())
                        : !batch.previous().equals(last.orElseThrow().hash())) {
                    throw new LogFault(name(batch) + " does not rest on what came before it");
                }
                if (!stored.equals(batch.hash())
                        || !checkpoints
                                .takeHead(batch.writer(), batch.sequence())
                                .orElse(stored)
                                .equals(stored)) {
                    throw new LogFault(name(batch) + " was changed");
                }
                before = Optional.of(batch);
                count++;
            }
        }
        Optional<String> missing = checkpoints.missing();
        if (missing.isPresent()) {
            throw new LogFault(missing.get());
        }
        return count;
    }

    private void checkSeals(Connection rows, Connection batches, Instant closed) throws SQLException, LogFault {
        ContentCheck contents = new ContentCheck(rows, Batch.Kind.SEALS, seal -> {});
        try (Spans spans = Spans.of(batches, Batch.Kind.SEALS, closed, rowsASpan)) {
            for (Optional<Span> span = spans.next(); span.isPresent(); span = spans.next()) {
                contents.check(span.get());
            }
        }
    }

    private static void findSubject(Connection connection) throws SQLException, LogFault {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        select coalesce(s.at, r.at), s.id is null from candour.access_subject s
                        full join (select at, id, unnest(patients) as patient from candour.access_record) r
                          on r.patient = s.patient and r.at = s.at and r.id = s.id
                        where r.id is null or s.id is null order by 1 limit 1""")) {
            if (row.next()) {
                throw new LogFault("a patient's view of a record of " + row.getString(1)
                        + (row.getBoolean(2) ? " is missing" : " was added"));
            }
        }
        throw new LogFault("patients' views of records are there twice");
    }

    /** Whatever stands there is covered by nothing: left over from a drop that was cut short, or put there. */
    private static void checkNothingBefore(Connection connection, Instant closed) throws SQLException, LogFault {
        for (String table : List.of("access_record", "access_subject", "access_seal")) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select from candour." + table + " where at < '" + closed + "'::timestamptz limit 1")) {
                if (row.next()) {
                    throw new LogFault(table + " has rows of before " + closed + ", when retention closed the log");
                }
            }
        }
    }

    static Batch batch(CopiedRow tuple) throws LogFault {
        int writer = tuple.integer(0);
        long sequence = tuple.bigint(1);
        return new Batch(
                writer,
                sequence,
                tuple.timestamp(2),
                Batch.Kind.valueOf(new String(tuple.bytes(3), US_ASCII)),
                tuple.integer(4),
                hash(tuple, 5),
                hash(tuple, 6));
    }

    private static Hash hash(CopiedRow tuple, int column) throws LogFault {
        byte[] bytes = tuple.bytes(column);
        if (bytes.length != 32) {
            throw new LogFault("batch " + tuple.bigint(1) + " of writer " + tuple.integer(0) + " was changed");
        }
        return Hash.stored(bytes);
    }

    static String name(Batch batch) {
        return "batch " + batch.sequence() + " of writer " + batch.writer();
    }
}
