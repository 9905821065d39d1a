package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import io.candour.access.RaisedQueue;
import io.candour.access.StatedCare;
import io.candour.audit.AccessLog;
import io.candour.audit.AccessWords;
import io.candour.audit.AuditEvents;
import io.candour.choice.CareRelationships;
import io.candour.choice.ChoiceJournal;
import io.candour.choice.Choices;
import io.candour.choice.Grants;
import io.candour.choice.RecentSnapshots;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Policy;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.consent.fhir.Moments;
import io.candour.consent.fhir.RuleWords;
import io.candour.identity.Directory;
import io.candour.identity.RevokedSessions;
import io.candour.record.Cursor;
import io.candour.record.Holdings;
import io.candour.record.ItemGraph;
import io.candour.record.RecordIndex;
import io.candour.record.SharingPreview;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts this room together, so that its parts stay its own. */
@Configuration(proxyBeanMethods = false)
public class EnforcementConfiguration {

    /**
     * What this room needs to know of the deployment.
     *
     * @param baseUrl FHIR base without a slash at the end
     * @param zone what a date without a time zone is meant in
     * @param cors whether pages of other origins may call, as the CapabilityStatement says it
     */
    public record Deployment(String baseUrl, ZoneId zone, boolean cors) {}

    @Bean
    AllowList allowList() {
        return AllowList.shipped();
    }

    @Bean
    RecordPath recordPath(
            ConsentEngine engine,
            SnapshotStore snapshots,
            RecentSnapshots recent,
            RecordIndex index,
            DaoRegistry daos,
            MatchUrlService matchUrls,
            FhirContext fhir,
            AllowList allowList,
            Inclusions inclusions,
            Pages pages) {
        HapiSearch hapi = new HapiSearch(daos, matchUrls, fhir);
        return new RecordPath(
                engine, snapshots, recent, index, new SearchPath(index, hapi, allowList, inclusions, pages));
    }

    @Bean
    Pages pages(Cursor cursors, Deployment deployment) {
        return new Pages(cursors, deployment.baseUrl());
    }

    @Bean
    Inclusions inclusions(AllowList allowList, RecordIndex index, LocalReferences references) {
        return new Inclusions(allowList, index, references);
    }

    @Bean
    PatientRecord.Parts patientRecordParts(
            RecordPath records,
            RecordIndex index,
            AllowList allowList,
            Inclusions inclusions,
            Pages pages,
            Deployment deployment) {
        return new PatientRecord.Parts(records, index, allowList, inclusions, pages, new Moments(deployment.zone()));
    }

    @Bean
    Operation patientEverything(PatientRecord.Parts parts) {
        return PatientRecord.everything(parts);
    }

    @Bean
    Operation patientTimeline(PatientRecord.Parts parts) {
        return PatientRecord.timeline(parts);
    }

    @Bean
    Operation whatIsHeld(
            RecordPath records,
            RecordIndex index,
            Holdings holdings,
            CareRelationships cares,
            ConsentEngine engine,
            Directory directory) {
        return new WhatIsHeld(records, index, holdings, cares, new Sharing(engine, directory));
    }

    @Bean
    Operations operations(ObjectProvider<Operation> operations, AllowList allowList, FhirContext fhir) {
        OperationDefinitions definitions = new OperationDefinitions(allowList.operations(), fhir);
        return new Operations(operations.stream().toList(), allowList, definitions, fhir);
    }

    @Bean
    OpenResources openResources(
            ObjectProvider<OpenType<?>> types, Operations operations, FhirContext fhir, Deployment deployment) {
        List<OpenType<?>> all = new ArrayList<>(types.stream().toList());
        all.add(operations.definitions());
        return new OpenResources(all, fhir, deployment.baseUrl());
    }

    @Bean
    SpokenChoices spokenChoices(RecordIndex index, Directory directory, FhirContext fhir, Deployment deployment) {
        return new SpokenChoices(index, directory, fhir, deployment.zone());
    }

    @Bean
    ConsentStatus consentStatus(
            RecordPath records,
            RecordIndex index,
            Choices choices,
            SpokenChoices spoken,
            Policy policy,
            FhirContext fhir) {
        return new ConsentStatus(records, index, choices, spoken, policy, fhir);
    }

    @Bean
    ConsentPreview consentPreview(
            ConsentEngine engine,
            RecordPath records,
            RecordIndex index,
            Directory directory,
            ConsentChecks checks,
            ConsentWrites writes,
            Choices choices,
            SpokenChoices spoken,
            Policy policy,
            FhirContext fhir,
            Deployment deployment) {
        return new ConsentPreview(
                records,
                new PreviewedCaller(directory, records),
                new PreviewedChoices(checks, writes, choices),
                new SharingPreview(engine, index),
                new PreviewWords(spoken, new RuleWords(policy)),
                new Moments(deployment.zone()),
                fhir);
    }

