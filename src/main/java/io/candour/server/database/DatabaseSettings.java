package io.candour.server.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The second login beside {@code spring.datasource}, which serves.
 *
 * @param ownerUsername who owns the tables and migrates them; empty where they are migrated by another start
 * @param allowLoginThatCanChangeTheLog start although the serving login could change what the access log holds, and let
 *     it migrate where no owner is given: for trying things out
 */
@ConfigurationProperties("candour.database")
record DatabaseSettings(
        @DefaultValue("") String ownerUsername,
        @DefaultValue("") String ownerPassword,
        @DefaultValue("false") boolean allowLoginThatCanChangeTheLog) {}
