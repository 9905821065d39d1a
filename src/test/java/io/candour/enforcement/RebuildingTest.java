package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.candour.choice.SnapshotStore;
import io.candour.consent.fhir.LocalReferences;
import io.candour.record.RecordIndex;
import io.candour.server.LabelSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Rebuilding step by step, on a database that has HAPI's tables and ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RebuildingTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final LocalReferences LOCAL = new LocalReferences(Set.of("http://here.example/fhir"));
    private static final LabelSettings SHIPPED = new LabelSettings(List.of("classpath:io/candour/labels/*.json"));
    private static final String HIV = "{'system': 'http://snomed.info/sct', 'code': '86406008'}";

    private EmbeddedPostgres postgres;
    private HikariDataSource database;
    private JdbcTemplate jdbc;
    private PlatformTransactionManager transactions;
    private long number;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        HikariConfig few = new HikariConfig();
        few.setDataSource(postgres.getPostgresDatabase());
        few.setMaximumPoolSize(6);
        database = new HikariDataSource(few);
        HapiMigrator hapi = new HapiMigrator("flyway_hapi_schema_history", database, DriverTypeEnum.POSTGRES_9_4);
        hapi.createMigrationTableIfRequired();
        hapi.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
        hapi.migrate();
        Flyway.configure()
                .dataSource(database)
                .schemas("candour")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
        transactions = new DataSourceTransactionManager(database);
    }

    @AfterAll
    void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate candour.record_item, candour.rebuild, candour.snapshot, hfj_resource, hfj_res_ver,"
                + " hfj_res_link cascade");
        new SnapshotStore(jdbc).create(List.of("p", "q"));
        number = 0;
    }

    @Test
    void anEmptyIndexIsFilledAndTheVersionsMove() throws InterruptedException {
        store("Condition/c", condition("p"));
        long before = version("p");
        long others = version("q");

        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(1);

        assertThat(differences()).isEmpty();
        assertThat(new RecordIndex(jdbc)
                        .read("Condition", "c")
                        .orElseThrow()
                        .facts()
                        .sensitivity())
                .containsExactly("HIV");
        assertThat(version("p")).isGreaterThan(before);
        assertThat(version("q")).isEqualTo(others);
    }

    @Test
    void whenStoppedThenGoesOnWhereItWas() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            store("Condition/c" + i, condition("p"));
        }
        assertThat(mended(rebuilding(), 3, 2)).isEqualTo(6);
        assertThat(differences()).containsExactly("Condition/c6", "Condition/c7", "Condition/c8", "Condition/c9");

        Rebuilding again = rebuilding();
        again.begin();
        assertThat(again.passed()).isEqualTo(6);
        assertThat(again.step(100)).contains(new Rebuilding.Step(4, 4));
        assertThat(again.step(100)).contains(new Rebuilding.Step(10, 0));
        assertThat(again.step(100)).isEmpty();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whenItEndedThenTheNextBeginsAnew() throws InterruptedException {
        store("Condition/c", condition("p"));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        jdbc.execute("update candour.record_item set version = 9");

        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isZero();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatIsDeletedOrWasNeverStoredGoes() throws InterruptedException {
        store("Condition/c", condition("p"));
        store("Condition/d", condition("q"));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        jdbc.execute("update hfj_resource set res_deleted_at = now() where fhir_id = 'c'");
        jdbc.execute("delete from hfj_res_ver v using hfj_resource r where r.res_id = v.res_id and r.fhir_id = 'd'");
        jdbc.execute("delete from hfj_resource where fhir_id = 'd'");
        long before = version("q");
        assertThat(differences()).containsExactly("Condition/c", "Condition/d");

        assertThat(mended(rebuilding(), 1, Integer.MAX_VALUE)).isEqualTo(2);

        assertThat(differences()).isEmpty();
        assertThat(version("q")).isGreaterThan(before);
    }

    @Test
    void anEncounterKeepsTheLabelOfAConditionThatTheIndexLacks() throws InterruptedException {
        long encounter = store("Encounter/e", "{'resourceType': 'Encounter', 'subject': {'reference': 'Patient/p'}}");
        long condition = store(
                "Condition/c", condition("p").replace("'code'", "'encounter': {'reference': 'Encounter/e'}, 'code'"));
        jdbc.update(
                "insert into hfj_res_link (pid, src_path, src_resource_id, source_resource_type, target_resource_id,"
                        + " target_resource_type, sp_updated) values (1, 'Condition.encounter', ?, 'Condition', ?,"
                        + " 'Encounter', now())",
                condition,
                encounter);
        assertThat(mended(rebuilding(), 1, 1)).isEqualTo(1);

        assertThat(new RecordIndex(jdbc)
                        .read("Encounter", "e")
                        .orElseThrow()
                        .facts()
                        .sensitivity())
                .containsExactly("HIV");
        assertThat(differences()).containsExactly("Condition/c");
    }

    @Test
    void twoAtOnceTakeTurns() throws Exception {
        for (int i = 0; i < 30; i++) {
            store("Condition/c" + i, condition(i % 2 == 0 ? "p" : "q"));
        }
        rebuilding().begin();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = threads.submit(() -> mended(rebuilding(), 2, Integer.MAX_VALUE));
            Future<Integer> two = threads.submit(() -> mended(rebuilding(), 3, Integer.MAX_VALUE));
            assertThat(one.get(30, TimeUnit.SECONDS) + two.get(30, TimeUnit.SECONDS))
                    .isEqualTo(30);
        } finally {
            threads.shutdownNow();
        }
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatSomebodyIsWritingIsLeftToThem() throws Exception {
        store("Condition/c", condition("p"));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection writer = database.getConnection()) {
            writer.setAutoCommit(false);
            execute(writer, "update hfj_resource set res_ver = 2 where fhir_id = 'c'");
            execute(writer, "update hfj_res_ver set res_ver = 2");
            Future<Integer> rebuilt = threads.submit(() -> mended(rebuilding(), 10, Integer.MAX_VALUE));
            Thread.sleep(500);
            assertThat(rebuilt.isDone()).isFalse();
            assertThat(jdbc.queryForObject("select count(*) from candour.record_item", Long.class))
                    .isZero();
            writer.commit();
            assertThat(rebuilt.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(new RecordIndex(jdbc).read("Condition", "c").orElseThrow().version())
                .isEqualTo(2);
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (var each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    private static int mended(Rebuilding rebuilding, int most, int steps) throws InterruptedException {
        rebuilding.begin();
        int mended = 0;
        for (int i = 0; i < steps; i++) {
            Optional<Rebuilding.Step> step = rebuilding.step(most);
            if (step.isEmpty()) {
                break;
            }
            mended += step.get().mended();
        }
        return mended;
    }

    private Rebuilding rebuilding() {
        return new Rebuilding(
                jdbc, new TransactionTemplate(transactions), FHIR, LOCAL, ZoneOffset.UTC, SHIPPED.lists());
    }

    private List<String> differences() {
        IndexCheck check = new IndexCheck(jdbc, transactions, FHIR, LOCAL, ZoneOffset.UTC, SHIPPED.lists());
        List<String> references = new ArrayList<>();
        for (Optional<IndexCheck.Step> step = check.step(4); step.isPresent(); step = check.step(4)) {
            step.get().differences().forEach(each -> references.add(each.reference()));
        }
        return references;
    }

    private long version(String patient) {
        return new SnapshotStore(jdbc).load(Set.of(patient)).version(patient);
    }

    private static String condition(String patient) {
        return "{'resourceType': 'Condition', 'subject': {'reference': 'Patient/" + patient + "'}, 'code': {'coding': ["
                + HIV + "]}}";
    }

    /** As HAPI stores it, without what it is found by; returns its number. */
    private long store(String reference, String json) {
        String type = reference.substring(0, reference.indexOf('/'));
        number++;
        jdbc.update(
                "insert into hfj_resource (res_id, res_type, fhir_id, res_ver, res_version, has_tags, res_published,"
                        + " res_updated, sp_has_links, sp_coords_present, sp_date_present, sp_number_present,"
                        + " sp_quantity_present, sp_quantity_nrml_present, sp_string_present, sp_token_present,"
                        + " sp_uri_present) values (?, ?, ?, 1, 'R4', false, now(), now(), false, false, false, false,"
                        + " false, false, false, false, false)",
                number,
                type,
                reference.substring(type.length() + 1));
        jdbc.update(
                "insert into hfj_res_ver (pid, res_id, res_type, res_ver, res_version, res_encoding, res_text_vc, has_tags,"
                        + " res_published, res_updated) values (?, ?, ?, 1, 'R4', 'JSON', ?, false, now(), now())",
                number,
                number,
                type,
                json.replace('\'', '"'));
        return number;
    }
}
