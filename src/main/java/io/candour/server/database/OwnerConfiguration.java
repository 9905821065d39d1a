package io.candour.server.database;

import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tables' owner, as it is configured, for what changes tables and for nothing else. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class OwnerConfiguration {

    @Bean
    DatabaseOwner databaseOwner(DatabaseSettings settings, JdbcConnectionDetails database, DataSource serving) {
        if (!settings.ownerUsername().isEmpty()) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(database.getJdbcUrl());
            source.setUser(settings.ownerUsername());
            source.setPassword(settings.ownerPassword());
            // As for the pool: HAPI's tables are in one schema, whatever the login is called.
            source.setCurrentSchema("public");
            source.setLogServerErrorDetail(false);
            return new DatabaseOwner(Optional.of(source));
        }
        return new DatabaseOwner(settings.allowLoginThatCanChangeTheLog() ? Optional.of(serving) : Optional.empty());
    }
}
