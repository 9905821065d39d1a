package io.candour.server.command;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.config.r4.FhirContextR4Config;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.IndexCheck;
import io.candour.enforcement.Rebuilding;
import io.candour.enforcement.Relabelling;
import io.candour.server.LabelSettings;
import io.candour.server.ServerSettings;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the commands about the record index need of the server beside its database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ServerSettings.class, LabelSettings.class})
class IndexParts {
    private final JdbcTemplate jdbc;
    private final PlatformTransactionManager transactions;
    private final LocalReferences references;
    private final ServerSettings server;
    private final LabelLists lists;
    /** Reads and writes as the server does. */
    private final FhirContext fhir = FhirContextR4Config.configureFhirContext(FhirContext.forR4());

    IndexParts(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, ServerSettings server, LabelSettings labels) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.references = new LocalReferences(Set.of(server.baseUrl()));
        this.server = server;
        this.lists = labels.lists();
    }

    @Bean
    IndexCheck indexCheck() {
        return new IndexCheck(jdbc, transactions, fhir, references, server.zone(), lists);
    }

    @Bean
    Rebuilding rebuilding() {
        return new Rebuilding(jdbc, new TransactionTemplate(transactions), fhir, references, server.zone(), lists);
    }

    @Bean
    Relabelling relabelling() {
        return new Relabelling(jdbc, new TransactionTemplate(transactions), fhir, references, server.zone(), lists);
    }
}
