package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.audit.Rounds;
import io.candour.choice.SnapshotStore;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.enforcement.Operation;
import io.candour.record.Sweep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts extracts together, and what is done about releases now and then. */
@Configuration(proxyBeanMethods = false)
class ExtractConfiguration {

    @Bean
    Extracts extracts(JdbcTemplate jdbc) {
        return new Extracts(jdbc);
    }

    @Bean
    ExtractLedger extractLedger(JdbcTemplate jdbc) {
        return new ExtractLedger(jdbc);
    }

    @Bean
    ExtractAirlock extractAirlock(
            Extracts extracts,
            ExtractLedger people,
            Ledger ledger,
            Incidents incidents,
            Willingness willingness,
            OptOuts optOuts,
            JdbcTemplate jdbc,
            ReleaseRules rules,
            ExtractRules extractRules,
            Deployment deployment) {
        ExtractManifest manifest = ExtractManifest.shipped();
        return new ExtractAirlock(
                extracts,
                people,
                ledger,
                incidents,
                willingness,
                optOuts,
                new Extraction(new Sweep(jdbc), willingness, manifest, rules.smallest(), deployment.zone()),
                manifest,
                extractRules,
                rules.smallest());
    }

    @Bean
    ExtractSweep extractSweep(
            Extracts extracts,
            ExtractLedger people,
            Programmes programmes,
            Questions questions,
            Willingness willingness,
            SnapshotStore clock,
            ExtractRules rules) {
        return new ExtractSweep(extracts, people, programmes, questions, willingness, clock, rules);
    }

    @Bean
    Operation askExtract(
            Programmes programmes,
            Extracts extracts,
            Accounts accounts,
            ExtractAirlock airlock,
            SnapshotStore clock,
            FhirContext fhir) {
        return new AskExtract(programmes, extracts, accounts, airlock, clock, fhir);
    }

    @Bean
    Operation reviewExtract(Review.Parts parts, Extracts extracts, ExtractAirlock airlock) {
        return new ReviewExtract(parts, extracts, airlock);
    }

    @Bean
    Operation listExtracts(Extracts extracts, FhirContext fhir) {
        return new ListExtracts(extracts, fhir);
    }

    @Bean
    ErasureTasks erasureTasks(Extracts extracts, ExtractRules rules) {
        return new ErasureTasks(extracts, rules);
    }

    @Bean
    Operation listErasures(Erasures erasures, ErasureTasks tasks, SnapshotStore clock, FhirContext fhir) {
        return new ListErasures(erasures, tasks, clock, fhir);
    }

    @Bean
    Operation answerErasure(Erasures erasures, ErasureTasks tasks, SnapshotStore clock, FhirContext fhir) {
        return new AnswerErasure(erasures, tasks, clock, fhir);
    }

    @Bean
    Rounds releaseRounds(
            Reconciliation reconciliation,
            Erasures erasures,
            Incidents incidents,
            ExtractAirlock extracts,
            ExtractSweep sweep,
            Withdrawals withdrawals,
            OptOuts optOuts,
            SnapshotStore clock,
            PlatformTransactionManager transactions,
            ReleaseRules rules,
            Deployment deployment) {
        ReleaseRounds rounds = new ReleaseRounds(
                reconciliation,
                erasures,
                incidents,
                extracts,
                sweep,
                withdrawals,
                optOuts,
                clock,
                rules,
                deployment.zone());
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        Rounds made = new Rounds("release-rounds");
        made.every(
                rules.rounds(),
                "Reconciling what was let out",
                () -> transaction.executeWithoutResult(any -> rounds.reconcile()));
        made.every(
                rules.rounds(),
                "Looking for copies that were not erased",
                () -> transaction.executeWithoutResult(any -> rounds.remind()));
        made.every(
                rules.rounds(),
                "Delivering what was let out",
                () -> transaction.executeWithoutResult(any -> rounds.deliver()));
        made.every(rules.rounds(), "Forgetting old opt-outs", rounds::forget);
        return made;
    }
}
