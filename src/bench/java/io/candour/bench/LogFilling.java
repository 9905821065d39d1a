package io.candour.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Rows of the access log, made from one that the real writer wrote and spread evenly over the year before this month, so
 * that everyone's lie far apart.
 */
final class LogFilling {
    private static final int MONTHS = 12;
    private static final int STAFF = 5_000;
    private static final List<String> TABLES = List.of("access_record", "access_subject", "access_seal");

    /** Opens a connection that may do anything there. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    private final Opener opener;

    LogFilling(Opener opener) {
        this.opener = opener;
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
    void fill(String like, int rows, int patients) throws Exception {
        try (Connection connection = opener.open()) {
            execute(connection, "create unlogged table filling_patient (number integer primary key, id text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into filling_patient values (?, ?)")) {
                for (int number = 0; number < patients; number++) {
                    insert.setInt(1, number);
                    insert.setString(2, patient(number));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            execute(
                    connection,
                    "create unlogged table template as select r.* from candour.access_record r"
                            + " join candour.access_subject s using (at, id) where s.patient = '" + like
                            + "' and r.items <> '{}' order by r.at desc limit 1");
            List<Callable<Void>> months = new ArrayList<>();
            for (int month = 1; month <= MONTHS; month++) {
                long first = (long) rows * (month - 1) / MONTHS;
                long last = (long) rows * month / MONTHS - 1;
                YearMonth of = YearMonth.now(ZoneOffset.UTC).minusMonths(month);
                months.add(() -> month(of, first, last, patients));
            }
            ExecutorService threads = Executors.newFixedThreadPool(2);
            for (Future<Void> each : threads.invokeAll(months)) {
                each.get();
            }
            threads.shutdown();
            execute(connection, "drop table filling_patient, template");
            execute(connection, "vacuum analyze candour.access_record, candour.access_subject");
            execute(connection, "checkpoint");
        }
    }

    private Void month(YearMonth month, long first, long last, int patients) throws SQLException {
        try (Connection connection = opener.open()) {
            month(connection, month, first, last, patients);
        }
        if (last - first > 100_000) {
            Progress.say("  %s of who looked", month);
        }
        return null;
    }

    private static void month(Connection connection, YearMonth month, long first, long last, int patients)
            throws SQLException {
        String from = month.atDay(1) + "Z";
        String until = month.plusMonths(1).atDay(1) + "Z";
        for (String table : TABLES) {
            execute(connection, "create table %s (like candour.%s)".formatted(of(table, month), table));
        }
        String columns = columns(connection);
        String made = (", " + columns + ",")
                .replace(" at,", " start + (i - first) * step,")
                .replace(" batch,", " i / 50,")
                .replace(" position,", " (i %% 50)::integer,")
                .replace(" id,", " gen_random_uuid(),")
                .replace(" agent_id,", " 'Practitioner/' || i %% " + STAFF + ",")
                .replace(" patients,", " array[(select p.id from filling_patient p where p.number = i %% %d)],");
        execute(
                connection,
                ("insert into " + of("access_record", month) + " (" + columns + ") select "
                                + made.substring(2, made.length() - 1)
                                + " from (select t.*, i, first, timestamptz '" + from + "' as start, (timestamptz '"
                                + until
                                + "' - timestamptz '" + from + "') / " + (last - first + 1)
                                + " as step from template t, generate_series(" + first + ", " + last + ") i, (values ("
                                + first
                                + ")) of (first)) made")
                        .formatted(patients));
        execute(
                connection,
                "insert into " + of("access_subject", month) + " select patients[1], at, id from "
                        + of("access_record", month));
        // Indexes are made at once when a month is attached, many times faster than row by row.
        for (String table : TABLES) {
            execute(
                    connection,
                    "alter table candour.%s attach partition %s for values from ('%s') to ('%s')"
                            .formatted(table, of(table, month), from, until));
        }
    }

    private static String columns(Connection connection) throws SQLException {
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

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
