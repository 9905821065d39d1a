package io.candour.audit;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Rows against the batches that cover them, walked side by side in the order of time, writer and batch. */
final class ContentCheck {

    private static final int TOLD_EVERY = 10_000;

    private final Connection rowsFrom;
    private final Connection batchesFrom;
    private final Instant closed;
    private final LongConsumer progress;

    ContentCheck(Connection rowsFrom, Connection batchesFrom, Instant closed, LongConsumer progress) {
        this.rowsFrom = rowsFrom;
        this.batchesFrom = batchesFrom;
        this.closed = closed;
        this.progress = progress;
    }

    /** Returns how many rows there were; each is shown to {@code seen}. */
    long check(Batch.Kind kind, Consumer<CopiedTuples> seen) throws SQLException, LogFault {
        boolean seals = kind == Batch.Kind.SEALS;
        String since = " and at >= '" + closed + "'::timestamptz";
        String rowQuery = "select " + (seals ? Seals.COLUMNS : RecordRow.COLUMNS) + " from candour."
                + (seals ? "access_seal" : "access_record") + " where writer is not null" + since
                + " order by at, writer, batch, position";
        String batchQuery =
                LogVerifier.BATCH + " where kind = '" + kind + "'" + since + " order by at, writer, sequence";
        long count = 0;
        MessageDigest digest = Hash.digest();
        try (CopiedTuples batches = CopiedTuples.of(batchesFrom, batchQuery);
                CopiedTuples rows = CopiedTuples.of(rowsFrom, rowQuery)) {
            boolean more = rows.next();
            while (batches.next()) {
                Batch batch = LogVerifier.batch(batches);
                for (int position = 0; position < batch.size(); position++) {
                    if (!more || !isAt(rows, batch, position)) {
                        throw new LogFault(
                                "row " + position + " of " + LogVerifier.name(batch) + " is missing or out of place");
                    }
                    rows.digest(digest);
                    seen.accept(rows);
                    more = rows.next();
                    if (++count % TOLD_EVERY == 0 && !seals) {
                        progress.accept(TOLD_EVERY);
                    }
                }
                if (!Hash.of(digest).equals(batch.content())) {
                    throw new LogFault("a row of " + LogVerifier.name(batch) + " was changed");
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
}
