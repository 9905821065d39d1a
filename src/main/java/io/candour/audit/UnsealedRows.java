package io.candour.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Records of FHIR writes, in the transaction of those writes: they share its fate, and await their seal after it. */
final class UnsealedRows {

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
        CopyRows subjects = new CopyRows();
        CopyRows unsealed = new CopyRows();
        for (AccessRecord write : writes) {
            if (write.outcome() != Outcome.PERMITTED) {
                throw new IllegalArgumentException("only a write that is about to be committed is recorded with it");
            }
            RecordId id = RecordRow.id(at, UUID.randomUUID());
            RecordRow.append(records, id, Optional.empty(), write);
            RecordRow.appendSubjects(subjects, id, write);
            unsealed.row(2).uuid(id.id()).timestamp(at);
        }
        records.copy(connection, "candour.access_record", RecordRow.COLUMNS);
        subjects.copy(connection, "candour.access_subject", RecordRow.SUBJECT_COLUMNS);
        unsealed.copy(connection, "candour.access_unsealed", "id, at");
    }
}
