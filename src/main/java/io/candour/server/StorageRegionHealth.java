package io.candour.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Whether records are kept where that was promised: the server is told a region, and the database says where it is, by its
 * own setting {@code candour.region}. That is asked of the instance that answers, so a failover elsewhere is noticed.
 */
final class StorageRegionHealth extends AbstractHealthIndicator {
    private final DataSource database;
    private final String declared;

    /** @param declared empty where none was promised */
    StorageRegionHealth(DataSource database, String declared) {
        super("The storage region cannot be read");
        this.database = database;
        this.declared = declared;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws SQLException {
        if (declared.isEmpty()) {
            health.up();
            return;
        }
        String actual = actual();
        if (actual.equals(declared)) {
            health.up();
        } else {
            health.outOfService();
        }
        health.withDetail("declared", declared).withDetail("database", actual);
    }

    private String actual() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet setting =
                        statement.executeQuery("select coalesce(current_setting('candour.region', true), '')")) {
            setting.next();
            return setting.getString(1);
        }
    }
}
