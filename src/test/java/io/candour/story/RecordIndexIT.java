package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.server.command.Commands;
import io.candour.story.FhirClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LoggingSystem;

/** Whatever the index has otherwise than HAPI's tables is found by one command and mended by another. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordIndexIT {
    private static final String COPY = " create temp table copy as select * from candour.record_item";

    /** But for what PostgreSQL makes of other columns. */
    private static final String PUT_BACK =
            """
             do $$ declare kept text; begin
                select string_agg(column_name, ', ') into kept from information_schema.columns
                where table_schema = 'candour' and table_name = 'record_item' and is_generated = 'NEVER';
                execute 'insert into candour.record_item (' || kept || ') select ' || kept || ' from copy';
                drop table copy;
            end $$
            """;

    private static final String LEVEL = "'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'";
    private static final String RESTRICTED = "'meta': {'security': [{" + LEVEL + ", 'code': 'R'}]},";

    private DemoStack stack;
    private FhirClient feeder;
    private Connection owner;
    private String id = "";
    private String other = "";
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    private record Ran(int code, String out) {}

    @BeforeAll
    void signIn(DemoStack shared) throws Exception {
        stack = shared;
        id = patient("patient");
        other = patient("patient2");
        DemoPostgres postgres = stack.postgres();
        owner = DriverManager.getConnection(postgres.url(), postgres.owner(), postgres.password());
    }

    /** A token does not last for all of these. */
    @BeforeEach
    void signFeederIn() throws Exception {
        feeder = FhirClient.feeder(stack);
    }

    private String patient(String account) throws Exception {
        return FhirClient.of(stack, account, FhirClient.PATIENT_SCOPES).ownId();
    }

    @AfterAll
    void removeWhatWasMade() throws Exception {
        owner.close();
        signFeederIn();
        Collections.reverse(made);
        for (String each : made) {
            feeder.send(feeder.request(each).DELETE());
        }
    }

    @Test
    void whatTheServerWroteHasNoDifference() {
        Ran check = run("check-index");
        assertThat(check.out()).endsWith("0 items differ" + System.lineSeparator());
        assertThat(check.code()).isZero();
    }

    @Test
    void aPutWithoutMetaLeavesNothingToFind() throws Exception {
        putWithoutMeta(observation(RESTRICTED));
        putWithoutMetaInABundle(observation(RESTRICTED));
        nothingDiffers();
    }

    /** But for another display of a tag that is known: HAPI keeps the first for everybody. */
    @Test
    void whatASenderSaysInMetaIsNoDifference() throws Exception {
        String coding = "{'system': 'http://tags.example', 'code': 'a', 'display': 'one', 'version': '1'}";
        String said = "'meta': {'source': 'http://source.example', 'lastUpdated': '2001-02-03T04:05:06+01:00',"
                + " 'extension': [{'url': 'http://extension.example', 'valueString': 'x'}],"
                + " 'profile': ['http://b.example', 'http://a.example'], 'tag': [%1$s], 'security': [%1$s, {"
                + LEVEL + ", 'code': 'V', 'version': '2', 'userSelected': true, 'display': 'very'}]},";
        observation(said.formatted(coding));
        String second = observation(said.formatted(coding));
        assertThat(put(second, said.formatted(coding)).status()).isEqualTo(200);
        nothingDiffers();
    }

    /** What an item tells of is told by another that tells of that item. */
    @Test
    void whatItemsTellOfIsReadAgainNearAndFar() throws Exception {
        String told = observation("");
        String near = observation(derivedFrom(told));
        String far = observation(derivedFrom(near));
        assertThat(toldBy(far)).isEqualTo(kindsOf(near, told));

        String before = kindsOf(told);
        assertThat(put(told, "'performer': [{'reference': 'Patient/" + id + "'}],")
                        .status())
                .isEqualTo(200);
        assertThat(kindsOf(told)).isNotEqualTo(before);
        assertThat(toldBy(near)).isEqualTo(kindsOf(told));
        assertThat(toldBy(far)).isEqualTo(kindsOf(near, told));

        assertThat(put(near, "").status()).isEqualTo(200);
        assertThat(toldBy(near)).isEqualTo("{}");
        assertThat(toldBy(far)).isEqualTo(kindsOf(near));
        nothingDiffers();
    }

    /** Of somebody else's it is not said: they decide about it. */
    @Test
    void whatItemsTellOfOthersIsNotKnownOfThem() throws Exception {
        String communication = noted(feeder.post("Communication", communication()));
        String about = observation("'focus': [{'reference': '" + communication + "'}],");
        assertThat(sql("select told is null from candour.record_item where " + row(about)))
                .isEqualTo("t");
        nothingDiffers();
    }

    private static String derivedFrom(String reference) {
        return "'derivedFrom': [{'reference': '" + reference + "'}],";
    }

    private String toldBy(String reference) throws SQLException {
        return sql("select told from candour.record_item where " + row(reference));
    }

    private String kindsOf(String... references) throws SQLException {
        String rows = Stream.of(references).map(each -> "(" + row(each) + ")").collect(Collectors.joining(" or "));
        return sql("select array(select distinct kind from candour.record_item where " + rows + " order by kind)");
    }

    /** HAPI keeps no label there: it is the whole's, so that what is labelled stays so when it is read again. */
    @Test
    void aLabelOfWhatIsContainedIsTheWholes() throws Exception {
        String contained = "'contained': [{'resourceType': 'Specimen', 'id': 's', 'meta': {'versionId': '3',"
                + " 'source': 'http://source.example', 'profile': ['http://a.example'], 'tag': [{'system':"
                + " 'http://tags.example', 'code': 'a'}], 'security': [{" + LEVEL + ", 'code': 'R'}]}}],"
                + " 'specimen': {'reference': '#s'},";
        String reference = observation(contained);

        String labels = "select facts ->> 'confidentiality', content from candour.record_item where ";
        String before = sql(labels + row(reference));
        nothingDiffers();
        sql("update candour.record_item set facts = '{}' where " + row(reference));
        run("rebuild-index");

        assertThat(before).startsWith("R ").doesNotContain("\"meta\":{}");
        assertThat(sql(labels + row(reference))).isEqualTo(before);
    }

    @Test
    void anItemThatIsWrittenMeanwhileIsNoDifference() throws Exception {
        List<Ran> ran = whileSomebodyWrites(
                () -> List.of(run("check-index", "--batch-size", "200"), run("rebuild-index", "--batch-size", "200")));

        assertThat(ran)
                .containsExactly(new Ran(0, ran.get(0).out()), new Ran(0, "0 items mended" + System.lineSeparator()));
        nothingDiffers();
    }

    /** New items, and a new version of one of them, one after the other. */
    private <T> T whileSomebodyWrites(Callable<T> work) throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        AtomicBoolean done = new AtomicBoolean();
        try {
            String again = observation("");
            Future<?> writing = writer.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    observation("");
                    assertThat(put(again, "'language': 'x-" + i + "',").status())
                            .isEqualTo(200);
                }
                return "done";
            });
            T result = work.call();
            done.set(true);
            writing.get();
            return result;
        } finally {
            done.set(true);
            writer.shutdownNow();
        }
    }

    @Test
    void eachPlantedDifferenceIsNamedAndMended() throws Exception {
        List<String> expected = new ArrayList<>();
        plant(expected, "is not in the index", "delete from candour.record_place where %s");
        plant(expected, "no row under Patient/" + id, "delete from candour.record_item where %s");
        plant(expected, "other version", "update candour.record_item set version = 7 where %s");
        plant(
                expected,
                "other content",
                "update candour.record_item set content = replace(content, 'final', 'x') where %s");
        plant(
                expected,
                "other facts",
                "update candour.record_item set facts = jsonb_set(facts::jsonb, '{names}', '[\"Observation/x\"]') where %s");
        plant(expected, "other facts", "update candour.record_item set facts = '{}' where %s");
        plant(
                expected,
                "no row under Patient/" + id + "; a place under Patient/" + other + ", whose it is not",
                placeUnder(other) + " update candour.record_item set patient = '" + other + "' where %1$s");
        plant(
                expected,
                "a place under Patient/" + other + ", whose it is not",
                placeUnder(other) + COPY + " where %1$s; update copy set patient = '" + other + "'; " + PUT_BACK);
        plant(expected, "other clinical", "update candour.record_item set clinical = '1999-01-01' where %s");
        plant(
                expected,
                "other tokens",
                "update candour.record_item set tokens = tokens[2:] where array_length(tokens, 1) > 1 and %s");
        plant(
                expected,
                "other dates, happened",
                "update candour.record_item set dates = '{}', happened = null where %s");
        plant(
                expected,
                "other alone, category, confidentiality, no_patient",
                "update candour.record_item set alone = default, category = default, confidentiality = default,"
                        + " no_patient = default where %s");
        plant(
                expected,
                "other kind, told",
                "update candour.record_item set kind = gen_random_uuid(), told = null where %s");
        expected.add(withoutItsLabels(observation(RESTRICTED)));
        String alone = observation(RESTRICTED);
        putWithoutMeta(alone);
        expected.add(withoutItsLabels(alone));
        String bundled = observation(RESTRICTED);
        putWithoutMetaInABundle(bundled);
        expected.add(withoutItsLabels(bundled));
        String both = noted(feeder.post("Communication", communication()));
        sql("delete from candour.record_item where patient = '" + other + "' and " + row(both));
        expected.add(both + ": no row under Patient/" + other);
        expected.add(leftOver());

        Ran check = run("check-index");
        List<String> lines = check.out().lines().toList();
        assertThat(check.code()).isEqualTo(1);
        expected.add(expected.size() + " items differ");
        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);

        long version = version(id);
        long others = version(other);
        Ran rebuild = run("rebuild-index", "--batch-size", "100");
        assertThat(rebuild).isEqualTo(new Ran(0, (expected.size() - 1) + " items mended" + System.lineSeparator()));
        nothingDiffers();
        assertThat(version(id)).isGreaterThan(version);
        assertThat(version(other)).isGreaterThan(others);
    }

    @Test
    void anEmptyIndexBecomesWhatItWasWhileSomebodyWrites() throws Exception {
        String all = "select count(*), md5(string_agg(candour.unordered(to_jsonb(r))::text, ' '"
                + " order by patient, type, id)) from candour.record_item r where recorded <= '"
                + sql("select max(recorded) from candour.record_item") + "'";
        String before = sql(all);
        sql("truncate candour.record_place, candour.record_item");

        Ran rebuild = whileSomebodyWrites(() -> run("rebuild-index"));

        assertThat(rebuild.code()).isZero();
        assertThat(sql(all)).isEqualTo(before);
        nothingDiffers();
    }

    @Test
    void wrongUsageIsSaidInOneLine() {
        assertThat(run("check-index", "--batch-size", "0").code()).isEqualTo(2);
        assertThat(run("rebuild-index", "--batch-size", "6000").code()).isEqualTo(2);
    }

    private void putWithoutMeta(String reference) throws Exception {
        assertThat(put(reference, "'language': 'en',").status()).isEqualTo(200);
    }

    private void putWithoutMetaInABundle(String reference) throws Exception {
        String bundle = "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'fullUrl': '" + reference
                + "', 'request': {'method': 'PUT', 'url': '" + reference + "'}, 'resource': "
                + json(idOf(reference) + "'language': 'cy',") + "}]}";
        assertThat(feeder.post("", bundle.replace('\'', '"')).status()).isEqualTo(200);
    }

    /** As a server would have indexed it that did not see the labels HAPI carries over. */
    private String withoutItsLabels(String reference) throws Exception {
        sql("update candour.record_item set content = regexp_replace(content, ',\"security\":\\[[^]]*\\]', ''),"
                + " facts = jsonb_set(facts::jsonb, '{confidentiality}', '\"N\"'), confidentiality = 3,"
                + " own_labels = jsonb_set(own_labels, '{confidentiality}', '\"N\"') where " + row(reference));
        return reference + ": other confidentiality, content, facts, own_labels";
    }

    /** A deleted item whose row came back. */
    private String leftOver() throws Exception {
        String deleted = observation("");
        sql(COPY + " where " + row(deleted));
        assertThat(feeder.send(feeder.request(deleted).DELETE()).status()).isBetween(200, 204);
        sql("insert into candour.record_place select type, id, patient from copy; " + PUT_BACK);
        return deleted + ": is in the index, but not stored";
    }

    private static String placeUnder(String patient) {
        return "insert into candour.record_place select type, id, '" + patient
                + "' from candour.record_item where %1$s;";
    }

    private void plant(List<String> expected, String what, String statement) throws Exception {
        String reference = observation("");
        sql(statement.formatted(row(reference)));
        expected.add(reference + ": " + what);
    }

    private static String row(String reference) {
        return "type = '" + reference.substring(0, reference.indexOf('/')) + "' and id = '"
                + reference.substring(reference.indexOf('/') + 1) + "'";
    }

    private long version(String patient) throws SQLException {
        return Long.parseLong(sql("select version from candour.snapshot where patient = '" + patient + "'"));
    }

    /** Runs statements as the owner; of a query, its first row. */
    private String sql(String statements) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            if (!statement.execute(statements)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(rows.getString(i));
                }
                return String.join(" ", columns);
            }
        }
    }

    private void nothingDiffers() {
        assertThat(run("check-index")).isEqualTo(new Ran(0, "0 items differ" + System.lineSeparator()));
    }

    private String observation(String more) throws Exception {
        return noted(feeder.post("Observation", json(more).replace('\'', '"')));
    }

    private Answer put(String reference, String more) throws Exception {
        return feeder.put(reference, json(idOf(reference) + more).replace('\'', '"'));
    }

    private static String idOf(String reference) {
        return "'id': '" + reference.substring(reference.indexOf('/') + 1) + "',";
    }

    private String json(String more) {
        return "{'resourceType': 'Observation', " + more + "'status': 'final', 'effectiveDateTime': '2020-02-03',"
                + " 'code': {'text': 'a test'}, 'subject': {'reference': 'Patient/" + id + "'}}";
    }

    private String communication() {
        return ("{'resourceType': 'Communication', 'status': 'completed', 'subject': {'reference': 'Patient/" + id
                        + "'}, 'about': [{'reference': 'Patient/" + other + "'}]}")
                .replace('\'', '"');
    }

    private String noted(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String reference = created.json().path("resourceType").asText() + "/"
                + created.json().path("id").asText();
        made.add(reference);
        return reference;
    }

    private Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        stack.serverProperties().forEach((name, value) -> all.add("--" + name + "=" + value));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        // The stack's server in this JVM keeps its own log.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = Commands.run(all.toArray(String[]::new)).orElseThrow();
            return new Ran(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }
    }
}
