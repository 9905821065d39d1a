package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRightsTest {

    private LogDatabase database;

    @BeforeEach
    void freshDatabaseWithALogin() throws SQLException {
        database = LogDatabase.fresh();
        database.execute("create role tried login");
    }

    @AfterEach
    void dropTheLogin() throws SQLException {
        database.execute(
                "alter database " + database.name() + " owner to postgres",
                "reassign owned by tried to postgres",
                "drop owned by tried",
                "drop role tried");
    }

    @Test
    void changingWhenALoginServesOrAuditsThenItCannot() throws SQLException {
        assertThat(changing()).as("no rights at all").isEmpty();
        database.execute("grant candour_serving, candour_auditing to tried");
        assertThat(changing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter role tried superuser | is superuser",
                "alter role tried createrole | may make roles",
                "alter schema candour owner to tried | owns the schema",
                "grant update on candour.access_record to tried | may change access_record",
                "grant update (status) on candour.access_record to tried | may change access_record",
                "grant delete on candour.access_record_default to tried | may change access_record_default",
                "grant truncate on candour.access_subject to tried | may change access_subject",
                "grant trigger on candour.access_seal to tried | may change access_seal",
                "grant delete on candour.access_checkpoint to public | may change access_checkpoint",
                "alter table candour.access_batch owner to tried | may change access_batch",
                "grant pg_write_all_data to tried | may change access_writer",
                "grant postgres to tried with inherit false | is superuser",
            })
    void changingWhenALoginHasARightTooManyThenItIsNamed(String given, String found) throws SQLException {
        database.execute("grant candour_serving to tried", given);

        assertThat(changing()).contains(found);
    }

    @Test
    void changingWhenALoginOwnsTheDatabaseThenItCould() throws SQLException {
        database.execute("alter database " + database.name() + " owner to tried");

        assertThat(changing()).containsExactly("owns the database");
    }

    @Test
    void servingRoleWhenMigratedThenWritesEverythingButTheLog() throws SQLException {
        List<String> changeable = database.column(
                """
                select relname from pg_class where relnamespace = 'candour'::regnamespace and relkind in ('r', 'p')
                and has_table_privilege('candour_serving', oid, 'DELETE')""");

        assertThat(changeable).contains("record_item", "epoch", "access_unsealed", "access_pace");
        assertThat(changeable).as("what people chose outlives them").doesNotContain("snapshot");
        assertThat(changeable).noneMatch(table -> table.matches(LogRights.TABLES + ".*"));
        try (Connection serving = database.serving();
                Statement statement = serving.createStatement()) {
            statement.execute("insert into candour.snapshot (patient) values ('ann')");
        }
    }

    private List<String> changing() throws SQLException {
        try (Connection login = database.source("tried").getConnection()) {
            return LogRights.changing(login);
        }
    }
}
