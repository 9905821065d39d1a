package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** I4 at this room's door: readers on two writers race with someone who keeps changing their mind. */
class RecheckRaceTest {

    private static final int CHANGES = 60;

    @Test
    void recordWhenVersionsMoveAllTheTimeThenNoneCommitsOnAnOlderOne() throws Exception {
        LogDatabase database = LogDatabase.fresh();
        VersionTable.create(database, "ann", 0);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger stale = new AtomicInteger();
        AtomicInteger recorded = new AtomicInteger();
        Map<Long, Long> atChange;
        try (PostgresAccessLog one = start(database);
                PostgresAccessLog two = start(database)) {
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                PostgresAccessLog log = i % 2 == 0 ? one : two;
                readers.add(CompletableFuture.runAsync(
                        () -> read(database, log, over, recorded, stale), task -> new Thread(task).start()));
            }
            atChange = change(database);
            over.set(true);
            readers.forEach(CompletableFuture::join);
        }

        for (Map.Entry<Long, Long> change : atChange.entrySet()) {
            assertThat(database.count("candour.access_record where versions = '{" + change.getKey() + "}'"))
                    .as("records on version %d, all told against those there when it ended", change.getKey())
                    .isEqualTo(change.getValue());
        }
        assertThat(database.count("candour.access_record")).isEqualTo(recorded.get());
        assertThat(recorded.get()).isGreaterThan(CHANGES);
        assertThat(stale.get()).as("lost races").isPositive();
    }

    /** Whoever holds the lock alone sees every record that rested on the version; none may be added after. */
    private static Map<Long, Long> change(LogDatabase database) throws SQLException {
        Map<Long, Long> atChange = new TreeMap<>();
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (long version = 0; version < CHANGES; version++) {
                statement.execute("select pg_sleep(0.02)");
                connection.commit();
                statement.execute("select " + VersionTable.lock("ann"));
                try (ResultSet count = statement.executeQuery(
                        "select count(*) from candour.access_record where versions = '{" + version + "}'")) {
                    count.next();
                    atChange.put(version, count.getLong(1));
                }
                statement.execute("update version set version = version + 1");
                connection.commit();
            }
        }
        return atChange;
    }

    private static void read(
            LogDatabase database,
            PostgresAccessLog log,
            AtomicBoolean over,
            AtomicInteger recorded,
            AtomicInteger stale) {
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                try (ResultSet version = statement.executeQuery("select version from version")) {
                    version.next();
                    log.record(Records.decided("r", "ann", version.getLong(1)));
                    recorded.incrementAndGet();
                } catch (StaleDecisionException e) {
                    stale.incrementAndGet();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PostgresAccessLog start(LogDatabase database) {
        AccessLogSettings patient =
                new AccessLogSettings(100, 50, Duration.ofSeconds(30), Duration.ofMillis(250), "race");
        return PostgresAccessLog.start(patient, database::serving, new VersionTable(), new SimpleMeterRegistry());
    }
}
