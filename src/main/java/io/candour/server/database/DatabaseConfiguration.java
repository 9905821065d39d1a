package io.candour.server.database;

import io.candour.audit.LogRights;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Two logins: one makes the tables, the other serves and must not be able to change the access log. */
@Configuration(proxyBeanMethods = false)
@Import(OwnerConfiguration.class)
public class DatabaseConfiguration {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseConfiguration.class);
    private static final String ALLOW = "candour.database.allow-login-that-can-change-the-log";

    /** Migrates, or sees that others have, and then that the serving login may not change the log: before anything serves. */
    @Bean
    SchemaMigration schemaMigration(DatabaseSettings settings, DatabaseOwner owner, DataSource serving) {
        SchemaMigration migration = new SchemaMigration(owner.source().orElse(serving), settings.recordPartitions());
        if (owner.source().isPresent()) {
            migration.migrate();
        } else if (!migration.isDone()) {
            throw new StartRefused(
                    "The database's tables are not those of this version, and no login is given that may make them.",
                    "Give the owner's login as candour.database.owner-username and candour.database.owner-password,"
                            + " for this start at least.");
        }
        checkRights(settings, serving);
        return migration;
    }

    private static void checkRights(DatabaseSettings settings, DataSource serving) {
        List<String> ways = waysToChangeTheLog(serving);
        if (ways.isEmpty()) {
            return;
        }
        String problem = "The login that serves could change the access log: it " + String.join(", it ", ways) + ".";
        if (!settings.allowLoginThatCanChangeTheLog()) {
            throw new StartRefused(
                    problem,
                    "Give spring.datasource.username a login that is a member of candour_serving and of nothing else,"
                            + " and the tables' owner as candour.database.owner-username; or, where nobody's records"
                            + " are kept, set " + ALLOW + "=true.");
        }
        LOGGER.warn("{} {} lets it: the log proves nothing against whoever has this login", problem, ALLOW);
    }

    private static List<String> waysToChangeTheLog(DataSource serving) {
        try (Connection connection = serving.getConnection()) {
            return LogRights.changing(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the serving login's rights cannot be read", e);
        }
    }
}
