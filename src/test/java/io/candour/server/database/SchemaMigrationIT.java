package io.candour.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.audit.LogRights;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** A second start finds what the first one made. */
@ExtendWith(Stack.class)
class SchemaMigrationIT {

    @Test
    void aServerThatIsNotToldTheOwnerSeesThatAllIsMigrated(DemoStack stack) {
        assertThat(new SchemaMigration(stack.server().getBean(DataSource.class), 8).isDone())
                .isTrue();
    }

    @Test
    void theRecordIndexIsPartitionedByPatient(DemoStack stack) {
        JdbcTemplate jdbc = stack.server().getBean(JdbcTemplate.class);

        assertThat(jdbc.queryForList(
                        "select pg_get_partkeydef(inhparent) || ' ' || count(*) from pg_inherits where inhparent ="
                                + " 'candour.record_item'::regclass group by inhparent",
                        String.class))
                .containsExactly("HASH (patient) 8");
        assertThat(jdbc.queryForObject("select count(distinct tableoid) from candour.record_item", Integer.class))
                .as("partitions that hold rows")
                .isGreaterThan(2);
    }

    @Test
    void whatServesCouldNotChangeTheLog(DemoStack stack) throws SQLException {
        try (Connection serving = stack.server().getBean(DataSource.class).getConnection()) {
            assertThat(LogRights.changing(serving)).isEmpty();
        }
    }

    @Test
    void migratingAgainMakesNoSecondSetOfTables(DemoStack stack) {
        JdbcTemplate jdbc = stack.server().getBean(JdbcTemplate.class);
        Long resources = jdbc.queryForObject("select count(*) from hfj_resource", Long.class);

        DataSource owner = stack.server().getBean(DatabaseOwner.class).source().orElseThrow();
        new SchemaMigration(owner, 8).migrate();

        assertThat(jdbc.queryForList("select schemaname from pg_tables where tablename = 'hfj_resource'", String.class))
                .containsExactly("public");
        assertThat(jdbc.queryForObject("select count(*) from hfj_resource", Long.class))
                .isEqualTo(resources)
                .isPositive();
    }
}
