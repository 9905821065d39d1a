package io.candour.server.command;

import io.candour.choice.SnapshotStore;
import io.candour.consent.ConsentEngine;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import io.candour.release.ExtractRules;
import io.candour.release.ReconciliationConfiguration;
import io.candour.server.ChoiceSettings;
import io.candour.server.ReleaseSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** What {@link ReconcileCommand} needs of the server beside its database: the same rules, and the same decision. */
@Configuration(proxyBeanMethods = false)
@Import(ReconciliationConfiguration.class)
@EnableConfigurationProperties({ChoiceSettings.class, ReleaseSettings.class})
class ReconciliationParts {

    @Bean
    ConsentEngine consentEngine(ChoiceSettings settings) {
        return new ConsentEngine(settings.policy());
    }

    @Bean
    SnapshotStore snapshotStore(JdbcTemplate jdbc) {
        return new SnapshotStore(jdbc);
    }

    @Bean
    RecordIndex recordIndex(JdbcTemplate jdbc) {
        return new RecordIndex(jdbc);
    }

    @Bean
    Directory directory(JdbcTemplate jdbc) {
        return new Directory(jdbc);
    }

    @Bean
    ExtractRules extractRules(ReleaseSettings settings) {
        return settings.extractRules();
    }
}