    @Bean
    Operation patientAccessLog(
            AuditEvents events,
            RecordPath records,
            RecordIndex index,
            Directory directory,
            AccessWords.Staff staff,
            Cursor cursors,
            FhirContext fhir,
            Deployment deployment) {
        return new PatientAccessLog(
                events,
                records,
                () -> new AccessWords(new OrganisationNames(index, directory, fhir), staff),
                cursors,
                fhir,
                deployment);
    }

    @Bean
    GateInterceptor gateInterceptor(
            Opening opening,
            RecentSnapshots recent,
            AllowList allowList,
            StepUp stepUp,
            RecordPath records,
            Operations operations,
            OpenResources open,
            AuditEvents events,
            DaoRegistry daos,
            IndexWork index,
            Cursor cursors,
            FhirContext fhir,
            PlatformTransactionManager transactions,
            JdbcTemplate jdbc,
            Deployment deployment) {
        TransactionTemplate inOne = new TransactionTemplate(transactions);
        Disclosure disclosure = new Disclosure(opening, recent, new Undisturbed(jdbc, new WriterLocks(jdbc), inOne));
        HistoryPath history = new HistoryPath(records, daos, index, cursors, deployment.baseUrl());
        Gate gate = new Gate(allowList, stepUp);
        AuditPath audit = new AuditPath(events, records, cursors, fhir, deployment.baseUrl());
        UnaryOperator<Answers> ofAllKinds = ofRecords -> (request, token) -> {
            String type = request.type().orElseThrow();
            if (type.equals("AuditEvent")) {
                return audit.answer(request, token);
            }
            if (open.has(type)) {
                return open.answer(request);
            }
            return switch (request.interaction()) {
                case VREAD, HISTORY -> history.answer(request, token);
                default -> ofRecords.answer(request, token);
            };
        };
        Answers answers = ofAllKinds.apply(records::answer);
        return new GateInterceptor(
                disclosure,
                gate,
                answers,
                ofAllKinds.apply(records::answerNow),
                operations,
                open,
                new ChangePath(daos, inOne, disclosure),
                new BatchPath(gate, answers, fhir),
                new FeederBundle(gate));
    }

    @Bean
    ConsentChecks consentChecks(
            ConsentCompiler compiler,
            SnapshotStore snapshots,
            Directory directory,
            LocalReferences references,
            RecordPath records,
            RecordIndex index,
            Shapes shapes) {
        return new ConsentChecks(compiler, snapshots, directory, references, records, index, shapes);
    }

    @Bean
    Shapes shapes(FhirContext fhir) {
        return new Shapes(fhir);
    }

    @Bean
    WriteInterceptor writeInterceptor(Directory directory, ConsentChecks consents, RaisedQueue raised, Shapes shapes) {
        return new WriteInterceptor(new WriteChecks(directory, consents, raised, shapes));
    }

    @Bean
    ReceiptInterceptor receiptInterceptor() {
        return new ReceiptInterceptor();
    }

    @Bean
    ErrorInterceptor errorInterceptor() {
        return new ErrorInterceptor();
    }

    @Bean
    CapabilityProvider capabilityProvider(
            AllowList allowList, Operations operations, FhirContext fhir, Deployment deployment) {
        return new CapabilityProvider(allowList, operations.definitions(), fhir, deployment);
    }

    @Bean
    IndexWork indexWork(
            FhirContext fhir,
            JdbcTemplate jdbc,
            RecordIndex index,
            LocalReferences references,
            LabelLists lists,
            Deployment deployment) {
        return new IndexWork(
                fhir, index, new ItemGraph(jdbc), new WriterLocks(jdbc), references, deployment.zone(), lists);
    }

    @Bean
    ConsentWrites consentWrites(
            FhirContext fhir,
            SnapshotStore snapshots,
            Choices choices,
            Grants grants,
            ConsentCompiler compiler,
            ConsentChecks checks,
            Directory directory,
            RecordIndex index,
            Deployment deployment) {
        return new ConsentWrites(
                fhir, snapshots, choices, grants, compiler, checks, directory, index, deployment.zone());
    }

    @Bean
    CommitWork commitWork(
            JdbcTemplate jdbc,
            IndexWork index,
            Directory directory,
            CareRelationships relationships,
            StatedCare stated,
            SnapshotStore snapshots,
            ConsentWrites consents,
            ObjectProvider<AfterChoices> after,
            ObjectProvider<ChoiceJournal> journal,
            FhirContext fhir,
            RevokedSessions sessions,
            AccessLog log) {
        Optional<JournalledConsents> journalled =
                Optional.ofNullable(journal.getIfAvailable()).map(choices -> new JournalledConsents(choices, fhir));
        return new CommitWork(
                jdbc,
                index,
                directory,
                relationships,
                stated,
                snapshots,
                consents,
                after.stream().toList(),
                journalled,
                sessions,
                log);
    }
}
