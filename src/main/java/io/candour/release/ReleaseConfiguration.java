package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Policy;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.enforcement.Operation;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import io.candour.record.Sweep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts this room together, so that its parts stay its own. */
@Configuration(proxyBeanMethods = false)
public class ReleaseConfiguration {

    @Bean
    Programmes programmes(JdbcTemplate jdbc) {
        return new Programmes(jdbc);
    }

    @Bean
    Studies studies(Programmes programmes, Ledger ledger, SnapshotStore clock) {
        return new Studies(programmes, ledger, clock);
    }

    @Bean
    Operation registerProgramme(
            Programmes programmes,
            Studies studies,
            SnapshotStore clock,
            Policy policy,
            ReleaseRules rules,
            Deployment deployment,
            FhirContext fhir) {
        return new RegisterProgramme(programmes, studies, clock, policy, rules, deployment.zone(), fhir);
    }

    @Bean
    Operation decideProgramme(
            Programmes programmes, Studies studies, Ledger ledger, SnapshotStore clock, FhirContext fhir) {
        return new DecideProgramme(programmes, studies, ledger, clock, fhir);
    }

    @Bean
    Operation listProgrammes(
            Programmes programmes, Studies studies, Ledger ledger, SnapshotStore clock, FhirContext fhir) {
        return new ListProgrammes(programmes, studies, ledger, clock, fhir);
    }

    @Bean
    Questions questions(JdbcTemplate jdbc) {
        return new Questions(jdbc);
    }

    @Bean
    Ledger ledger(JdbcTemplate jdbc) {
        return new Ledger(jdbc);
    }

    @Bean
    Reports reports(Deployment deployment) {
        return new Reports(deployment.zone());
    }

    @Bean
    Airlock airlock(
            Questions questions,
            Ledger ledger,
            ConsentEngine engine,
            SnapshotStore snapshots,
            RecordIndex index,
            Directory directory,
            JdbcTemplate jdbc,
            ReleaseRules rules,
            Deployment deployment) {
        Willingness willingness = new Willingness(engine, snapshots, index, directory);
        return new Airlock(
                questions,
                ledger,
                willingness,
                new PostgresQuestionEngine(new Sweep(jdbc), willingness, deployment.zone()),
                new SmallNumbers(rules.smallest(), rules.roundTo()),
                deployment.zone());
    }

    @Bean
    Operation askQuestion(
            Programmes programmes, Questions questions, Reports reports, SnapshotStore clock, FhirContext fhir) {
        return new AskQuestion(programmes, questions, reports, clock, fhir);
    }

    @Bean
    Operation reviewQuestion(
            Programmes programmes,
            Questions questions,
            Airlock airlock,
            Reports reports,
            SnapshotStore clock,
            FhirContext fhir) {
        return new ReviewQuestion(programmes, questions, airlock, reports, clock, fhir);
    }

    @Bean
    Operation listQuestions(Questions questions, Reports reports, FhirContext fhir) {
        return new ListQuestions(questions, reports, fhir);
    }

    @Bean
    Operation giveAnswer(Questions questions, Reports reports, FhirContext fhir) {
        return new GiveAnswer(questions, reports, fhir);
    }

    @Bean
    Operation whereDataWent(
            Ledger ledger, Programmes programmes, Questions questions, Deployment deployment, FhirContext fhir) {
        return new WhereDataWent(ledger, programmes, questions, new Disclosures(deployment.baseUrl()), fhir);
    }
}
