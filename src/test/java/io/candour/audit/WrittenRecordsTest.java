package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WrittenRecordsTest {

    private LogDatabase database;

    @BeforeEach
    void freshDatabase() throws SQLException {
        database = LogDatabase.fresh();
    }

    @Test
    void writeWhenItsTransactionCommitsThenRecordedAndSoonSealed() throws SQLException {
        try (PostgresAccessLog log = start();
                Connection transaction = database.serving()) {
            transaction.setAutoCommit(false);
            log.writeInTransaction(
                    transaction,
                    IntStream.range(0, 700)
                            .mapToObj(i -> Records.write("w" + i, "ann"))
                            .toList());
            assertThat(database.count("candour.access_record")).isZero();
            transaction.commit();

            assertThat(database.count("candour.access_record where writer is null"))
                    .isEqualTo(700);
            assertThat(database.count("candour.access_subject")).isEqualTo(700);
            await().until(() -> database.count("candour.access_unsealed") == 0);
            assertThat(database.count("candour.access_record r join candour.access_seal s on s.record = r.id"))
                    .isEqualTo(700);
            assertThat(ChainCheck.broken(database)).isEmpty();
        }
    }

    @Test
    void writeWhenItsTransactionRollsBackThenNothingRemains() throws SQLException {
        try (PostgresAccessLog log = start();
                Connection transaction = database.serving()) {
            transaction.setAutoCommit(false);
            log.writeInTransaction(transaction, List.of(Records.write("w", "ann")));
            transaction.rollback();

            assertThat(database.count("candour.access_record")).isZero();
            assertThat(database.count("candour.access_subject")).isZero();
            assertThat(database.count("candour.access_unsealed")).isZero();
        }
    }

    @Test
    void writeWhenOutsideATransactionOrRefusedThenAnError() throws SQLException {
        try (PostgresAccessLog log = start();
                Connection transaction = database.serving()) {
            assertThatThrownBy(() -> log.writeInTransaction(transaction, List.of(Records.write("w", "ann"))))
                    .isInstanceOf(IllegalStateException.class);
            transaction.setAutoCommit(false);
            assertThatThrownBy(() -> log.writeInTransaction(transaction, List.of(Records.refused("w", "ann"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sealWhenTwoWritersShareTheWorkThenEachRowIsSealedOnce() throws SQLException {
        try (PostgresAccessLog one = start();
                PostgresAccessLog two = start();
                Connection transaction = database.serving()) {
            transaction.setAutoCommit(false);
            for (int i = 0; i < 200; i++) {
                (i % 2 == 0 ? one : two).writeInTransaction(transaction, List.of(Records.write("w" + i, "ann")));
                transaction.commit();
            }
            await().until(() -> database.count("candour.access_unsealed") == 0);
            assertThat(database.count("candour.access_seal")).isEqualTo(200);
            assertThat(ChainCheck.broken(database)).isEmpty();
        }
    }

    private PostgresAccessLog start() {
        return PostgresAccessLog.start(
                AccessLogSettings.named("test"),
                database::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry());
    }
}
