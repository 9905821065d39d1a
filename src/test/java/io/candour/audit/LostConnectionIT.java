package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostConnectionIT {

    private static final Recheck ALL_HOLD = (connection, decisions) -> Set.of();

    private LogDatabase database;

    @BeforeEach
    void freshDatabase() throws SQLException {
        database = LogDatabase.fresh();
    }

    @Test
    void recordWhenTheAnswerToItsCommitIsLostThenRecordedOnceAndAnswered() throws Exception {
        try (Relay relay = new Relay(database.port());
                PostgresAccessLog log = start(relay)) {
            log.record(Records.search("before", "ann"));
            // Once a second one is recorded, partitions are made: the next commit is that of a record.
            log.record(Records.search("before", "ann"));
            relay.loseNextCommitAnswer();

            RecordId id = log.record(Records.search("lost answer", "ann"));

            assertThat(relay.hasLostAnswer()).isTrue();
            assertThat(database.column("select id from candour.access_record where request_id = 'lost answer'"))
                    .containsExactly(id.id().toString());
            log.record(Records.search("after", "ann"));
            assertThat(database.count("candour.access_record")).isEqualTo(4);
            assertThat(ChainCheck.broken(database)).isEmpty();
        }
    }

    @Test
    void recordWhenTheCommitIsStillUnderWayElsewhereThenTheFenceWaitsForIt() throws Exception {
        database.execute(
                "create function slow_commit() returns trigger language plpgsql as"
                        + " $$ begin perform pg_sleep(1.5); return new; end $$",
                "create constraint trigger slow_commit after insert on candour.access_batch deferrable initially deferred"
                        + " for each row when (new.sequence = 1) execute function slow_commit()");
        try (Relay relay = new Relay(database.port());
                PostgresAccessLog log = start(relay)) {
            log.record(Records.search("before", "ann"));
            CompletableFuture<RecordId> answer = log.submit(Records.search("slow", "ann"));
            await().until(() -> database.count("pg_stat_activity where wait_event = 'PgSleep'") == 1);
            relay.cutClient();

            answer.join();

            assertThat(database.column("select kind from candour.access_batch order by sequence"))
                    .containsExactly("RECORDS", "RECORDS");
            log.record(Records.search("after", "ann"));
            assertThat(database.column("select request_id from candour.access_record order by batch"))
                    .containsExactly("before", "slow", "after");
            assertThat(ChainCheck.broken(database)).isEmpty();
        }
    }

    @Test
    void recordWhenTheServerDiesWithinTheCommitThenAFenceAndRecordedOnce() throws Exception {
        database.execute(
                "create function die() returns trigger language plpgsql as"
                        + " $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$",
                "create constraint trigger die after insert on candour.access_batch deferrable initially deferred"
                        + " for each row when (new.sequence = 1 and new.kind = 'RECORDS') execute function die()");
        try (Relay relay = new Relay(database.port());
                PostgresAccessLog log = start(relay)) {
            log.record(Records.search("before", "ann"));

            log.record(Records.search("retried", "ann"));

            assertThat(database.column("select kind from candour.access_batch order by sequence"))
                    .containsExactly("RECORDS", "FENCE", "RECORDS");
            assertThat(database.column("select request_id from candour.access_record order by batch"))
                    .containsExactly("before", "retried");
            assertThat(ChainCheck.broken(database)).isEmpty();
        }
    }

    @Test
    void recordWhenPostgresIsKilledThenUnavailableUntilItIsBack(@TempDir Path data) throws Exception {
        Path cluster = data.resolve("cluster");
        int port;
        LogDatabase killed;
        try (EmbeddedPostgres first = cluster(cluster).start()) {
            port = first.getPort();
            LogDatabase.prepare(port);
            killed = LogDatabase.copyTemplate(port);
            try (PostgresAccessLog log = PostgresAccessLog.start(
                    AccessLogSettings.named("test"), killed::serving, ALL_HOLD, new SimpleMeterRegistry())) {
                log.record(Records.search("before", "ann"));
                kill(cluster);

                assertThatThrownBy(() -> log.record(Records.search("during", "ann")))
                        .isInstanceOf(AccessLogUnavailableException.class);
                assertThat(log.isReady()).isFalse();

                first.close(); // Lets go of the directory; there is no server left to stop.
                try (EmbeddedPostgres second = cluster(cluster).setPort(port).start()) {
                    assertThat(second.getPort()).isEqualTo(port);
                    await().ignoreException(AccessLogUnavailableException.class)
                            .until(() -> log.record(Records.search("after", "ann")) != null);
                    assertThat(killed.column("select request_id from candour.access_record order by at"))
                            .startsWith("before")
                            .endsWith("after");
                    assertThat(ChainCheck.broken(killed)).isEmpty();
                    assertThat(killed.column("select distinct writer from candour.access_batch"))
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void recordWhenTheDatabaseWasNeverThereThenUnavailableAtOnce() throws IOException {
        int nobody;
        try (Relay closed = new Relay(1)) {
            nobody = closed.port();
        }
        try (PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("test"),
                () -> database.through(nobody).serving(),
                ALL_HOLD,
                new SimpleMeterRegistry())) {
            long started = System.nanoTime();
            assertThatThrownBy(() -> log.record(Records.search("r", "ann")))
                    .isInstanceOf(AccessLogUnavailableException.class)
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(System.nanoTime() - started).isLessThan(2_000_000_000L);
        }
    }

    private PostgresAccessLog start(Relay relay) {
        return PostgresAccessLog.start(
                AccessLogSettings.named("test"),
                () -> database.through(relay.port()).serving(),
                ALL_HOLD,
                new SimpleMeterRegistry());
    }

    private static EmbeddedPostgres.Builder cluster(Path directory) {
        return EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false);
    }

    private static void kill(Path cluster) throws IOException {
        ProcessHandle process = Postmaster.of(cluster);
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive) && !process.isAlive());
    }
}
