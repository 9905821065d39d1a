package io.candour.server;

import io.candour.audit.Checkpoints;
import io.candour.audit.PostgresAccessLog;
import io.candour.audit.SignedCheckpoint;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Whether requests can be recorded, without which none is answered; and what checkpoint stands. */
final class AccessLogHealth extends AbstractHealthIndicator {
    static final String NO_KEY =
            "no checkpoints are published: candour.audit.signing-key is not set, and no change to the log can be proved";

    private final PostgresAccessLog log;
    private final DataSource database;
    private final boolean signs;

    AccessLogHealth(PostgresAccessLog log, DataSource database, boolean signs) {
        super("The access log's state cannot be read");
        this.log = log;
        this.database = database;
        this.signs = signs;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws SQLException {
        if (!log.isReady()) {
            health.outOfService();
            return;
        }
        health.up();
        if (!signs) {
            health.withDetail("checkpoints", NO_KEY);
            return;
        }
        Optional<SignedCheckpoint> latest = Checkpoints.latest(database);
        health.withDetail("checkpoints", latest.map(SignedCheckpoint::number).orElse(0L));
        latest.ifPresent(
                checkpoint -> health.withDetail("latest", checkpoint.at().toString()));
    }
}
