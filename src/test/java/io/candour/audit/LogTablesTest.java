package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTablesTest {

    private LogDatabase database;

    @BeforeEach
    void oneRecord() throws SQLException {
        database = LogDatabase.fresh();
        record("r1");
    }

    @Test
    void changeWhenTriedByTheServingRoleThenRefused() throws SQLException {
        List<String> changes = List.of(
                "update candour.access_record set outcome = 'REFUSED'",
                "delete from candour.access_record",
                "truncate candour.access_record",
                "delete from candour.access_subject",
                "delete from candour.access_seal",
                "update candour.access_batch set size = 0",
                "delete from candour.access_batch",
                "delete from candour.access_writer",
                "update candour.access_checkpoint set body = ''",
                "alter table candour.access_record detach partition candour.access_record_default",
                "drop table candour.access_record_default",
                "delete from candour.access_record_default");
        try (Connection serving = database.serving();
                Statement statement = serving.createStatement()) {
            for (String change : changes) {
                assertThatThrownBy(() -> statement.execute(change))
                        .as(change)
                        .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                                .isEqualTo("42501"));
            }
        }
    }

    @Test
    void recordWhenItsMonthIsMissingThenTheDefaultPartitionTakesItAndTheMonthIsMadeLater() throws SQLException {
        String month = database.column("select to_char(now() at time zone 'UTC', '_YYYY_MM')")
                .get(0);
        for (String parent : List.of("access_record", "access_subject", "access_seal")) {
            database.execute("drop table candour." + parent + month);
        }
        database.execute("alter function candour.access_months rename to away");
        record("r2");
        assertThat(database.column("select request_id from candour.access_record_default"))
                .containsExactly("r2");

        database.execute("alter function candour.away rename to access_months");
        try (Connection serving = database.serving();
                Statement statement = serving.createStatement()) {
            statement.execute("select candour.access_months(2)");
        }
        assertThat(database.count("candour.access_record_default")).isZero();
        assertThat(database.column("select request_id from candour.access_record" + month))
                .containsExactly("r2");
        assertThat(database.count("candour.access_subject" + month)).isEqualTo(1);
        record("r3");
        assertThat(database.count("candour.access_record" + month)).isEqualTo(2);
    }

    @Test
    void monthsWhenMigratedThenThisAndTheNextTwoAreThere() throws SQLException {
        for (String parent : List.of("access_record", "access_subject", "access_seal")) {
            assertThat(database.count("pg_inherits where inhparent = 'candour." + parent + "'::regclass"))
                    .as(parent)
                    .isEqualTo(4);
        }
    }

    private void record(String requestId) {
        try (PostgresAccessLog log = PostgresAccessLog.start(
                AccessLogSettings.named("test"),
                database::serving,
                (connection, decisions) -> Set.of(),
                new SimpleMeterRegistry())) {
            log.record(Records.search(requestId, "ann"));
        }
    }
}
