package io.candour.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
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

    private static final String BATCH =
            "select writer, sequence, at, kind, size, content, previous, hash from" + " candour.access_batch";

    private final ConnectionSource connections;
    private final PublicKey key;
    private final LongConsumer progress;

    /**
     * @param connections to the database, with a role that can read the log
     * @param progress is told how many records are checked, every ten thousand
     */
    public LogVerifier(ConnectionSource connections, PublicKey key, LongConsumer progress) {
        this.connections = connections;
        this.key = key;
        this.progress = progress;
    }

    /** Checks everything; with a checkpoint from outside, also that the log still holds all that it covers. */
    public Verification verify(Optional<SignedCheckpoint> outside) throws SQLException {
        try (Connection rows = connections.open();
                Connection batches = connections.open()) {
            oneSnapshot(rows, batches);
            long[] count = new long[2];
            try {
                CheckedCheckpoints checkpoints = CheckedCheckpoints.of(rows, key, outside);
                count[1] = checkChains(batches, checkpoints);
                count[0] = checkContents(rows, batches, Batch.Kind.RECORDS, checkpoints.closed());
                checkContents(rows, batches, Batch.Kind.SEALS, checkpoints.closed());
                new SealCheck(rows, batches, checkpoints.closed()).run();
                checkSubjects(rows);
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
            one.execute("set local work_mem = '128MB'");
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

    /** Walks batches and rows side by side in the order of time, writer and batch. Returns how many rows there were. */
    private long checkContents(Connection rowsFrom, Connection batchesFrom, Batch.Kind kind, Instant closed)
            throws SQLException, LogFault {
        boolean seals = kind == Batch.Kind.SEALS;
        String since = " and at >= '" + closed + "'::timestamptz";
        String rowQuery = "select " + (seals ? Seals.COLUMNS : RecordRow.COLUMNS) + " from candour."
                + (seals ? "access_seal" : "access_record") + " where writer is not null" + since
                + " order by at, writer, batch, position";
        String batchQuery = BATCH + " where kind = '" + kind + "'" + since + " order by at, writer, sequence";
        long count = 0;
        MessageDigest digest = Hash.digest();
        try (CopiedTuples batches = CopiedTuples.of(batchesFrom, batchQuery);
                CopiedTuples rows = CopiedTuples.of(rowsFrom, rowQuery)) {
            boolean more = rows.next();
            while (batches.next()) {
                Batch batch = batch(batches);
                for (int position = 0; position < batch.size(); position++) {
                    if (!more || !isAt(rows, batch, position)) {
                        throw new LogFault("row " + position + " of " + name(batch) + " is missing or out of place");
                    }
                    rows.digest(digest);
                    more = rows.next();
                    if (++count % 10_000 == 0 && !seals) {
                        progress.accept(count);
                    }
                }
                if (!Hash.of(digest).equals(batch.content())) {
                    throw new LogFault("a row of " + name(batch) + " was changed");
                }
            }
            if (more) {
                throw new LogFault("a row of writer " + rows.integer(1) + ", batch " + rows.bigint(2) + " was added");
            }
        }
        return count;
    }

    private static boolean isAt(CopiedTuples row, Batch batch, int position) {
        return row.timestamp(0) == batch.atMicros()
                && row.integer(1) == batch.writer()
                && row.bigint(2) == batch.sequence()
                && row.integer(3) == position;
    }

    private static void checkSubjects(Connection connection) throws SQLException, LogFault {
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

    private static Batch batch(CopiedTuples tuple) throws LogFault {
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

    private static String name(Batch batch) {
        return "batch " + batch.sequence() + " of writer " + batch.writer();
    }
}
