package io.candour.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * How old the latest checkpoint is, in seconds, whichever replica took it: {@code candour.access.log.checkpoint.age}. Where
 * there is none, or the database can't be asked, it grows from when this was made or last knew. Safe for use by many threads.
 */
public final class CheckpointAge {

    private final DataSource source;
    private final InstantSource clock;
    private volatile Instant latest;

    public CheckpointAge(DataSource source, InstantSource clock, MeterRegistry registry) {
        this.source = source;
        this.clock = clock;
        this.latest = clock.instant();
        Gauge.builder("candour.access.log.checkpoint.age", this, CheckpointAge::seconds)
                .description("Since the latest checkpoint was taken")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    /** Asks the database for the latest. */
    public void look() throws SQLException {
        Checkpoints.latest(source)
                .ifPresent(taken -> latest = taken.checkpoint().at());
    }

    /** Of what is known, since whoever reads metrics is to wait for no database. */
    private double seconds() {
        return Math.max(0, Duration.between(latest, clock.instant()).toMillis() / 1000.0);
    }
}
