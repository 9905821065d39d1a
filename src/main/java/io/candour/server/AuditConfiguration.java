package io.candour.server;

import io.candour.audit.AccessWords;
import io.candour.audit.CheckpointAge;
import io.candour.audit.Checkpoints;
import io.candour.audit.PostgresAccessLog;
import io.candour.audit.Rounds;
import io.candour.audit.Watch;
import io.candour.server.database.DatabaseOwner;
import io.candour.server.database.SchemaMigration;
import io.candour.server.database.StartRefused;
import io.candour.server.journal.Restoration;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is done about the access log beside writing it: checkpoints signed and published, old months dropped,
 * callers watched.
 *
 * <p>A server without a signing key starts and says what that costs. To refuse would be no safer: who may configure the
 * server may give it any key, and only a checkpoint that others hold proves anything.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditConfiguration.class);
    private static final Duration BETWEEN_DROPS = Duration.ofHours(1);

    @Bean
    Rounds accessLogRounds(
            AuditSettings settings,
            DatabaseOwner owner,
            DataSource database,
            ObjectProvider<Restoration> journalled,
            MeterRegistry metrics,
            SchemaMigration migratedBefore) {
        Optional<Checkpoints> checkpoints = settings.checkpoints(database);
        Optional<Restoration> restoration = Optional.ofNullable(journalled.getIfAvailable());
        if (restoration.isPresent() && checkpoints.isEmpty()) {
            throw new StartRefused(
                    "candour.journal.url is set, and candour.audit.signing-key is not.",
                    "Without checkpoints in the journal a restored database can't be told from a whole one: give both.");
        }
        Rounds rounds = new Rounds("access-log-rounds");
        // Often enough that no clock's error skips a whole turn.
        Duration turn = settings.checkpointEvery().dividedBy(5);
        checkpoints.ifPresentOrElse(
                signed -> {
                    rounds.every(
                            turn,
                            "Signing a checkpoint",
                            () -> takeCheckpoint(signed, settings.checkpointEvery(), restoration));
                    rounds.every(
                            turn,
                            "Looking at the latest checkpoint",
                            new CheckpointAge(database, InstantSource.system(), metrics)::look);
                },
                () -> LOGGER.warn("Of the access log, {}", AccessLogHealth.NO_KEY));
        settings.retention(owner, database)
                .ifPresent(retention -> rounds.every(
                        BETWEEN_DROPS,
                        "Dropping old months of the log",
                        () -> retention.keepFrom(settings.keptFrom())));
        Watch watch = new Watch(database, settings.watch().limits());
        rounds.every(settings.watch().every(), "Watching callers", watch::look);
        return rounds;
    }

    /** Never of a database that was restored before that is declared: its number is another one's outside. */
    private static void takeCheckpoint(Checkpoints checkpoints, Duration every, Optional<Restoration> restoration)
            throws SQLException {
        if (restoration.isEmpty()) {
            checkpoints.takeWhenDue(every);
        } else if (restoration.get().look()) {
            checkpoints.takeWhenDue(every);
            restoration.get().keepOutside();
        }
    }

    @Bean
    AccessWords.Staff staff(AuditSettings settings) {
        return settings.staff();
    }

    @Bean
    AccessLogHealth accessLogHealthIndicator(PostgresAccessLog log, DataSource database, AuditSettings settings) {
        return new AccessLogHealth(log, database, !settings.signingKey().isEmpty());
    }

    @Bean
    ServletRegistrationBean<CheckpointServlet> checkpointServlet(DataSource database) {
        return new ServletRegistrationBean<>(new CheckpointServlet(database), CheckpointServlet.PATH);
    }
}
