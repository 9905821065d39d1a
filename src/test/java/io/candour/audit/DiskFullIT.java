package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I8 where PostgreSQL can't extend the log: its processes are limited to files no larger than the log's is by then, which
 * works for every user and fails in the same place as a full disk. They ignore the signal and get the error.
 */
class DiskFullIT {

    /** More than any file but the log's, and more than one of WAL. */
    private static final int FILLING = 4_000;

    private static final int ATTEMPTS = 20;

    @Test
    void recordWhenTheLogCanNotGrowThenRefusedAndNothingHalfWrittenUntilThereIsRoom(@TempDir Path data)
            throws Exception {
        Path cluster = data.resolve("cluster");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setLocaleConfig("wal-segsize", "1")
                .start()) {
            LogDatabase.prepare(postgres.getPort());
            LogDatabase database = LogDatabase.copyTemplate(postgres.getPort());
            KeyPair key = Keys.ed25519();
            try (PostgresAccessLog log = PostgresAccessLog.start(
                    AccessLogSettings.named("test"),
                    database::serving,
                    (connection, decisions) -> Set.of(),
                    new SimpleMeterRegistry())) {
                List<CompletableFuture<RecordId>> filling = new ArrayList<>();
                for (int i = 0; i < FILLING; i++) {
                    filling.add(log.submit(Records.search("fill " + i, "ann")));
                    if (i % 500 == 499) {
                        filling.forEach(CompletableFuture::join);
                    }
                }
                filling.forEach(CompletableFuture::join);
                SignedCheckpoint outside = new Checkpoints(database.source(LogDatabase.SERVING), key.getPrivate())
                        .take()
                        .orElseThrow();
                ProcessHandle postmaster = Postmaster.of(cluster);

                limitFiles(postmaster, size(database));
                int answered = recordUntilRefused(log);
                assertThat(refusals(log))
                        .as("what the database says, when the log is not just connecting again")
                        .anySatisfy(refusal -> assertThat(refusal).hasStackTraceContaining("could not extend file"));
                assertThat(database.count("candour.access_record where request_id like 'refused %'"))
                        .isZero();
                assertThat(ChainCheck.broken(database)).isEmpty();

                limitFiles(postmaster, "unlimited");
                await().ignoreException(AccessLogUnavailableException.class)
                        .until(() -> log.record(Records.search("after", "ann")) != null);
                assertThat(database.count("candour.access_record where request_id like 'last %'"))
                        .isEqualTo(answered);
                assertThat(database.count("candour.access_record where request_id like 'refused %'"))
                        .isZero();
                Verification found = new LogVerifier(database::serving, List.of(key.getPublic()), rows -> {})
                        .verify(Optional.of(outside));
                assertThat(found.holds()).as("%s", found).isTrue();
                assertThat(found.records()).isEqualTo(database.count("candour.access_record"));
            }
        }
    }

    /** What is left of the log's last page takes a few; returns how many. */
    private static int recordUntilRefused(PostgresAccessLog log) {
        for (int i = 0; i < FILLING; i++) {
            try {
                log.record(Records.search("last " + i, "ann"));
            } catch (AccessLogUnavailableException full) {
                return i;
            }
        }
        throw new AssertionError("the log grew though its file could not");
    }

    private static List<Throwable> refusals(PostgresAccessLog log) throws InterruptedException {
        List<Throwable> refusals = new ArrayList<>();
        for (int i = 0; i < ATTEMPTS; i++) {
            String request = "refused " + i;
            Throwable refusal = catchThrowable(() -> log.record(Records.search(request, "ann")));
            assertThat(refusal).isInstanceOf(AccessLogUnavailableException.class);
            refusals.add(refusal);
            Thread.sleep(30);
        }
        return refusals;
    }

    private static String size(LogDatabase database) throws Exception {
        return database.column("select max(pg_relation_size(oid)) from pg_class where relname like 'access_record%'"
                        + " and relkind = 'r'")
                .get(0);
    }

    /** The soft limit alone, which may be raised again; new backends have it from the postmaster. */
    private static void limitFiles(ProcessHandle postmaster, String bytes) throws IOException, InterruptedException {
        for (ProcessHandle process :
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()) {
            Process prlimit = new ProcessBuilder(
                            "prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
                    .inheritIO()
                    .start();
            assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(prlimit.exitValue() == 0 || !process.isAlive())
                    .as("limited %s", process)
                    .isTrue();
        }
    }
}
