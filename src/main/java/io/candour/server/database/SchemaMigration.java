package io.candour.server.database;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.MigrationTaskList;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the database to this version: HAPI's tables by HAPI's own migrator, ours by Flyway.
 *
 * <p>Both take a lock in the database, so that replicas may start together.
 */
public final class SchemaMigration {
    private static final String HAPI_HISTORY = "flyway_hapi_schema_history";

    private final DataSource dataSource;
    private final int recordPartitions;

    /** @param recordPartitions of the record index, where its tables are made */
    SchemaMigration(DataSource dataSource, int recordPartitions) {
        this.dataSource = dataSource;
        this.recordPartitions = recordPartitions;
    }

    /** As the owner of the tables. */
    SchemaMigration migrate() {
        // HAPI asks for a connection at every step of thousands.
        HikariConfig few = new HikariConfig();
        few.setDataSource(dataSource);
        few.setMaximumPoolSize(4);
        try (HikariDataSource pool = new HikariDataSource(few)) {
            HapiMigrator hapi = new HapiMigrator(HAPI_HISTORY, pool, DriverTypeEnum.POSTGRES_9_4);
            hapi.createMigrationTableIfRequired();
            hapi.addTasks(hapiTasks());
            hapi.migrate();
            flyway(pool).migrate();
        }
        return this;
    }

    /** Whether there is nothing left to migrate; asked by a login that need not own anything. */
    boolean isDone() {
        if (flyway(dataSource).info().pending().length > 0) {
            return false;
        }
        HapiMigrationDao history = new HapiMigrationDao(dataSource, DriverTypeEnum.POSTGRES_9_4, HAPI_HISTORY);
        return new HapiMigrationStorageSvc(history)
                        .diff(hapiTasks())
                        .getUnskippableTasks()
                        .size()
                == 0;
    }

    private static MigrationTaskList hapiTasks() {
        return new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values());
    }

    private Flyway flyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .schemas("candour")
                .table("schema_history")
                .locations("classpath:db/migration")
                .initSql("set candour.record_partitions = " + recordPartitions)
                .load();
    }
}
