package io.candour.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Rows of the access log, made from one that the real writer wrote and spread evenly over the year before this month, so
 * that everyone's lie far apart.
 */
final class LogFilling {
    private static final int MONTHS = 12;
    private static final int STAFF = 5_000;
    private static final List<String> TABLES = List.of("access_record", "access_subject", "access_seal");

    private final Connection connection;

    LogFilling(Connection connection) {
        this.connection = connection;
    }

    /** The logical id of one of the patients that rows are made about. */
    static String patient(int number) {
        return new UUID(0x9e3779b97f4a7c15L * (number + 1), number).toString();
    }

    /**
     * Adds so many rows.
     *
     * @param like the newest row about this patient, with items in it, is what they are made from
     * @param patients how many they are about, in turn
     */
    void fill(String like, int rows, int patients) throws SQLException {
        execute("create temporary table filling_patient (number integer primary key, id text)");
        try (PreparedStatement insert = connection.prepareStatement("insert into filling_patient values (?, ?)")) {
            for (int number = 0; number < patients; number++) {
                insert.setInt(1, number);
                insert.setString(2, patient(number));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        execute(
                "create temporary table template as select r.* from candour.access_record r join candour.access_subject s"
                        + " using (at, id) where s.patient = '" + like
                        + "' and r.items <> '{}' order by r.at desc limit 1");
        YearMonth present = YearMonth.now(ZoneOffset.UTC);
        for (int month = 1; month <= MONTHS; month++) {
            long first = (long) rows * (month - 1) / MONTHS;
            long last = (long) rows * month / MONTHS - 1;
            month(present.minusMonths(month), first, last, patients);
            if (rows > 1_000_000) {
                Progress.say("  %d of %d months of who looked", month, MONTHS);
            }
        }
        execute("vacuum analyze");
        execute("checkpoint");
    }

    private void month(YearMonth month, long first, long last, int patients) throws SQLException {
        String from = month.atDay(1) + "Z";
        String until = month.plusMonths(1).atDay(1) + "Z";
        for (String table : TABLES) {
            execute("create table %s (like candour.%s)".formatted(of(table, month), table));
        }
        String columns = columns();
        String made = (", " + columns + ",")
                .replace(" at,", " start + (i - first) * step,")
                .replace(" batch,", " i / 50,")
                .replace(" position,", " (i %% 50)::integer,")
                .replace(" id,", " gen_random_uuid(),")
                .replace(" agent_id,", " 'Practitioner/' || i %% " + STAFF + ",")
                .replace(" patients,", " array[(select p.id from filling_patient p where p.number = i %% %d)],");
        execute(("insert into " + of("access_record", month) + " (" + columns + ") select "
                        + made.substring(2, made.length() - 1)
                        + " from (select t.*, i, first, timestamptz '" + from + "' as start, (timestamptz '" + until
                        + "' - timestamptz '" + from + "') / " + (last - first + 1)
                        + " as step from template t, generate_series(" + first + ", " + last + ") i, (values (" + first
                        + ")) of (first)) made")
                .formatted(patients));
        execute("insert into " + of("access_subject", month) + " select patients[1], at, id from "
                + of("access_record", month));
        // Indexes are made at once when a month is attached, many times faster than row by row.
        for (String table : TABLES) {
            execute("alter table candour.%s attach partition %s for values from ('%s') to ('%s')"
                    .formatted(table, of(table, month), from, until));
        }
    }

    private String columns() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select string_agg(attname, ', ' order by attnum)"
                        + " from pg_attribute where attrelid = 'candour.access_record'::regclass and attnum > 0")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String of(String table, YearMonth month) {
        return "candour." + table + "_" + month.toString().replace('-', '_');
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
