package io.candour.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of stored rows, so that a store is large in minutes: what the server wrote once, under other ids, in the tables
 * that an answer is made of. HAPI's own tables stay as they are; nothing asked here reads them.
 */
final class Filling {
    private static final int CONSENTS_EACH = 5;

    /** How the n-th copy of an id is called: spread like ids of the server's own. */
    private static final String COPY = "md5(n || %s)::uuid::text";

    private final Connection connection;

    Filling(Connection connection) {
        this.connection = connection;
    }

    /** Consents like this one, five to a patient, each patient with a snapshot of theirs. */
    void consents(String consent, int count) throws SQLException {
        String patient = COPY.formatted("c.patient");
        String copied = "md5(n || '-' || i || c.consent)::uuid::text";
        execute(
                """
                insert into candour.snapshot (patient, version, directives)
                select %s, 2, (select jsonb_agg(jsonb_set(c.directive, '{consent}', to_jsonb(%s)))
                    from generate_series(1, %d) i)
                from candour.consent c, generate_series(1, ?) n where c.consent = ?
                """
                        .formatted(patient, copied, CONSENTS_EACH),
                count / CONSENTS_EACH,
                consent);
        execute(
                """
                insert into candour.consent select made.*
                from candour.consent c cross join generate_series(1, ?) n cross join generate_series(1, %d) i
                    cross join lateral jsonb_populate_record(c, jsonb_build_object('patient', %s, 'consent', %s,
                        'place', i, 'directive', jsonb_set(c.directive, '{consent}', to_jsonb(%s)))) made
                where c.consent = ?
                """
                        .formatted(CONSENTS_EACH, patient, copied, copied),
                count / CONSENTS_EACH,
                consent);
        items(
                "join candour.consent c on c.consent = r.id and c.patient = r.patient cross join generate_series(1, ?) n"
                        + " cross join generate_series(1, %d) i where r.type = 'Consent' and r.id = ?"
                                .formatted(CONSENTS_EACH),
                copied,
                patient,
                count / CONSENTS_EACH,
                consent);
        finish();
    }

    /**
     * Patients like this one.
     *
     * @param count how many there are then
     * @param named how many of them to name, evenly spread
     */
    List<String> patients(String patient, int count, int named) throws SQLException {
        String copied = COPY.formatted("r.id");
        String whose = COPY.formatted("r.patient");
        execute(
                """
                insert into candour.snapshot select made.*
                from candour.snapshot r cross join generate_series(2, ?) n
                    cross join lateral jsonb_populate_record(r, jsonb_build_object('patient', %s)) made
                where r.patient = ?
                """
                        .formatted(whose),
                count,
                patient);
        execute(
                """
                insert into candour.care_relationship select made.*
                from candour.care_relationship r cross join generate_series(2, ?) n
                    cross join lateral jsonb_populate_record(r, jsonb_build_object('patient', %s,
                        'source', split_part(r.source, '/', 1) || '/' || %s)) made
                where r.patient = ?
                """
                        .formatted(whose, COPY.formatted("split_part(r.source, '/', 2)")),
                count,
                patient);
        items("cross join generate_series(2, ?) n where r.patient = ?", copied, whose, count, patient);
        finish();
        List<String> ids = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select " + COPY.formatted("?") + " from generate_series(2, ?, ?) n order by n limit ?")) {
            query.setString(1, patient);
            query.setInt(2, count);
            query.setInt(3, Math.max(1, count / named));
            query.setInt(4, named);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    /** Copies of rows of the record index, and of their places first. */
    private void items(String chosen, String copied, String whose, int count, String id) throws SQLException {
        execute(
                "insert into candour.record_place (type, id, patient) select r.type, %s, %s from candour.record_item r %s"
                        .formatted(copied, whose, chosen),
                count,
                id);
        String columns = stored("record_item");
        // "offset 0": else each column would make the whole row again.
        execute(
                """
                insert into candour.record_item (%s) select %s
                from (select jsonb_populate_record(r, jsonb_build_object('patient', %s, 'id', %s,
                    'facts', %s::jsonb, 'content', %s)) made from candour.record_item r %s offset 0) copies
                """
                        .formatted(
                                columns,
                                "(made)." + columns.replace(", ", ", (made)."),
                                whose,
                                copied,
                                renamed("r.facts::text", "r.id", copied, "r.patient", whose),
                                renamed("r.content", "r.id", copied, "r.patient", whose),
                                chosen),
                count,
                id);
    }

    /** Columns of a table but those that PostgreSQL computes. */
    private String stored(String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = ?::regclass"
                        + " and attnum > 0 and not attisdropped and attgenerated = ''")) {
            query.setString(1, "candour." + table);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String renamed(String text, String id, String newId, String patient, String newPatient) {
        return "replace(replace(%s, %s, %s), %s, %s)".formatted(text, id, newId, patient, newPatient);
    }

    private void execute(String sql, int count, String id) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, count);
            statement.setString(2, id);
            int rows = statement.executeUpdate();
            String table = sql.strip().split("\\s+")[2];
            Progress.say("  %,d rows of %s in %.0f s", rows, table, (System.nanoTime() - start) / 1e9);
            if (rows == 0) {
                throw new BenchFailure("nothing was copied to " + table);
            }
        }
    }

    private void finish() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }
}
