package io.candour.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.candour.bench.Row;
import io.candour.bench.Spread;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Goal P9: the first page of who looked, of a patient picked at random, in a large log and in a small one. Both have a
 * hundred rows of each patient, spread over a year's partitions, all made from one row that the real writer wrote.
 */
public final class WhoLookedBench {

    private static final double LIMIT = 1.2;
    private static final int ROWS_A_PATIENT = 100;
    private static final int MONTHS = 12;
    private static final int PAGE = 20;
    private static final int ROUNDS = 8;
    private static final int PAGES_A_ROUND = 2_000;

    /** A log of so many rows. */
    private record Log(AuditEvents events, int patients) {

        double[] pages(int count, Random random) {
            double[] micros = new double[count];
            for (int i = 0; i < count; i++) {
                String patient = patient(random.nextInt(patients));
                long started = System.nanoTime();
                Page<StoredRecord> page =
                        events.records(AuditEventQuery.newest(PAGE), new Viewer.OfPatient(patient, items -> items));
                micros[i] = (System.nanoTime() - started) / 1e3;
                if (page.rows().size() != PAGE || page.next().isEmpty()) {
                    throw new IllegalStateException("not a full page with more to come: " + page);
                }
            }
            Arrays.sort(micros);
            return micros;
        }
    }

    private static final List<String> TABLES = List.of("access_record", "access_subject", "access_seal");

    private WhoLookedBench() {}

