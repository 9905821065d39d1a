package io.candour.server;

import ca.uhn.fhir.context.FhirContext;
import io.candour.access.AccessRules;
import io.candour.access.Reviews;
import io.candour.access.StatedCare;
import io.candour.audit.AccessLogSettings;
import io.candour.audit.AuditEventView;
import io.candour.audit.AuditEvents;
import io.candour.audit.PostgresAccessLog;
import io.candour.choice.CareRelationships;
import io.candour.choice.Choices;
import io.candour.choice.Grants;
import io.candour.choice.RecentSnapshots;
import io.candour.choice.SnapshotStore;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Policy;
import io.candour.consent.fhir.ConsentCompiler;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.DisclosureFilter;
import io.candour.enforcement.EnforcementConfiguration.Deployment;
import io.candour.enforcement.Relabelling;
import io.candour.enforcement.RequestLimits;
import io.candour.enforcement.SnapshotRecheck;
import io.candour.enforcement.WriteQueue;
import io.candour.identity.Directory;
import io.candour.identity.TokenReader;
import io.candour.record.Cursor;
import io.candour.record.Holdings;
import io.candour.record.RecordIndex;
import io.candour.release.ExtractRules;
import io.candour.release.OptOutRules;
import io.candour.release.ReleaseRules;
import io.candour.server.journal.Restoration;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.DriverManager;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Makes the rooms' parts out of the settings and hands each what it needs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    ServerSettings.class,
    RecordSettings.class,
    LabelSettings.class,
    ChoiceSettings.class,
    AccessSettings.class,
    ReleaseSettings.class,
})
class RoomsConfiguration {
    private static final Logger LOGGER = LoggerFactory.getLogger(RoomsConfiguration.class);

    @Bean
    Deployment deployment(ServerSettings settings) {
        return new Deployment(
                settings.baseUrl(), settings.zone(), !settings.allowedOrigins().isEmpty());
    }

    @Bean
    Policy policy(ChoiceSettings settings) {
        return settings.policy();
    }

    @Bean
    ConsentEngine consentEngine(Policy policy) {
        return new ConsentEngine(policy);
    }

    @Bean
    LocalReferences localReferences(ServerSettings settings) {
        return new LocalReferences(Set.of(settings.baseUrl()));
    }

    @Bean
    ConsentCompiler consentCompiler(Policy policy, LocalReferences references, ServerSettings settings) {
        return new ConsentCompiler(policy, references, settings.zone());
    }

    @Bean
    LabelLists labelLists(LabelSettings settings) {
        return settings.lists();
    }

    /** Says so where stored items may have the labels of other lists. */
    @Bean
    ApplicationRunner labelsCheck(
            JdbcTemplate jdbc, LocalReferences references, ServerSettings settings, LabelLists lists) {
        Relabelling relabelling = new Relabelling(
                jdbc,
                TransactionOperations.withoutTransaction(),
                FhirContext.forR4Cached(),
                references,
                settings.zone(),
                lists);
        return arguments -> {
            relabelling.noteIfEmpty();
            if (relabelling.due()) {
                LOGGER.warn("The label lists changed: stored items keep their labels until the command relabel is run");
            }
        };
    }

    @Bean
    Directory directory(JdbcTemplate jdbc) {
        return new Directory(jdbc);
    }

    @Bean
    TokenReader tokenReader(Directory directory) {
        return new TokenReader(directory);
    }

    @Bean
    SnapshotStore snapshotStore(JdbcTemplate jdbc, Traces traces) {
        return new SnapshotStore(traces.of(Traces.Part.SNAPSHOT, jdbc));
    }

    @Bean
    RecentSnapshots recentSnapshots(SnapshotStore snapshots) {
        return new RecentSnapshots(snapshots);
    }

    @Bean
    Choices choices(JdbcTemplate jdbc) {
        return new Choices(jdbc);
    }

    @Bean
    CareRelationships careRelationships(JdbcTemplate jdbc) {
        return new CareRelationships(jdbc);
    }

    @Bean
    Grants grants(JdbcTemplate jdbc, SnapshotStore snapshots) {
        return new Grants(jdbc, snapshots);
    }

    @Bean
    AccessRules accessRules(AccessSettings settings) {
        return settings.rules();
    }

    @Bean
    ReleaseRules releaseRules(ReleaseSettings settings) {
        return settings.rules();
    }

    @Bean
    ExtractRules extractRules(ReleaseSettings settings) {
        return settings.extractRules();
    }

    @Bean
    OptOutRules optOutRules(ReleaseSettings settings) {
        return settings.optOutRules();
    }

    @Bean
    StatedCare statedCare(AccessSettings settings, ServerSettings server) {
        return new StatedCare(settings.care().reach(), server.zone());
    }

    @Bean
    Reviews reviews(JdbcTemplate jdbc) {
        return new Reviews(jdbc);
    }

    @Bean
    RecordIndex recordIndex(JdbcTemplate jdbc, Traces traces) {
        return new RecordIndex(traces.of(Traces.Part.INDEX, jdbc));
    }

    @Bean
    Holdings holdings(JdbcTemplate jdbc) {
        return new Holdings(jdbc);
    }

    @Bean
    Cursor cursor(RecordSettings settings) {
        return new Cursor(settings.cursorKeyBytes(), settings.otherCursorKeyBytes());
    }

    @Bean
    PostgresAccessLog accessLog(
            JdbcConnectionDetails database, ObjectProvider<Restoration> journalled, MeterRegistry metrics) {
        Optional<Restoration> restoration = Optional.ofNullable(journalled.getIfAvailable());
        return PostgresAccessLog.start(
                AccessLogSettings.named(
                        Optional.ofNullable(System.getenv("HOSTNAME")).orElse("candour")),
                () -> {
                    // No restore leaves a connection open: before anything is recorded again, and so disclosed, we
                    // look.
                    if (restoration.isPresent()) {
                        restoration.get().look();
                    }
                    Properties login = new Properties();
                    PGProperty.USER.set(login, database.getUsername());
                    PGProperty.PASSWORD.set(login, database.getPassword());
                    // As for the pools: no message quotes what is written.
                    PGProperty.LOG_SERVER_ERROR_DETAIL.set(login, false);
                    return DriverManager.getConnection(database.getJdbcUrl(), login);
                },
                new SnapshotRecheck(),
                metrics);
    }

    @Bean
    AuditEvents auditEvents(DataSource dataSource, ServerSettings settings) {
        return new AuditEvents(dataSource, new AuditEventView(settings.baseUrl()));
    }

    /** Around everything, refusals of tokens included. */
    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter() {
        FilterRegistrationBean<RequestIdFilter> registration = new FilterRegistrationBean<>(new RequestIdFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Behind Spring Security, which comes at order -100, and around everything that answers in FHIR. */
    @Bean
    FilterRegistrationBean<DisclosureFilter> disclosureFilter(
            TokenReader tokens, PostgresAccessLog log, Traces traces, RequestLimits limits, ServerSettings settings) {
        FilterRegistrationBean<DisclosureFilter> registration = new FilterRegistrationBean<>(new DisclosureFilter(
                tokens,
                traces.of(log),
                limits,
                new WriteQueue(settings.writesAtOnce(), settings.writeWait()),
                settings.maxBody().toBytes()));
        registration.addUrlPatterns("/fhir/*");
        registration.setOrder(0);
        return registration;
    }
}
