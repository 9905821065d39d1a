package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads every chain the plain way: each batch's hash from its columns, its content from its rows. */
final class ChainCheck {

    private ChainCheck() {}

    /** Names each batch that does not hold. */
    static List<String> broken(LogDatabase database) throws SQLException {
        // The log is read in the order of time and has no way to one batch's rows, of which there are tens of thousands
        // here.
        for (String table : List.of("access_record", "access_seal")) {
            database.execute(
                    "create index if not exists " + table + "_of_a_batch on candour." + table + " (writer, batch)");
        }
        List<String> broken = new ArrayList<>();
        try (Connection connection = database.owner();
                Connection content = database.owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select *, (extract(epoch from at) * 1000000)::bigint as micros"
                        + " from candour.access_batch order by writer, sequence")) {
            int writer = -1;
            long next = 0;
            Hash head = Hash.ZERO;
            while (rows.next()) {
                if (rows.getInt("writer") != writer) {
                    writer = rows.getInt("writer");
                    next = 0;
                    head = Hash.stored(rows.getBytes("previous"));
                }
                Batch.Kind kind = Batch.Kind.valueOf(rows.getString("kind"));
                Hash rowsHash = content(content, kind, writer, next);
                Batch batch =
                        new Batch(writer, next, rows.getLong("micros"), kind, rows.getInt("size"), rowsHash, head);
                if (!batch.hash().equals(Hash.stored(rows.getBytes("hash"))) || rows.getLong("sequence") != next) {
                    broken.add(writer + "/" + rows.getLong("sequence"));
                }
                head = batch.hash();
                next++;
            }
        }
        return broken;
    }

    static Hash content(Connection connection, Batch.Kind kind, int writer, long batch) throws SQLException {
        var digest = Hash.digest();
        String from = kind == Batch.Kind.SEALS
                ? Seals.COLUMNS + " from candour.access_seal"
                : RecordRow.COLUMNS + " from candour.access_record";
        try (CopiedTuples tuples = CopiedTuples.of(
                connection,
                "select " + from + " where writer = " + writer + " and batch = " + batch + " order by position")) {
            while (tuples.next()) {
                tuples.row().digest(digest);
            }
        }
        return Hash.of(digest);
    }
}
