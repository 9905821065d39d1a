package io.candour.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.candour.bench.Cpu;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * How fast a log is verified: fills one with searches that each returned two items, and a write for every hundred, then
 * verifies it against its last checkpoint. The first round pays for Java's compiler, as the command does.
 */
public final class VerifyBench {

    private static final int WAITING = 1_000;
    private static final int ROUNDS = 5;

    private VerifyBench() {}

    /** @param wall seconds */
    record Round(long records, double wall, double cpuHere, double cpuPostgres) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d records in %.2f s: %,.0f rows/s; CPU: %.2f s here: %,.0f rows/s a core;"
                            + " %.2f s in PostgreSQL: %,.0f rows/s a core; both: %,.0f rows/s a core",
                    records,
                    wall,
                    records / wall,
                    cpuHere,
                    records / cpuHere,
                    cpuPostgres,
                    records / cpuPostgres,
                    records / (cpuHere + cpuPostgres));
        }
    }

    /** Arguments: how many records, directory for the result. */
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
        ProcessHandle postmaster;
        try (Connection connection = database.serving()) {
            postmaster = Cpu.postmaster(connection);
        }
        List<Round> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Cpu before = Cpu.now(postmaster);
            long started = System.nanoTime();
            Verification found = new LogVerifier(database::serving, List.of(key.getPublic()), rows -> {})
                    .verify(Optional.of(outside));
            double wall = seconds(started);
            Cpu spent = Cpu.now(postmaster).since(before);
            if (!found.holds()) {
                throw new IllegalStateException("the log does not hold: " + found);
            }
            rounds.add(new Round(found.records(), wall, spent.server(), spent.postgres()));
            System.out.println(rounds.get(round));
        }
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve("verify-log.json").toFile(), rounds);
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

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
