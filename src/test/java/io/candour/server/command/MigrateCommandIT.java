package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An upgrade by itself, with data in the tables of an earlier version. */
@ExtendWith(Stack.class)
class MigrateCommandIT {
    /** Before who cares for a patient was in the snapshot, which the next version fills in. */
    private static final String EARLIER = "13";

    @Test
    void migrateWhenTablesAreOfAnEarlierVersionThenAltersThemAndKeepsWhatIsThere(DemoStack stack) throws Exception {
        Map<String, String> properties = earlier(stack, "upgrade");
        JdbcTemplate database = owner(properties);

        assertThat(ServerCommand.run(without(properties, "owner"), "migrate")).isEqualTo(2);
        assertThat(ServerCommand.run(properties, "migrate")).isZero();

        assertThat(database.queryForObject(
                        "select relationships ->> 0 from candour.snapshot where patient = '1'", String.class))
                .contains("Z90001");
        assertThat(database.queryForObject("select version from candour.snapshot where patient = '1'", Long.class))
                .isEqualTo(7);
        assertThat(database.queryForObject(
                        "select has_table_privilege('candour_server', 'candour.snapshot', 'update')", Boolean.class))
                .isTrue();
        assertThat(ServerCommand.run(properties, "migrate")).as("again").isZero();
        assertThat(ServerCommand.run(without(properties, "owner"), "migrate"))
                .as("without the owner")
                .isEqualTo(2);
    }

    @Test
    @Tag("nightly")
    void afterAnUpgradeAServerStartsThatIsNotToldTheOwner(DemoStack stack) throws Exception {
        Map<String, String> properties = earlier(stack, "upgrade_served");
        assertThat(ServerCommand.run(properties, "migrate")).isZero();

        // Returns when it is ready.
        try (Replica replica = stack.startReplicaOf(without(properties, "owner"))) {
            assertThat(replica.fhirUrl()).endsWith("/fhir");
        }
    }

    private static Map<String, String> earlier(DemoStack stack, String name) throws Exception {
        DemoPostgres postgres = stack.postgres();
        Map<String, String> properties = without(stack.serverProperties(), "journal");
        properties.put("spring.datasource.url", postgres.emptyDatabase(name));
        // HAPI's tables are those of the same version of HAPI; ours begin anew.
        assertThat(ServerCommand.run(properties, "migrate")).isZero();
        owner(properties).execute("drop schema candour cascade");
        Flyway.configure()
                .dataSource(properties.get("spring.datasource.url"), postgres.owner(), postgres.password())
                .schemas("candour")
                .table("schema_history")
                .locations("classpath:db/migration")
                .initSql("set candour.record_partitions = 8")
                .target(EARLIER)
                .load()
                .migrate();
        JdbcTemplate database = owner(properties);
        database.update("insert into candour.snapshot (patient, version) values ('1', 7)");
        database.update("insert into candour.care_relationship (patient, source, organisation, basis)"
                + " values ('1', 'Encounter/2', 'Z90001', 'ENCOUNTER')");
        return properties;
    }

    private static JdbcTemplate owner(Map<String, String> properties) {
        return new JdbcTemplate(new DriverManagerDataSource(
                properties.get("spring.datasource.url"),
                properties.get("candour.database.owner-username"),
                properties.get("candour.database.owner-password")));
    }

    private static Map<String, String> without(Map<String, String> properties, String word) {
        Map<String, String> fewer = new TreeMap<>(properties);
        fewer.keySet().removeIf(name -> name.contains(word));
        return fewer;
    }
}
