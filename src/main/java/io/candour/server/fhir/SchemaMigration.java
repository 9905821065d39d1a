package io.candour.server.fhir;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the database to this version: HAPI's tables by HAPI's own migrator, ours by Flyway.
 *
 * <p>Both take a lock in the database, so that replicas may start together.
 */
final class SchemaMigration {
    private final DataSource dataSource;

    SchemaMigration(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    SchemaMigration migrate() {
        HapiMigrator hapi = new HapiMigrator("flyway_hapi_schema_history", dataSource, DriverTypeEnum.POSTGRES_9_4);
        hapi.createMigrationTableIfRequired();
        hapi.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
        hapi.migrate();
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("candour")
                .table("schema_history")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return this;
    }
}
