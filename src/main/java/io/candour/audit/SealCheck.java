package io.candour.audit;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/** Rows of FHIR writes against their seals, side by side in the order of time and id. */
final class SealCheck {

    private static final int ID = List.of(RecordRow.COLUMNS.split(", ")).indexOf("id");

    private final Connection seals;
    private final Connection records;
    private final Instant closed;
    private final SubjectSum subjects;

    /** @param subjects is told of each row that a write made */
    SealCheck(Connection seals, Connection records, Instant closed, SubjectSum subjects) {
        this.seals = seals;
        this.records = records;
        this.closed = closed;
        this.subjects = subjects;
    }

    void run() throws SQLException, LogFault {
        MessageDigest digest = Hash.digest();
        try (CopiedTuples seal = CopiedTuples.of(
                        seals,
                        "select record_at, record, hash from candour.access_seal where record_at >= '" + closed
                                + "'::timestamptz order by record_at, record");
                CopiedTuples record = CopiedTuples.of(
                        records,
                        "select " + RecordRow.COLUMNS + " from candour.access_record where writer is null and at >= '"
                                + closed + "'::timestamptz order by at, id")) {
            boolean more = next(record);
            while (seal.next()) {
                RecordId sealed =
                        RecordRow.id(seal.row().timestamp(0), seal.row().uuid(1));
                while (more && id(record.row()).compareTo(sealed) < 0) {
                    more = next(record); // Not sealed yet: counted by unsealed().
                }
                if (!more || !id(record.row()).equals(sealed)) {
                    throw new LogFault("the record of a write at " + sealed.at() + " is missing");
                }
                record.row().digest(digest);
                if (!Hash.of(digest).equals(Hash.stored(seal.row().bytes(2)))) {
                    throw new LogFault("the record of a write at " + sealed.at() + " was changed");
                }
                more = next(record);
            }
            while (more) {
                more = next(record);
            }
        }
    }

    private boolean next(CopiedTuples record) throws SQLException {
        boolean more = record.next();
        if (more) {
            subjects.addRecord(record.row());
        }
        return more;
    }

    /** How many rows of writes have no seal though they are more than a minute old. */
    static long unsealed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        """
                        select count(*) from candour.access_record r
                        where writer is null and at < now() - interval '60 seconds'
                          and not exists (select from candour.access_seal s where s.record = r.id and s.record_at = r.at)""")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static RecordId id(CopiedRow record) {
        return RecordRow.id(record.timestamp(0), record.uuid(ID));
    }
}
