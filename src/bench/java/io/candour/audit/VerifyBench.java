package io.candour.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How fast a log is verified: fills one with searches that each returned two items, and a write for every hundred, then
 * verifies it against its last checkpoint. Argument: how many records. CPU seconds are those of this process and of
 * PostgreSQL's, so that a busy machine changes them little; Linux only.
 */
final class VerifyBench {

    private static final int WAITING = 1_000;
    private static final int ROUNDS = 4;
    private static final double TICKS_A_SECOND = 100;

    private VerifyBench() {}

    public static void main(String[] arguments) throws Exception {
        int records = Integer.parseInt(arguments[0]);
        LogDatabase database = LogDatabase.fresh();
        long filling = System.nanoTime();
        fill(database, records);
        System.out.printf(Locale.ROOT, "Filled with %,d records in %.1f s%n", records, seconds(filling));
        KeyPair key = Keys.ed25519();
        SignedCheckpoint outside = new Checkpoints(database.source(LogDatabase.SERVING), key.getPrivate())
                .take()
                .orElseThrow();
        ProcessHandle postgres = postmaster(database);
        for (int round = 1; round <= ROUNDS; round++) {
            double cpu = cpu(postgres);
            double java = javaCpu();
            long started = System.nanoTime();
            Verification found = new LogVerifier(database::serving, List.of(key.getPublic()), rows -> {})
                    .verify(Optional.of(outside));
            double wall = seconds(started);
            double both = cpu(postgres) - cpu;
            double here = javaCpu() - java;
            if (!found.holds()) {
                throw new IllegalStateException("the log does not hold: " + found);
            }
            System.out.printf(
                    Locale.ROOT,
                    "Verified %,d records in %.2f s: %,.0f rows/s; CPU seconds: %.2f here, %.2f in PostgreSQL:"
                            + " %,.0f rows/s a core, both counted%n",
                    found.records(),
                    wall,
                    found.records() / wall,
                    here,
                    both - here,
                    found.records() / both);
        }
        System.exit(0);
    }

    private static void fill(LogDatabase database, int records) throws SQLException {
        Deque<CompletableFuture<RecordId>> answers = new ArrayDeque<>();
        try (PostgresAccessLog log = PostgresAccessLog.start(
                        AccessLogSettings.named("bench"),
                        database::serving,
                        (connection, decisions) -> Set.of(),
                        new SimpleMeterRegistry());
                Connection transaction = database.serving()) {
            transaction.setAutoCommit(false);
            for (int i = 0; i < records; i++) {
                if (i % 100 == 99) {
                    log.writeInTransaction(transaction, List.of(Records.write("w" + i, "p" + i % 1_000)));
                    transaction.commit();
                } else {
                    answers.add(log.submit(Records.search("r" + i, "p" + i % 1_000)));
                }
                if (answers.size() > WAITING) {
                    answers.remove().join();
                }
            }
            answers.forEach(CompletableFuture::join);
            while (database.count("candour.access_unsealed") > 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static ProcessHandle postmaster(LogDatabase database) throws SQLException {
        try (Connection connection = database.serving();
                Statement statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
            pid.next();
            return ProcessHandle.of(pid.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    /** CPU seconds of this process and of PostgreSQL's processes, ended ones too. */
    private static double cpu(ProcessHandle postgres) throws IOException, InterruptedException {
        Thread.sleep(500); // Until the backends of closed connections have been waited for.
        long ticks = ticks(postgres, 4);
        for (ProcessHandle child : postgres.children().toList()) {
            ticks += ticks(child, 2);
        }
        return javaCpu() + ticks / TICKS_A_SECOND;
    }

    /** The first of utime, stime, cutime and cstime in proc(5)'s stat. */
    private static long ticks(ProcessHandle process, int fields) throws IOException {
        Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
        if (!Files.exists(file)) {
            return 0; // Ended since it was listed; its parent has its time.
        }
        String stat = Files.readString(file);
        return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
                .skip(11)
                .limit(fields)
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static double javaCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
