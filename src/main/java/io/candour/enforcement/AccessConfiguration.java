package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRequests;
import io.candour.access.AccessRules;
import io.candour.access.OutgoingMail;
import io.candour.access.PersonLookups;
import io.candour.access.RaisedQueue;
import io.candour.access.Reviews;
import io.candour.audit.AffectedPatients;
import io.candour.audit.Alerts;
import io.candour.audit.AuditEvents;
import io.candour.choice.Choices;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.identity.Directory;
import io.candour.record.Cursor;
import io.candour.record.RecordIndex;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what of this room is about rights that events create. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {

    @Bean
    OpenRecord.Parts openRecordParts(
            JdbcTemplate jdbc,
            DataSource database,
            PlatformTransactionManager transactions,
            SnapshotStore snapshots,
            Grants grants,
            Reviews reviews,
            AccessRules rules,
            Directory directory,
            RecordIndex index,
            FhirContext fhir,
            Deployment deployment,
            ObjectProvider<OutgoingMail> mail) {
        PersonLookups lookups = new PersonLookups(jdbc, new TransactionTemplate(transactions), rules.lookups());
        return new OpenRecord.Parts(
                new KnownPerson(lookups, new Alerts(database), directory, index, fhir),
                snapshots,
                new WriterLocks(jdbc),
                grants,
                reviews,
                rules,
                new Notices(index, directory, fhir, deployment.zone(), Optional.ofNullable(mail.getIfAvailable())),
                fhir);
    }

    @Bean
    Operation breakGlass(OpenRecord.Parts parts) {
        return OpenRecord.breakGlass(parts);
    }

    @Bean
    Operation claimRelationship(OpenRecord.Parts parts) {
        return OpenRecord.claimRelationship(parts);
    }

    @Bean
    GrantingConsents grantingConsents(OpenRecord.Parts parts, RecordIndex index) {
        return new GrantingConsents(index, parts.writers(), parts.grants(), parts.fhir());
    }

    @Bean
    AccessRequests accessRequests(JdbcTemplate jdbc) {
        return new AccessRequests(jdbc);
    }

    @Bean
    Operation requestAccess(OpenRecord.Parts parts, AccessRequests requests) {
        return new RequestAccess(
                parts.people(),
                parts.snapshots(),
                parts.writers(),
                requests,
                parts.rules().requests(),
                parts.notices());
    }

    @Bean
    Operation accessRequestTasks(OpenRecord.Parts parts, AccessRequests requests, RecordPath records) {
        return new AccessRequestTasks(records, requests, parts.rules().requests(), parts.snapshots(), parts.fhir());
    }

    @Bean
    Operation answerRequest(OpenRecord.Parts parts, AccessRequests requests, ConsentChecks checks) {
        return new AnswerRequest(
                checks,
                parts.snapshots(),
                parts.writers(),
                requests,
                parts.rules().requests(),
                parts.grants(),
                parts.fhir());
    }

    @Bean
    Operation attestDeletion(OpenRecord.Parts parts, AccessRequests requests) {
        return new AttestDeletion(
                parts.snapshots(), parts.writers(), requests, parts.rules().requests(), parts.notices(), parts.fhir());
    }

    @Bean
    RaisedQueue raisedQueue(JdbcTemplate jdbc) {
        return new RaisedQueue(jdbc);
    }

    @Bean
    Raise.Parts raiseParts(OpenRecord.Parts parts, RaisedQueue queue) {
        return new Raise.Parts(
                queue,
                parts.snapshots(),
                parts.writers(),
                parts.notices(),
                parts.rules().raised(),
                parts.fhir());
    }

    @Bean
    Operation raise(
            Raise.Parts parts,
            RecordPath records,
            AuditEvents log,
            AllowList allowList,
            LocalReferences references,
            GrantingConsents consents) {
        return new Raise(parts, records, log, allowList, references, consents);
    }

    @Bean
    Operation raisedTasks(RecordPath records, RecordIndex index, RaisedQueue queue, FhirContext fhir) {
        return new RaisedTasks(records, index, queue, fhir);
    }

    @Bean
    Operation answerRaised(Raise.Parts parts, RecordIndex index, Directory directory) {
        return new AnswerRaised(parts, index, new ConflictOfInterest(directory));
    }

    @Bean
    Operation readNotice(RecordPath records, OpenRecord.Parts parts) {
        return new ReadNotice(records, parts.writers(), parts.fhir());
    }

    @Bean
    Proxies proxies(
            OpenRecord.Parts parts,
            RecordPath records,
            RecordIndex index,
            GrantingConsents consents,
            Choices choices,
            Directory directory,
            Deployment deployment) {
        ProxyChecks checks = new ProxyChecks(
                directory, index, parts.grants(), parts.rules().proxies(), parts.fhir(), deployment.zone());
        return new Proxies(
                records,
                index,
                parts.snapshots(),
                parts.writers(),
                parts.grants(),
                choices,
                consents,
                checks,
                parts.rules(),
                parts.notices(),
                parts.fhir());
    }

    @Bean
    Operation appointProxy(Proxies proxies, FhirContext fhir) {
        return new AppointProxy(proxies, fhir);
    }

    @Bean
    Operation recordChoice(OpenRecord.Parts parts, RecordPath records, Deployment deployment) {
        return new RecordChoice(parts, records, deployment.zone());
    }

    @Bean
    Operation requestProxy(Proxies proxies, OpenRecord.Parts parts) {
        return new RequestProxy(proxies, parts.people());
    }

    @Bean
    Operation answerProxy(Proxies proxies, FhirContext fhir) {
        return new AnswerProxy(proxies, fhir);
    }

    @Bean
    Operation endAccess(
            Grants grants, SnapshotStore snapshots, Proxies proxies, GrantingConsents consents, FhirContext fhir) {
        return new EndAccess(grants, snapshots, proxies, consents, fhir);
    }

    @Bean
    Operation accessAlerts(DataSource database, FhirContext fhir) {
        return new AccessAlerts(new Alerts(database), fhir);
    }

    @Bean
    Operation whoWasAffected(DataSource database, Cursor cursors, FhirContext fhir, Deployment deployment) {
        return new WhoWasAffected(new AffectedPatients(database), cursors, fhir, deployment);
    }

    @Bean
    Operation reviewQueue(Reviews reviews, FhirContext fhir) {
        return new ReviewTasks(reviews, fhir);
    }

    @Bean
    Operation reviewAnswer(Reviews reviews, Directory directory, SnapshotStore snapshots, FhirContext fhir) {
        return new ReviewAnswer(reviews, new ConflictOfInterest(directory), snapshots, fhir);
    }
}
