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
 * truncation. Reads one snapshot, so the log may go on meanwhile; takes memory by batch, not by log.
 */
public final class LogVerifier {

    static final String BATCH =
            "select writer, sequence, at, kind, size, content, previous, hash from candour.access_batch";

    private final ConnectionSource connections;
    private final List<PublicKey> keys;
    private final LongConsumer progress;

    /**
     * @param connections to the database, with a role that can read the log
     * @param keys each checkpoint must be signed by one of them
     * @param progress is told of so many more records that are checked, every ten thousand
     */
    public LogVerifier(ConnectionSource connections, List<PublicKey> keys, LongConsumer progress) {
        this.connections = connections;
        this.keys = List.copyOf(keys);
        this.progress = progress;
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
        try (Connection rows = connections.open();
                Connection batches = connections.open()) {
            oneSnapshot(rows, batches);
            long[] count = new long[2];
            byte[] key = SubjectSum.key();
            try {
                CheckedCheckpoints checkpoints = CheckedCheckpoints.of(rows, keys, outside);
                count[1] = checkChains(batches, checkpoints);
                SubjectSum recorded = new SubjectSum(key);
                ContentCheck contents = new ContentCheck(rows, batches, checkpoints.closed(), progress);
                count[0] = contents.check(Batch.Kind.RECORDS, recorded::addRecord);
                contents.check(Batch.Kind.SEALS, seal -> {});
                new SealCheck(rows, batches, checkpoints.closed(), recorded).run();
                if (!recorded.matches(viewed(rows, key))) {
                    findSubject(rows);
                }
                checkNothingBefore(rows, checkpoints.closed());
                return new Verification(
                        Optional.empty(), count[0], count[1], SealCheck.unsealed(rows), checkpoints.last());
            } catch (LogFault fault) {
                return new Verification(Optional.of(String.valueOf(fault.getMessage())), count[0], count[1], 0, 0);
            }
        }
    }

    private static void oneSnapshot(Connection first, Connection second) throws SQLException {
        try (Statement one = first.createStatement();
                Statement two = second.createStatement()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            one.execute("set transaction isolation level repeatable read read only");
            two.execute("set transaction isolation level repeatable read read only");
            try (ResultSet snapshot = one.executeQuery("select pg_export_snapshot()")) {
                snapshot.next();
                two.execute("set transaction snapshot '" + snapshot.getString(1) + "'");
            }
            for (Statement statement : List.of(one, two)) {
                // Walks the log by its index in the order it was written: a sort would spill all of it to disk.
                statement.execute("set local enable_sort = off; set local enable_seqscan = off;"
                        + " set local enable_bitmapscan = off; set local max_parallel_workers_per_gather = 0");
            }
        }
    }

    private static long checkChains(Connection connection, CheckedCheckpoints checkpoints)
            throws SQLException, LogFault {
        long count = 0;
        try (CopiedTuples tuples = CopiedTuples.of(connection, BATCH + " order by writer, sequence")) {
            Optional<Batch> before = Optional.empty();
            while (tuples.next()) {
                Batch batch = batch(tuples);
                Hash stored = Hash.stored(tuples.bytes(7));
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

    /** The patients' views of the records, which the log's chain covers only as far as they follow from the records. */
    private static SubjectSum viewed(Connection connection, byte[] key) throws SQLException {
        SubjectSum views = new SubjectSum(key);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local enable_seqscan = on");
        }
        try (CopiedTuples tuples =
                CopiedTuples.of(connection, "select " + RecordRow.SUBJECT_COLUMNS + " from candour.access_subject")) {
            while (tuples.next()) {
                views.addSubject(tuples);
            }
        }
        return views;
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

    static Batch batch(CopiedTuples tuple) throws LogFault {
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

    private static Hash hash(CopiedTuples tuple, int column) throws LogFault {
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
