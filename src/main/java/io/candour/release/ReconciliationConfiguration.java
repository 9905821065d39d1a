package io.candour.release;

import io.candour.choice.SnapshotStore;
import io.candour.consent.ConsentEngine;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is needed to hold releases against what people said: for the server, and for the command that does it. */
@Configuration(proxyBeanMethods = false)
public class ReconciliationConfiguration {

    @Bean
    Programmes programmes(JdbcTemplate jdbc) {
        return new Programmes(jdbc);
    }

    @Bean
    Willingness willingness(ConsentEngine engine, SnapshotStore snapshots, RecordIndex index, Directory directory) {
        return new Willingness(engine, snapshots, index, directory);
    }

    @Bean
    Erasures erasures(JdbcTemplate jdbc) {
        return new Erasures(jdbc);
    }

    @Bean
    Incidents incidents(JdbcTemplate jdbc) {
        return new Incidents(jdbc);
    }

    @Bean
    Withdrawals withdrawals(
            Erasures erasures,
            Programmes programmes,
            Willingness willingness,
            SnapshotStore snapshots,
            ExtractRules rules) {
        return new Withdrawals(erasures, programmes, willingness, snapshots, rules);
    }

    @Bean
    Questions questions(JdbcTemplate jdbc) {
        return new Questions(jdbc);
    }

    @Bean
    Reconciliation reconciliation(
            JdbcTemplate jdbc,
            Questions questions,
            Programmes programmes,
            Willingness willingness,
            SnapshotStore snapshots,
            Incidents incidents,
            Withdrawals withdrawals) {
        return new Reconciliation(jdbc, questions, programmes, willingness, snapshots, incidents, withdrawals);
    }
}
