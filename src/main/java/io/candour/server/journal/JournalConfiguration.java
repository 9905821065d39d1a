package io.candour.server.journal;

import io.candour.audit.Rounds;
import io.candour.choice.ChoiceJournal;
import io.candour.enforcement.Opening;
import io.candour.record.RecordIndex;
import io.candour.server.database.SchemaMigration;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

/** The journal outside the database, and what closes the server where a restore lost some of what is in it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
public class JournalConfiguration {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalConfiguration.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /** A server that has a journal. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("!'${candour.journal.url:}'.isEmpty()")
    static class Journalled {
        @Bean
        Journal journal(JournalSettings settings) {
            return Journal.open(settings).orElseThrow();
        }

        @Bean
        ChoiceJournal choiceJournal(Journal journal) {
            return journal.choices();
        }

        @Bean
        Restoration restoration(
                DataSource database, RecordIndex index, Journal journal, SchemaMigration migratedBefore) {
            Restoration restoration = new Restoration(database, index, journal);
            try {
                if (!restoration.look()) {
                    LOGGER.error(
                            "The database was restored: records stay closed until the command restored has declared it");
                }
            } catch (SQLException | DataAccessException e) {
                LOGGER.warn(
                        "Records stay closed until the journal can be read: {}",
                        e.getClass().getName());
            }
            return restoration;
        }

        @Bean
        Rounds restorationRounds(Restoration restoration) {
            Rounds rounds = new Rounds("restoration-rounds");
            rounds.every(BETWEEN_LOOKS, "Holding the database against the journal", restoration::look);
            return rounds;
        }

        @Bean
        HealthIndicator restorationHealthIndicator(Restoration restoration) {
            return () -> (restoration.open() ? Health.up() : Health.outOfService()).build();
        }
    }

    /** A server that has none. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("'${candour.journal.url:}'.isEmpty()")
    static class Alone {
        @Bean
        Opening opening() {
            LOGGER.warn(
                    "No journal is kept outside the database (candour.journal.url): choices that a restore loses are lost");
            return () -> true;
        }
    }
}
