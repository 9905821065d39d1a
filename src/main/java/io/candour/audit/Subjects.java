package io.candour.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Rows of {@code access_subject}, of records with one time: whom each is about. They go with a statement after them in one
 * round trip, so they need none of their own. Used by one thread.
 */
final class Subjects {
    private static final String INSERT =
            """
            insert into candour.access_subject (patient, at, id)
            select patient, timestamptz 'epoch' + ? * interval '1 microsecond', id
            from unnest(?::text[], ?::uuid[]) about (patient, id);
            """;

    private static final int PARAMETERS = 3;

    private final List<String> patients = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();

    void add(UUID id, AccessRecord record) {
        for (String patient : record.patients()) {
            patients.add(patient);
            ids.add(id);
        }
    }

    /** The text of a statement that has these rows inserted first. */
    static String before(String statement) {
        return INSERT + statement;
    }

    /**
     * Sets the first parameters of such a statement.
     *
     * @param atMicros of the records, since 1970
     * @return the number of the next one
     */
    int set(PreparedStatement statement, long atMicros) throws SQLException {
        statement.setLong(1, atMicros);
        statement.setArray(2, statement.getConnection().createArrayOf("text", patients.toArray()));
        statement.setArray(PARAMETERS, statement.getConnection().createArrayOf("uuid", ids.toArray()));
        return PARAMETERS + 1;
    }

    /** Executes it; returns how many rows the statement after these inserted. */
    static int execute(PreparedStatement statement) throws SQLException {
        statement.execute();
        statement.getMoreResults();
        return statement.getUpdateCount();
    }
}
