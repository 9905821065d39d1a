package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
import org.springframework.dao.DataAccessException;
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
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("version", "9"),
            Map.entry("clinical", "'1999-01-01'"),
            Map.entry("recorded", "recorded + interval '1 ms'"),
            Map.entry("facts", "jsonb_set(facts::jsonb, '{namesPatient}', 'false')"),
            Map.entry("content", "content || ' '"),
            Map.entry("rests_on", "'{Binary/x}'"),
            Map.entry("own_labels", "jsonb_set(own_labels, '{sensitivity}', '[]')"),
            Map.entry("added_labels", "'{}'"),
            Map.entry("alone", "false"),
            Map.entry("kind", "gen_random_uuid()"),
            Map.entry("told", "null"),
            Map.entry("category", "'OTHER'"),
            Map.entry("confidentiality", "2"),
            Map.entry("sensitivity", "'{}'"),
            Map.entry("no_patient", "true"),
            Map.entry("profiles", "'{http://profile.example}'"),
            Map.entry("document_types", "'{a|b}'"),
            Map.entry("codes", "'{}'"),
            Map.entry("source", "'Organization/x'"),
            Map.entry("authors", "'{Practitioner/x}'"),
            Map.entry("names", "'{Observation/x}'"),
            Map.entry("belongs_to", "'{Encounter/x}'"),
            Map.entry("happened", "tstzrange(lower(happened), '2021-01-01')"),
            Map.entry("tokens", "tokens[2:]"),
            Map.entry("dates", "dates[2:]"));
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
        jdbc.execute(
                "truncate candour.record_item, candour.record_place, candour.rebuild, candour.snapshot, hfj_resource cascade");
        new SnapshotStore(jdbc).create(List.of("p", "q"));
        number = 0;
    }

    @Test
    void anEmptyIndexIsFilledAndTheVersionsMove() {
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
    void eachColumnThatIsOtherIsNamedAndMended() {
        found(store("Condition/c", condition("p").replace("'subject'", "'onsetDateTime': '2020-02-03', 'subject'")));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        String right = rows();
        assertThat(jdbc.queryForList(
                        "select attname from pg_attribute where attrelid = 'candour.record_item'::regclass and attnum > 0"
                                + " and not attisdropped and attgenerated = '' and attname not in ('patient', 'type', 'id')",
                        String.class))
                .containsExactlyInAnyOrderElementsOf(OTHER.keySet());
        OTHER.forEach((column, value) -> {
            jdbc.execute("update candour.record_item set " + column + " = " + value);
            assertThat(told()).containsExactly("Condition/c: other " + column);
            assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(1);
            assertThat(rows()).isEqualTo(right);
        });
    }

    @Test
    void careInASnapshotThatNoItemStatesIsNamedAndMended() {
        found(store("Patient/p", "{'resourceType': 'Patient'}"));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        long before = version("p");
        jdbc.update("update candour.snapshot set relationships ="
                + " '[{\"organisation\": \"Organization/o\", \"basis\": \"Encounter.serviceProvider\"}]'"
                + " where patient = 'p'");

        assertThat(told()).containsExactly("Patient/p: other care relationships in the snapshot");
        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(told()).isEmpty();
        assertThat(version("p")).isGreaterThan(before);
    }

    @Test
    void rowsFromBeforeTheRecordPathAreFilled() {
        found(store("Condition/c", condition("p")));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        String right = rows();
        jdbc.execute("update candour.record_item set alone = default, category = default, confidentiality = default,"
                + " sensitivity = default, no_patient = default, profiles = default, document_types = default,"
                + " codes = default, source = default, authors = default, names = default, belongs_to = default,"
                + " happened = default, tokens = default, dates = default");

        assertThat(told())
                .containsExactly("Condition/c: other alone, category, codes, confidentiality, dates, no_patient,"
                        + " sensitivity, tokens");
        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(rows()).isEqualTo(right);
    }

    @Test
    void whatHasNoOrderIsRightInAny() {
        found(store("Condition/c", condition("p").replace("[{", "[{'code': 'x'}, {")));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        String turned = "array(select each from unnest(%1$s) each order by each %2$s)";
        for (String order : List.of("asc", "desc")) {
            jdbc.execute("update candour.record_item set codes = " + turned.formatted("codes", order) + ", tokens = "
                    + turned.formatted("tokens", order) + ", dates = " + turned.formatted("dates", order)
                    + ", facts = jsonb_set(facts::jsonb, '{codes}',"
                    + " (select jsonb_agg(each order by each " + order
                    + ") from jsonb_array_elements(facts::jsonb->'codes') each))");
            assertThat(told()).isEmpty();
        }
    }

    @Test
    void itemsThatRestOnManyBehindOneAnotherAreNotTooDeep() {
        for (int i = 0; i < 40; i++) {
            store(
                    "MedicationRequest/m" + i,
                    "{'resourceType': 'MedicationRequest', 'subject': {'reference': 'Patient/p'},"
                            + " 'priorPrescription': {'reference': 'MedicationRequest/m" + (i + 1) + "'}}");
        }
        assertThat(mended(rebuilding(), 3, Integer.MAX_VALUE)).isEqualTo(40);
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatTellsOfAnItemThatWasWrongDoesNotCountBeforeItsTurn() {
        store("Condition/c", condition("p"));
        store(
                "Procedure/a",
                "{'resourceType': 'Procedure', 'subject': {'reference': 'Patient/p'},"
                        + " 'reasonReference': [{'reference': 'Condition/c'}]}");
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        jdbc.update("update candour.record_item set kind = ?::uuid where type = 'Condition'", UUID.randomUUID());
        jdbc.update("update candour.record_item set told = array(select kind from candour.record_item"
                + " where type = 'Condition') where type = 'Procedure'");
        String unknown = "select told is null from candour.record_item where type = 'Procedure'";

        mended(rebuilding(), 1, 1);
        assertThat(jdbc.queryForObject(unknown, Boolean.class)).isTrue();

        mended(rebuilding(), 1, Integer.MAX_VALUE);
        assertThat(jdbc.queryForObject(unknown, Boolean.class)).isFalse();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whicheverOfACircleIsReadFirst() {
        store("Group/g", group("p", "h"));
        store("Group/h", group("q", "g"));
        mended(rebuilding(), 1, 1);
        mended(rebuilding(), 100, Integer.MAX_VALUE);

        assertThat(differences()).isEmpty();
        assertThat(jdbc.queryForList("select id || patient from candour.record_item", String.class))
                .containsExactlyInAnyOrder("gp", "gq", "hp", "hq");
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
    void whenItEndedThenTheNextBeginsAnew() {
        store("Condition/c", condition("p"));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        jdbc.execute("update candour.record_item set version = 9");

        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isZero();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatIsDeletedOrWasNeverStoredGoes() {
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
    void aPlaceWithoutARowAndOneOfSomebodyElseAreFound() {
        store("Condition/c", condition("p"));
        store("Condition/d", condition("p"));
        mended(rebuilding(), 100, Integer.MAX_VALUE);
        jdbc.execute("delete from candour.record_item where id = 'c'");
        jdbc.execute("insert into candour.record_place values ('Condition', 'd', 'q'), ('Condition', 'e', 'q')");

        assertThat(told())
                .containsExactly(
                        "Condition/c: no row under Patient/p",
                        "Condition/d: a place under Patient/q, whose it is not",
                        "Condition/e: is in the index, but not stored");
        assertThat(mended(rebuilding(), 100, Integer.MAX_VALUE)).isEqualTo(3);
        assertThat(told()).isEmpty();
    }

    @Test
    void anEncounterKeepsTheLabelOfAConditionThatTheIndexLacks() {
        long encounter = store("Encounter/e", "{'resourceType': 'Encounter', 'subject': {'reference': 'Patient/p'}}");
        long condition = store(
                "Condition/c",
                condition("p").replace("'subject'", "'encounter': {'reference': 'Encounter/e'}, 'subject'"));
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
    void twoAtOnceLeaveNoDifference() throws Exception {
        for (int i = 0; i < 30; i++) {
            store("Condition/c" + i, condition(i % 2 == 0 ? "p" : "q"));
        }
        rebuilding().begin();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = threads.submit(() -> passed(rebuilding(), 2));
            Future<Integer> two = threads.submit(() -> passed(rebuilding(), 3));
            assertThat(one.get(30, TimeUnit.SECONDS) + two.get(30, TimeUnit.SECONDS))
                    .as("stored, and in the index")
                    .isEqualTo(60);
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

    @Test
    void whatSomebodyIsWritingThatAnItemRestsOnIsWaitedFor() throws Exception {
        store("Condition/c", condition("q"));
        mended(rebuilding(), 10, Integer.MAX_VALUE);
        store(
                "MedicationRequest/m",
                "{'resourceType': 'MedicationRequest', 'subject': {'reference': 'Patient/p'},"
                        + " 'reasonReference': [{'reference': 'Condition/c'}]}");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection writer = database.getConnection()) {
            writer.setAutoCommit(false);
            execute(
                    writer,
                    "update hfj_res_ver set res_ver = 2, res_text_vc = replace(res_text_vc, '86406008', '82272006')"
                            + " where res_type = 'Condition'");
            execute(writer, "update hfj_resource set res_ver = 2 where res_type = 'Condition'");
            Future<Integer> rebuilt = threads.submit(() -> mended(rebuilding(), 10, Integer.MAX_VALUE));
            Thread.sleep(500);
            assertThat(rebuilt.isDone()).isFalse();
            writer.commit();
            rebuilt.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(new RecordIndex(jdbc)
                        .read("MedicationRequest", "m")
                        .orElseThrow()
                        .facts()
                        .sensitivity())
                .isEmpty();
    }

    @Test
    void whatIsKeptBrokenIsNamedWithoutItsContent() {
        store("Condition/c", "{'resourceType': 'Condition', 'secret");
        assertThatThrownBy(this::told)
                .isInstanceOf(DataAccessException.class)
                .hasNoCause()
                .hasMessage("Condition/c is not kept as FHIR");
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (var each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    private static int mended(Rebuilding rebuilding, int most, int steps) {
        rebuilding.begin();
        int mended = 0;
        try {
            for (int i = 0; i < steps; i++) {
                Optional<Rebuilding.Step> step = rebuilding.step(most);
                if (step.isEmpty()) {
                    break;
                }
                mended += step.get().mended();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return mended;
    }

    private static int passed(Rebuilding rebuilding, int most) throws InterruptedException {
        int passed = 0;
        for (Optional<Rebuilding.Step> step = rebuilding.step(most); step.isPresent(); step = rebuilding.step(most)) {
            passed += step.get().passed();
        }
        return passed;
    }

    private Rebuilding rebuilding() {
        return new Rebuilding(
                jdbc, new TransactionTemplate(transactions), FHIR, LOCAL, ZoneOffset.UTC, SHIPPED.lists());
    }

    private List<String> differences() {
        return told().stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
    }

    private List<String> told() {
        IndexCheck check = new IndexCheck(jdbc, transactions, FHIR, LOCAL, ZoneOffset.UTC, SHIPPED.lists());
        List<String> told = new ArrayList<>();
        for (Optional<IndexCheck.Step> step = check.step(4); step.isPresent(); step = check.step(4)) {
            step.get()
                    .differences()
                    .forEach(each -> told.add(each.reference() + ": " + String.join("; ", each.what())));
        }
        return told;
    }

    private String rows() {
        return String.join(
                " ",
                jdbc.queryForList(
                        "select candour.unordered(to_jsonb(r))::text from candour.record_item r", String.class));
    }

    private long version(String patient) {
        return new SnapshotStore(jdbc).load(Set.of(patient)).version(patient);
    }

    private static String condition(String patient) {
        return "{'resourceType': 'Condition', 'subject': {'reference': 'Patient/" + patient + "'}, 'code': {'coding': ["
                + HIV + "]}}";
    }

    private static String group(String patient, String group) {
        return "{'resourceType': 'Group', 'member': [{'entity': {'reference': 'Patient/" + patient
                + "'}}, {'entity': {'reference': 'Group/" + group + "'}}]}";
    }

    /** What a stored resource is found by. */
    private void found(long resource) {
        for (int i = 0; i < 2; i++) {
            jdbc.update(
                    "insert into hfj_spidx_token (sp_id, res_id, res_type, sp_name, sp_missing, hash_identity, hash_sys,"
                            + " hash_sys_and_value, hash_value) values (?, ?, 'Condition', 'code', false, 1, 2, ?, ?)",
                    i,
                    resource,
                    3 + i,
                    5 + i);
            jdbc.update(
                    "insert into hfj_spidx_date (sp_id, res_id, res_type, sp_name, sp_missing, hash_identity, sp_value_low,"
                            + " sp_value_high, sp_value_low_date_ordinal) values (?, ?, 'Condition', 'onset-date', false,"
                            + " ?, '2020-02-03', '2020-02-03 23:59:59.999', 20200203)",
                    i,
                    resource,
                    7 - i);
        }
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
