package io.candour.server.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.candour.audit.OutsideCheckpoints;
import io.candour.choice.ChoiceJournal;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The second database, opened. Safe for use by many threads. */
public final class Journal implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HikariDataSource pool;

    private Journal(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Makes its tables first, where their owner is given. Empty where none is configured. */
    public static Optional<Journal> open(JournalSettings settings) {
        if (settings.url().isEmpty()) {
            return Optional.empty();
        }
        if (!settings.ownerUsername().isEmpty()) {
            FluentConfiguration tables = Flyway.configure()
                    .dataSource(settings.url(), settings.ownerUsername(), settings.ownerPassword())
                    .schemas("journal")
                    .table("schema_history")
                    .locations("classpath:db/journal");
            tables.load().migrate();
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("journal");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.username());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        // As for the server's pool: no message quotes what is written.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return Optional.of(new Journal(new HikariDataSource(config)));
    }

    public ChoiceJournal choices() {
        return new ChoiceJournal(new JdbcTemplate(pool));
    }

    public OutsideCheckpoints checkpoints() {
        return new OutsideCheckpoints(pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
