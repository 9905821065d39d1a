package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** I2 under SIGKILL: whatever was answered is in the log, and the log is whole. */
class WriterKillIT {

    private static final int UUID_LENGTH = 36;

    private static final long SEED = System.nanoTime();

    @Test
    void recordWhenWritersAreKilledThenEveryAnswerHasItsRecord() throws Exception {
        kill(8, 2);
    }

    @Test
    @Tag("nightly")
    void recordWhenWritersAreKilledAThousandTimesThenEveryAnswerHasItsRecord() throws Exception {
        kill(500, 2);
    }

    /** So many rounds, in each of which so many processes at once write to one database until they are killed. */
    private static void kill(int rounds, int processes) throws Exception {
        Random random = new Random(SEED);
        LogDatabase database = LogDatabase.fresh();
        Set<String> answered = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            List<Process> writers = new ArrayList<>();
            try {
                for (int i = 0; i < processes; i++) {
                    writers.add(start(database));
                }
                for (Process writer : writers) {
                    answered.addAll(answersUntilKilled(writer, random.nextInt(300)));
                }
            } finally {
                writers.forEach(Process::destroyForcibly);
            }
        }
        settle(database);
        Set<String> recorded = new HashSet<>(database.column("select request_id from candour.access_record"));
        System.out.printf(
                "Kills: %d; answers: %d, records: %d%n", rounds * processes, answered.size(), recorded.size());
        assertThat(answered).as("seed %d", SEED).hasSizeGreaterThan(rounds);
        answered.removeAll(recorded);
        assertThat(answered).as("answers without a record, seed %d", SEED).isEmpty();
        assertThat(ChainCheck.broken(database)).isEmpty();
    }

    private static Process start(LogDatabase database) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WriterProcess.class.getName(),
                        database.host(),
                        Integer.toString(database.port()),
                        database.name())
                .redirectError(Redirect.DISCARD)
                .start();
    }

    /** Kills some milliseconds after the first answer; what came out before is read to the end. */
    private static Set<String> answersUntilKilled(Process writer, int millis) throws IOException, InterruptedException {
        Set<String> answers = new HashSet<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = out.readLine();
            Thread killer = new Thread(() -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                // By its handle: Process.destroyForcibly would close what is still to be read.
                assertThat(writer.toHandle().destroyForcibly()).isTrue();
            });
            killer.start();
            while (line != null) {
                // The library logs to standard output as well; and the last line may have been cut.
                if (line.length() == UUID_LENGTH) {
                    answers.add(line);
                }
                line = out.readLine();
            }
            killer.join();
        }
        writer.waitFor();
        return answers;
    }

    /** Transactions of killed processes may be on their way still: a commit that was sent counts. */
    private static void settle(LogDatabase database) throws SQLException, InterruptedException {
        while (database.count("pg_stat_activity where usename = '" + LogDatabase.SERVING + "' and datname = '"
                        + database.name() + "'")
                > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
