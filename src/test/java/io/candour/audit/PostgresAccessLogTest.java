package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresAccessLogTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private LogDatabase database;

    @BeforeEach
    void freshDatabase() throws SQLException {
        database = LogDatabase.fresh();
        VersionTable.create(database, "ann", 4);
    }

    @Test
    void recordWhenItReturnsThenAnotherConnectionSeesTheRow() throws SQLException {
        try (PostgresAccessLog log = start(new VersionTable())) {
            RecordId id = log.record(Records.decided("r1", "ann", 4));

            assertThat(database.column("select request_id from candour.access_record where id = '" + id.id() + "'"))
                    .containsExactly("r1");
            assertThat(database.column("select patient from candour.access_subject where id = '" + id.id() + "'"))
                    .containsExactly("ann");
            assertThat(log.isReady()).isTrue();
        }
    }

    @Test
    void recordWhenTheVersionMovedThenStaleAndNothingIsWritten() throws SQLException {
        try (PostgresAccessLog log = start(new VersionTable())) {
            database.execute("update version set version = 5");

            assertThatThrownBy(() -> log.record(Records.decided("r1", "ann", 4)))
                    .isInstanceOf(StaleDecisionException.class);
            assertThat(database.count("candour.access_record")).isZero();
            log.record(Records.decided("r2", "ann", 5));
            assertThat(database.column("select request_id from candour.access_record"))
                    .containsExactly("r2");
            assertThat(metrics.counter("candour.access.log.redone").count()).isEqualTo(1);
        }
    }

    @Test
    void recordWhenAConsentIsBeingWrittenThenStaleAtOnce() throws SQLException {
        try (PostgresAccessLog log = start(new VersionTable());
                Connection writer = database.owner();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("select " + VersionTable.lock("ann"));

            assertThatThrownBy(() -> log.record(Records.decided("r1", "ann", 4)))
                    .isInstanceOf(StaleDecisionException.class);
            writer.rollback();
            log.record(Records.decided("r2", "ann", 4));
        }
    }

    @Test
    void submitWhenOneOfABatchIsStaleThenTheOthersAreRecorded() throws SQLException {
        Held held = new Held(new VersionTable());
        try (PostgresAccessLog log = start(held)) {
            CompletableFuture<RecordId> first = held.gather(log);
            CompletableFuture<RecordId> good = log.submit(Records.decided("good", "ann", 4));
            CompletableFuture<RecordId> stale = log.submit(Records.decided("stale", "ann", 3));
            held.release();

            first.join();
            good.join();
            assertThatThrownBy(stale::join).hasCauseInstanceOf(StaleDecisionException.class);
            assertThat(database.column("select request_id from candour.access_record order by batch"))
                    .containsExactly("first", "good");
        }
    }

    @Test
    void submitWhenOneRowCannotBeStoredThenOnlyItsRequestIsRefused() throws SQLException {
        Held held = new Held(new VersionTable());
        try (PostgresAccessLog log = start(held)) {
            CompletableFuture<RecordId> first = held.gather(log);
            List<CompletableFuture<RecordId>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(log.submit(Records.search(i == 17 ? "nul\0" : "r" + i, "ann")));
            }
            held.release();
            first.join();

            assertThatThrownBy(() -> answers.get(17).join())
                    .hasCauseInstanceOf(AccessLogUnavailableException.class)
                    .hasRootCauseInstanceOf(SQLException.class);
            IntStream.range(0, 40).filter(i -> i != 17).forEach(i -> answers.get(i)
                    .join());
            assertThat(database.count("candour.access_record")).isEqualTo(40);
            assertThat(metrics.counter("candour.access.log.refused", "reason", "unstorable")
                            .count())
                    .isEqualTo(1);
            assertThat(ChainCheck.broken(database)).isEmpty();
        }
    }

    @Test
    void submitWhenTheQueueIsFullThenUnavailableWithRetryAfter() throws SQLException {
        Held held = new Held(new VersionTable());
        AccessLogSettings tiny =
                new AccessLogSettings(3, 10, Duration.ofSeconds(5), Duration.ofMillis(50), "tiny queue");
        try (PostgresAccessLog log = PostgresAccessLog.start(tiny, database::serving, held, metrics)) {
            CompletableFuture<RecordId> first = held.gather(log);
            List<CompletableFuture<RecordId>> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> log.submit(Records.search("r" + i, "ann")))
                    .toList();

            assertThatThrownBy(() -> log.record(Records.search("one too many", "ann")))
                    .isInstanceOfSatisfying(
                            AccessLogUnavailableException.class,
                            refused -> assertThat(refused.retryAfter()).isPositive());
            held.release();
            first.join();
            waiting.forEach(CompletableFuture::join);
            assertThat(database.count("candour.access_record")).isEqualTo(4);
        }
    }

    @Test
    void recordWhenTwoWritersAndManyThreadsThenEveryRowOnceAndBothChainsWhole() throws SQLException {
        try (PostgresAccessLog one = start(new VersionTable());
                PostgresAccessLog two = start(new VersionTable())) {
            List<CompletableFuture<Void>> callers = IntStream.range(0, 16)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 50; i++) {
                                    (caller % 2 == 0 ? one : two)
                                            .record(Records.decided("r" + caller + "-" + i, "ann", 4));
                                }
                            },
                            task -> new Thread(task).start()))
                    .toList();
            callers.forEach(CompletableFuture::join);

            assertThat(database.column("select distinct request_id from candour.access_record"))
                    .hasSize(800);
            assertThat(database.count("candour.access_record")).isEqualTo(800);
            assertThat(database.column("select distinct writer from candour.access_batch"))
                    .hasSize(2);
            assertThat(ChainCheck.broken(database)).isEmpty();
            assertThat(database.count("candour.access_batch")).as("commits").isLessThan(800);
        }
    }

    @Test
    void submitWhenAnotherRecordIsOnItsWayThenBothShareACommit() throws SQLException {
        try (PostgresAccessLog log = start(new VersionTable());
                AccessLog.Coming one = log.coming();
                AccessLog.Coming other = log.coming()) {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<RecordId> first = log.submit(Records.search("first" + i, "ann"));
                // Far less than a commit takes, and than is waited for: without the wait hardly any pair would share
                // one.
                LockSupport.parkNanos(200_000);
                log.submit(Records.search("second" + i, "ann")).join();
                first.join();
            }

            assertThat(database.count("candour.access_record")).isEqualTo(100);
            assertThat(database.count("candour.access_batch")).as("commits").isLessThan(95);
        }
    }

    @Test
    void recordWhenWhatWasOnItsWayDoesNotComeThenItIsWrittenAllTheSame() throws SQLException {
        try (PostgresAccessLog log = start(new VersionTable());
                AccessLog.Coming asking = log.coming();
                AccessLog.Coming never = log.coming()) {
            log.record(Records.decided("r1", "ann", 4));

            assertThat(database.column("select request_id from candour.access_record"))
                    .containsExactly("r1");
        }
    }

    @Test
    void closeWhenRecordsWaitThenTheyAreWrittenAndLaterOnesRefused() throws SQLException {
        Held held = new Held(new VersionTable());
        PostgresAccessLog log = start(held);
        CompletableFuture<RecordId> first = held.gather(log);
        List<CompletableFuture<RecordId>> waiting = IntStream.range(0, 500)
                .mapToObj(i -> log.submit(Records.search("r" + i, "ann")))
                .toList();
        held.release();
        log.close();

        first.join();
        waiting.forEach(CompletableFuture::join);
        assertThat(database.count("candour.access_record")).isEqualTo(501);
        assertThatThrownBy(() -> log.record(Records.search("late", "ann")))
                .isInstanceOf(AccessLogUnavailableException.class);
    }

    private PostgresAccessLog start(Recheck recheck) {
        return PostgresAccessLog.start(AccessLogSettings.named("test"), database::serving, recheck, metrics);
    }

    /** Holds the first batch in its re-check, so that what is submitted meanwhile makes up the second. */
    private static final class Held implements Recheck {

        private final Recheck recheck;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Held(Recheck recheck) {
            this.recheck = recheck;
        }

        CompletableFuture<RecordId> gather(PostgresAccessLog log) {
            CompletableFuture<RecordId> first = log.submit(Records.decided("first", "ann", 4));
            await(arrived);
            return first;
        }

        void release() {
            released.countDown();
        }

        @Override
        public Set<DecidedOn> moved(Connection connection, Set<DecidedOn> decisions) throws SQLException {
            arrived.countDown();
            await(released);
            return recheck.moved(connection, decisions);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
