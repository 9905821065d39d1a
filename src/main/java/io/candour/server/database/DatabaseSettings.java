package io.candour.server.database;

import io.candour.server.BadSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The second login beside {@code spring.datasource}, which serves.
 *
 * @param ownerUsername who owns the tables and migrates them; empty where they are migrated by another start
 * @param recordPartitions hash partitions of the record index, by patient; counts when its tables are first made
 * @param allowLoginThatCanChangeTheLog start although the serving login could change what the access log holds, and let
 *     it migrate where no owner is given: for trying things out
 * @param region where records are kept, as was promised; what the database calls the place it is at. Empty for anywhere
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.database")
public record DatabaseSettings(
        @DefaultValue("") String ownerUsername,
        @DefaultValue("") String ownerPassword,
        @DefaultValue("8") int recordPartitions,
        @DefaultValue("false") boolean allowLoginThatCanChangeTheLog,
        @DefaultValue("") String region) {
    private static final int MOST_PARTITIONS = 1024;

    public DatabaseSettings {
        if (recordPartitions < 1 || recordPartitions > MOST_PARTITIONS) {
            throw new BadSetting(
                    "candour.database.record-partitions",
                    "must be 1 to " + MOST_PARTITIONS + ", not " + recordPartitions);
        }
    }
}
