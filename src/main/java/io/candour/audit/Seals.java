package io.candour.audit;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Rows that FHIR writes added in transactions of their own, taken off the queue to be covered by the chain. */
final class Seals {

    static final String COLUMNS = "at, writer, batch, position, record_at, record, hash";

    private final SortedSet<RecordId> records;
    private final Map<UUID, Hash> hashes;

    private Seals(SortedSet<RecordId> records, Map<UUID, Hash> hashes) {
        this.records = records;
        this.hashes = hashes;
    }

    /** Waits for no lock, so that replicas seal side by side. A rollback puts all back. */
    static Seals take(Connection connection, int limit) throws SQLException {
        SortedSet<RecordId> taken = new TreeSet<>();
        try (PreparedStatement take = connection.prepareStatement(
                """
                delete from candour.access_unsealed where id in
                  (select id from candour.access_unsealed order by at limit ? for update skip locked)
                returning id, (extract(epoch from at) * 1000000)::bigint""")) {
            take.setInt(1, limit);
            try (ResultSet rows = take.executeQuery()) {
                while (rows.next()) {
                    taken.add(RecordRow.id(rows.getLong(2), rows.getObject(1, UUID.class)));
                }
            }
        }
        return new Seals(taken, taken.isEmpty() ? Map.of() : hashes(connection, taken));
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    int size() {
        return records.size();
    }

    /** Inserts the seals as a batch's rows and returns the hash of its content. */
    Hash insert(Connection connection, long atMicros, int writer, long batch) throws SQLException {
        CopyRows rows = new CopyRows();
        MessageDigest content = Hash.digest();
        Hash absent = Hash.of(Hash.digest());
        for (RecordId record : records) {
            rows.row(7).timestamp(atMicros).integer(writer).bigint(batch).integer(rows.size() - 1);
            rows.timestamp(RecordRow.micros(record.at())).uuid(record.id());
            // A row that has gone since its write still gets its seal: verify then tells that it is missing.
            rows.bytes(hashes.getOrDefault(record.id(), absent).bytes());
            rows.digestRow(content);
        }
        rows.copy(connection, "candour.access_seal", COLUMNS);
        return Hash.of(content);
    }

    private static Map<UUID, Hash> hashes(Connection connection, SortedSet<RecordId> records) throws SQLException {
        String keys = records.stream()
                .map(record -> "('" + record.at() + "'::timestamptz, '" + record.id() + "'::uuid)")
                .collect(Collectors.joining(", "));
        Map<UUID, Hash> hashes = new HashMap<>();
        MessageDigest digest = Hash.digest();
        try (CopiedTuples tuples = CopiedTuples.of(
                connection,
                "select " + RecordRow.COLUMNS + " from candour.access_record where (at, id) in (" + keys + ")")) {
            while (tuples.next()) {
                tuples.row().digest(digest);
                hashes.put(
                        tuples.row().uuid(List.of(RecordRow.COLUMNS.split(", ")).indexOf("id")), Hash.of(digest));
            }
        }
        return hashes;
    }
}
