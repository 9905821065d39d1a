package io.candour.server.command;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.config.r4.FhirContextR4Config;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.IndexCheck;
import io.candour.enforcement.Rebuilding;
import io.candour.server.LabelSettings;
import io.candour.server.ServerSettings;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the commands about the record index need of the server beside its database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ServerSettings.class, LabelSettings.class})
class IndexParts {
    /** Reads and writes as the server does. */
    @Bean
    FhirContext fhirContext() {
        return FhirContextR4Config.configureFhirContext(FhirContext.forR4());
    }

    @Bean
    @Lazy
    IndexCheck indexCheck(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            FhirContext fhir,
            ServerSettings server,
            LabelSettings labels) {
        return new IndexCheck(
                jdbc, transactions, fhir, new LocalReferences(Set.of(server.baseUrl())), server.zone(), labels.lists());
    }

    @Bean
    @Lazy
    Rebuilding rebuilding(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            FhirContext fhir,
            ServerSettings server,
            LabelSettings labels) {
        return new Rebuilding(
                jdbc,
                new TransactionTemplate(transactions),
                fhir,
                new LocalReferences(Set.of(server.baseUrl())),
                server.zone(),
                labels.lists());
    }
}
