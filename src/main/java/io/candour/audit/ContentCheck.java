package io.candour.audit;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Rows against the batches that cover them, span by span. Confined to one thread. */
final class ContentCheck {

    /** Rows come by time alone, as the index has them; those of one time, mostly one batch, are put in order here. */
    private static final Comparator<CopiedRow> ORDER = Comparator.<CopiedRow>comparingInt(row -> row.integer(1))
            .thenComparingLong(row -> row.bigint(2))
            .thenComparingInt(row -> row.integer(3));

    private final Connection connection;
    private final String query;
    private final Consumer<CopiedRow> seen;
    private final MessageDigest digest = Hash.digest();

    /** @param seen is shown each row */
    ContentCheck(Connection connection, Batch.Kind kind, Consumer<CopiedRow> seen) {
        this.connection = connection;
        this.query = kind == Batch.Kind.SEALS
                ? "select " + Seals.COLUMNS + " from candour.access_seal"
                : "select " + RecordRow.COLUMNS + " from candour.access_record";
        this.seen = seen;
    }

    /** Returns how many rows there were. */
    long check(Span span) throws SQLException, LogFault {
        long count = 0;
        List<Batch> batches = span.batches();
        try (CopiedTuples rows = CopiedTuples.of(
                connection, query + " where writer is not null and " + span.holds("at") + " order by at")) {
            boolean more = rows.next();
            for (int first = 0, next; first < batches.size(); first = next) {
                long at = batches.get(first).atMicros();
                long size = 0;
                for (next = first; next < batches.size() && batches.get(next).atMicros() == at; next++) {
                    size += batches.get(next).size();
                }
                List<CopiedRow> together = new ArrayList<>();
                while (more && together.size() < size && rows.row().timestamp(0) <= at) {
                    together.add(rows.row());
                    more = rows.next();
                }
                together.sort(ORDER);
                check(batches.subList(first, next), together);
                count += together.size();
            }
            if (more) {
                CopiedRow added = rows.row();
                throw new LogFault("a row of writer " + added.integer(1) + ", batch " + added.bigint(2) + " was added");
            }
        }
        return count;
    }

    /** @param rows no more than the batches have by their size */
    private void check(List<Batch> batches, List<CopiedRow> rows) throws LogFault {
        int next = 0;
        for (Batch batch : batches) {
            for (int position = 0; position < batch.size(); position++, next++) {
                if (next == rows.size() || !isAt(rows.get(next), batch, position)) {
                    throw new LogFault(
                            "row " + position + " of " + LogVerifier.name(batch) + " is missing or out of place");
                }
                rows.get(next).digest(digest);
                seen.accept(rows.get(next));
            }
            if (!Hash.of(digest).equals(batch.content())) {
                throw new LogFault("a row of " + LogVerifier.name(batch) + " was changed");
            }
        }
    }

    private static boolean isAt(CopiedRow row, Batch batch, int position) {
        return row.timestamp(0) == batch.atMicros()
                && row.integer(1) == batch.writer()
                && row.bigint(2) == batch.sequence()
                && row.integer(3) == position;
    }
}