    /** Arguments: rows of the small log, rows of the large one, directory for the result. */
    public static void main(String[] arguments) throws Exception {
        // A quarter of a small server's memory, as PostgreSQL's manual advises: the default is for starting anywhere.
        int port = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "4GB")
                .start()
                .getPort();
        LogDatabase.prepare(port);
        LogDatabase smallOne = fill(port, Integer.parseInt(arguments[0]));
        LogDatabase largeOne = fill(port, Integer.parseInt(arguments[1]));
        try (HikariDataSource smallPool = pool(smallOne);
                HikariDataSource largePool = pool(largeOne)) {
            Log small = log(smallPool, arguments[0]);
            Log large = log(largePool, arguments[1]);
            Random random = new Random(1);
            for (int i = 0; i < 3; i++) {
                small.pages(PAGES_A_ROUND, random);
                large.pages(PAGES_A_ROUND, random);
            }
            List<Double> p50 = new ArrayList<>();
            List<Double> p99 = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                boolean smallFirst = round % 2 == 1;
                double[] first = (smallFirst ? small : large).pages(PAGES_A_ROUND, random);
                double[] second = (smallFirst ? large : small).pages(PAGES_A_ROUND, random);
                double[] ofSmall = smallFirst ? first : second;
                double[] ofLarge = smallFirst ? second : first;
                p50.add(at(ofLarge, 0.50) / at(ofSmall, 0.50));
                p99.add(at(ofLarge, 0.99) / at(ofSmall, 0.99));
                System.out.printf(
                        Locale.ROOT,
                        "Round %d: p50 %.0f and %.0f us, p99 %.0f and %.0f us%n",
                        round,
                        at(ofSmall, 0.50),
                        at(ofLarge, 0.50),
                        at(ofSmall, 0.99),
                        at(ofLarge, 0.99));
            }
            String sizes = ", %s rows / %s rows".formatted(arguments[1], arguments[0]);
            List<Row> result = List.of(
                    Row.atMost(LIMIT, "P9", "p99 of the first page of who looked" + sizes, Spread.of(p99)),
                    Row.atMost(LIMIT, "P9", "p50 of the first page of who looked" + sizes, Spread.of(p50)));
            result.forEach(System.out::println);
            Row.write(result, Path.of(arguments[2], "who-looked.json"));
        } finally {
            largeOne.drop();
            smallOne.drop();
        }
        System.exit(0);
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) (sorted.length * quantile)];
    }

    private static String patient(int number) {
        return new UUID(0x9e3779b97f4a7c15L * (number + 1), number).toString();
    }

    private static Log log(HikariDataSource pool, String rows) {
        return new Log(
                new AuditEvents(pool, new AuditEventView("http://localhost/fhir")),
                Integer.parseInt(rows) / ROWS_A_PATIENT);
    }

    private static HikariDataSource pool(LogDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source(LogDatabase.SERVING));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static LogDatabase fill(int port, int rows) throws SQLException {
        long started = System.nanoTime();
        LogDatabase database = LogDatabase.copyTemplate(port);
        try (PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("bench"),
                database::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry())) {
            log.submit(Records.search("template", patient(0))).join();
        }
        YearMonth present = YearMonth.now(ZoneOffset.UTC);
        database.execute(
                "create table template as select * from candour.access_record",
                "delete from candour.access_record",
                "delete from candour.access_subject",
                "create table patient (number integer primary key, id text)");
        int patients = rows / ROWS_A_PATIENT;
        try (Connection connection = database.owner();
                PreparedStatement insert = connection.prepareStatement("insert into patient values (?, ?)")) {
            connection.setAutoCommit(false);
            for (int number = 0; number < patients; number++) {
                insert.setInt(1, number);
                insert.setString(2, patient(number));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        List<CompletableFuture<Void>> months = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (int month = 1; month <= MONTHS; month++) {
            YearMonth of = present.minusMonths(month);
            int slice = month - 1;
            months.add(CompletableFuture.runAsync(() -> fillMonth(database, of, slice, rows, patients), threads));
        }
        months.forEach(CompletableFuture::join);
        threads.shutdown();
        database.execute("vacuum analyze");
        System.out.printf(
                Locale.ROOT,
                "%,d rows, %s, made in %.0f s%n",
                database.count("candour.access_subject"),
                database.column("select pg_size_pretty(pg_database_size(current_database()))")
                        .get(0),
                (System.nanoTime() - started) / 1e9);
        return database;
    }

    private static String of(String table, YearMonth month) {
        return "candour." + table + "_" + month.toString().replace('-', '_');
    }

    /** Each month a twelfth, patients in turn, so that everyone's rows lie far apart. */
    private static void fillMonth(LogDatabase database, YearMonth month, int slice, int rows, int patients) {
        String from = month.atDay(1) + "Z";
        String until = month.plusMonths(1).atDay(1) + "Z";
        String copied = RecordRow.COLUMNS
                .replace(
                        "at, writer, batch, position, id,",
                        "start + (i - first) * step, 1, i / 50, i %% 50, gen_random_uuid(),")
                .replace("agent_id,", "'Practitioner/' || i %% 5000,")
                .replace("query, patients,", "query, array[(select p.id from patient p where p.number = i %% %d)],")
                .formatted(patients);
        try {
            for (String table : TABLES) {
                database.execute("create table %s (like candour.%s)".formatted(of(table, month), table));
            }
            int first = (int) ((long) rows * slice / MONTHS);
            int last = (int) ((long) rows * (slice + 1) / MONTHS) - 1;
            database.execute(
                    "insert into " + of("access_record", month) + " (" + RecordRow.COLUMNS + ") select " + copied
                            + " from (select t.*, i, first, timestamptz '" + from + "' as start,"
                            + " (timestamptz '" + until + "' - timestamptz '" + from + "') / " + (last - first + 1)
                            + " as step from template t, generate_series(" + first + ", " + last + ") i, (values ("
                            + first + ")) of (first)) made",
                    "insert into " + of("access_subject", month) + " select patients[1], at, id from "
                            + of("access_record", month));
            // Indexes are made at once when a month is attached, many times faster than row by row.
            for (String table : TABLES) {
                database.execute("alter table candour.%s attach partition %s for values from ('%s') to ('%s')"
                        .formatted(table, of(table, month), from, until));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
