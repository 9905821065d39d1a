package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Records of FHIR writes, in the transaction of those writes: they share its fate, and await their seal after it. */
final class UnsealedRows {
    private static final String UNSEALED =
            """
            insert into candour.access_unsealed (id, at)
            select id, timestamptz 'epoch' + ? * interval '1 microsecond' from unnest(?::uuid[]) id""";

    private UnsealedRows() {}

    static void insert(Connection connection, List<AccessRecord> writes) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("a write's record belongs into the write's transaction");
        }
        if (writes.isEmpty()) {
            return;
        }
        long at = LogConnection.clockMicros(connection);
        CopyRows records = new CopyRows();
        Subjects subjects = new Subjects();
        List<UUID> ids = new ArrayList<>();
        for (AccessRecord write : writes) {
            if (write.outcome() != Outcome.PERMITTED) {
                throw new IllegalArgumentException("only a write that is about to be committed is recorded with it");
            }
            RecordId id = RecordRow.id(at, UUID.randomUUID());
            RecordRow.append(records, id, Optional.empty(), write);
            subjects.add(id.id(), write);
            ids.add(id.id());
        }
        records.copy(connection, "candour.access_record", RecordRow.COLUMNS);
        try (PreparedStatement insert = connection.prepareStatement(Subjects.before(UNSEALED))) {
            int next = subjects.set(insert, at);
            insert.setLong(next++, at);
            insert.setArray(next, connection.createArrayOf("uuid", ids.toArray()));
            Subjects.execute(insert);
        }
    }
}
