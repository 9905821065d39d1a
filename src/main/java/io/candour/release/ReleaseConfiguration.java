package io.candour.release;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Policy;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.enforcement.Operation;
import io.candour.record.Sweep;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts this room together, so that its parts stay its own. */
@Configuration(proxyBeanMethods = false)
@Import({ReconciliationConfiguration.class, ExtractConfiguration.class})
public class ReleaseConfiguration {

    @Bean
    Studies studies(Programmes programmes, Ledger ledger, Extracts extracts, SnapshotStore clock) {
        return new Studies(programmes, ledger, extracts, clock);
    }

    @Bean
    Operation registerProgramme(
            Programmes programmes,
            Accounts accounts,
            Studies studies,
            SnapshotStore clock,
            Policy policy,
            ReleaseRules rules,
            Deployment deployment,
            FhirContext fhir) {
        return new RegisterProgramme(programmes, accounts, studies, clock, policy, rules, deployment.zone(), fhir);
    }

    @Bean
    Operation decideProgramme(
            Programmes programmes, Accounts accounts, Studies studies, SnapshotStore clock, FhirContext fhir) {
        return new DecideProgramme(programmes, accounts, studies, clock, fhir);
    }

    @Bean
    Operation listProgrammes(
            Programmes programmes,
            Studies studies,
            Reconciliation reconciliation,
            SnapshotStore clock,
            FhirContext fhir) {
        return new ListProgrammes(programmes, studies, reconciliation, clock, fhir);
    }

    @Bean
    Accounts accounts(JdbcTemplate jdbc) {
        return new Accounts(jdbc);
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
            Incidents incidents,
            Willingness willingness,
            OptOuts optOuts,
            Running running,
            JdbcTemplate jdbc,
            ReleaseRules rules,
            Deployment deployment) {
        return new Airlock(
                questions,
                ledger,
                incidents,
                willingness,
                optOuts,
                running,
                new PostgresQuestionEngine(new Sweep(jdbc), willingness, deployment.zone()),
                new SmallNumbers(rules.smallest(), rules.roundTo()),
                deployment.zone());
    }

    @Bean
    Operation askQuestion(
            Programmes programmes,
            Questions questions,
            Accounts accounts,
            Reports reports,
            SnapshotStore clock,
            FhirContext fhir) {
        return new AskQuestion(programmes, questions, accounts, reports, clock, fhir);
    }

    @Bean
    Review.Parts reviewParts(
            Programmes programmes, Questions questions, Accounts accounts, SnapshotStore clock, FhirContext fhir) {
        return new Review.Parts(programmes, questions, accounts, clock, fhir);
    }

    @Bean
    Operation reviewQuestion(Review.Parts parts, Questions questions, Airlock airlock, Reports reports) {
        return new ReviewQuestion(parts, questions, airlock, reports);
    }

    @Bean
    Operation listQuestions(Questions questions, Running running, Reports reports, FhirContext fhir) {
        return new ListQuestions(questions, running, reports, fhir);
    }

    @Bean
    Operation giveAnswer(Questions questions, Reports reports, FhirContext fhir) {
        return new GiveAnswer(questions, reports, fhir);
    }

    @Bean
    Operation whereDataWent(
            Ledger ledger,
            ExtractLedger extracts,
            Erasures erasures,
            Programmes programmes,
            Questions questions,
            Deployment deployment,
            FhirContext fhir) {
        return new WhereDataWent(
                ledger, extracts, erasures, programmes, questions, new Disclosures(deployment.baseUrl()), fhir);
    }

    @Bean
    OptOuts optOuts(JdbcTemplate jdbc, OptOutRules rules) {
        return new OptOuts(
                jdbc,
                rules.exchange().map(exchange -> new OptOutFiles(exchange, rules.keep(), Clock.systemUTC())),
                rules.bypass());
    }

    @Bean
    NoticesRead noticesRead(JdbcTemplate jdbc) {
        return new NoticesRead(jdbc);
    }

    @Bean
    Operation programmeNotices(Programmes programmes, NoticesRead notices, SnapshotStore clock, FhirContext fhir) {
        return new ProgrammeNotices(programmes, notices, clock, fhir);
    }

    @Bean
    Operation readProgrammeNotice(Programmes programmes, NoticesRead notices, SnapshotStore clock, FhirContext fhir) {
        return new ReadProgrammeNotice(programmes, notices, clock, fhir);
    }

    @Bean
    Operation noticeReceipts(Programmes programmes, NoticesRead notices, FhirContext fhir) {
        return new NoticeReceipts(programmes, notices, fhir);
    }

    @Bean
    Running running(JdbcTemplate jdbc) {
        return new Running(jdbc);
    }

    @Bean
    Operation cancelQuestion(Questions questions, Running running, Reports reports, FhirContext fhir) {
        return new CancelQuestion(questions, running, reports, fhir);
    }
}
