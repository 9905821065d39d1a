package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.deployment.DebianPackage;
import io.candour.deployment.Needs;
import io.candour.deployment.PostgresCluster;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database's primary is killed while people write, choose and read: another takes over, and whatever somebody was told
 * before, between and after is so.
 */
@Needs({
    DebianPackage.POSTGRESQL,
    DebianPackage.PATRONI,
    DebianPackage.ETCD,
    DebianPackage.HAPROXY,
})
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("nightly")
class FailoverIT {
    /** How long Patroni takes to notice, and as long again on a slow machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LOADED = Duration.ofSeconds(10);
    private static final int WRITERS = 3;
    private static final int FEWEST = 100;

    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, Integer> measured = new ConcurrentHashMap<>();
    private final Map<Integer, String> chosen = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> refusals = new ConcurrentHashMap<>();
    private final Queue<String> unclear = new ConcurrentLinkedQueue<>();
    private DemoStack stack;
    private PostgresCluster cluster;
    private Replica server;
    private LogProof proof;
    private FhirClient patient;
    private FhirClient consultant;
    private SmallRecord record;

    @BeforeAll
    void start(DemoStack running) throws Exception {
        stack = running;
        cluster = PostgresCluster.start(Path.of("target", "failover"));
        properties.putAll(stack.serverProperties());
        properties.put("spring.datasource.url", cluster.url());
        properties.put("spring.datasource.hikari.data-source-properties.socketTimeout", "60");
        properties.put("candour.journal.url", stack.postgres().emptyDatabase("failover_journal"));
        server = stack.startReplicaOf(properties);
        record = SmallRecord.write(stack, server.fhirUrl());
        proof = new LogProof(
                cluster.url(), "auditor", List.of(stack.signingKey().publicKeyFile()), server.webUrl());
    }

    /** Anew before each part: a token lasts five minutes. */
    private void logIn() throws Exception {
        String url = server.fhirUrl();
        record = new SmallRecord(
                record.patient(), record.hospital(), FhirClient.feeder(stack).at(url));
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).at(url);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES).at(url);
    }

    @AfterAll
    void stop() {
        server.close();
        cluster.close();
    }

    @Test
    void whenThePrimaryIsKilledUnderLoadThenNothingThatWasConfirmedIsLost(@TempDir Path folder) throws Exception {
        logIn();
        String consent = saved();
        String before = proof.publishedAfterNow();
        Path log = stack.serverLog().resolveSibling("replica.log");
        long loggedBefore = Files.size(log);
        Duration outage;
        try (Load load = new Load(Math.toIntExact(PATIENCE.dividedBy(PAUSE)), PAUSE)) {
            begin(load, consent);
            awaitMore(load);
            int answered = load.answered();

            cluster.killPrimary();
            long killed = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> noted(patient.get("Patient")).status() == 200);
            outage = Duration.ofNanos(System.nanoTime() - killed);
            int meanwhile = load.answered();
            awaitMore(load);
            load.close();
            System.out.printf(
                    "Failover: %d answers before, %.1f s until the next, %d after, %d tries failed, refused %s%n",
                    answered, outage.toMillis() / 1000.0, load.answered() - meanwhile, load.failures(), refusals);

            assertThat(load.givenUp()).isEmpty();
            assertThat(load.unrecorded(database()))
                    .as("answers without a record")
                    .isEmpty();
        }

        assertThat(unclear).as("refused without saying so in FHIR").isEmpty();
        assertThat(refusals).containsOnlyKeys(503);
        logIn();
        measurementsAreThere();
        choicesAreThere(consent);
        assertThat(ServerCommand.run(properties, "check-index"))
                .as("each item is whole")
                .isZero();
        assertThat(ServerCommand.run(properties, "restored"))
                .as("nothing known outside is lost")
                .isZero();
        byte[] logged = Files.readAllBytes(log);
        int from = Math.toIntExact(loggedBefore);
        assertThat(new String(logged, from, logged.length - from, StandardCharsets.UTF_8))
                .as("the server's log, which quotes nothing that was being written")
                .contains("the database is away")
                .doesNotContain(
                        "valueQuantity", "http://loinc.org", stack.cast().attribute("patient", "nhs_number"));
        assertThat(proof.verify(before, folder)).isZero();
        assertThat(proof.verify(proof.publishedAfterNow(), folder)).isZero();
        cluster.awaitReplicas(1);
    }

    /** Returns once so many more are answered, and so long after that. */
    private static void awaitMore(Load load) {
        int enough = load.answered() + FEWEST;
        await().during(LOADED).atMost(PATIENCE).until(() -> load.answered() >= enough);
    }

    private void begin(Load load, String consent) {
        AtomicInteger values = new AtomicInteger();
        for (int i = 0; i < WRITERS; i++) {
            Map<Integer, Integer> mine = new ConcurrentHashMap<>();
            load.begin(
                    "writer-" + i,
                    Duration.ofMillis(20),
                    turn -> measured(mine.computeIfAbsent(turn, any -> values.incrementAndGet())));
        }
        load.begin("chooser", Duration.ofMillis(20), turn -> choice(consent, turn % 2 == 0 ? "inactive" : "active"));
        load.begin("patient", Duration.ofMillis(20), turn -> noted(patient.get("Observation?_count=5")));
        load.begin("consultant", Duration.ofMillis(20), turn -> noted(consultant.get(measurements())));
    }

    private String measurements() {
        return "Observation?_count=5&patient=" + record.patient();
    }

    private String saved() throws Exception {
        Answer saved =
                patient.post("Consent", Denial.of(record.patient(), record.hospital(), "active", Optional.empty()));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        return saved.json().path("id").asText();
    }

    private Answer measured(int value) throws IOException, InterruptedException {
        Answer answer = noted(record.measure(value));
        if (answer.status() == 201) {
            measured.put(answer.json().path("id").asText(), value);
        }
        return answer;
    }

    private Answer choice(String consent, String status) throws IOException, InterruptedException {
        Answer answer = noted(patient.put(
                "Consent/" + consent, Denial.of(record.patient(), record.hospital(), status, Optional.of(consent))));
        if (answer.status() == 200) {
            chosen.put(answer.json().at("/meta/versionId").asInt(), status);
        }
        return answer;
    }

    /** Keeps of a refusal what it was, and whether it is one that a client can read. */
    private Answer noted(Answer answer) {
        if (answer.status() != 200 && answer.status() != 201) {
            refusals.computeIfAbsent(answer.status(), any -> new AtomicInteger())
                    .incrementAndGet();
            if (!answer.body().contains("\"resourceType\":\"OperationOutcome\"")) {
                unclear.add(answer.status() + " " + answer.body());
            }
        }
        return answer;
    }

    private void measurementsAreThere() throws Exception {
        assertThat(measured).hasSizeGreaterThan(FEWEST / 2);
        Map<String, Integer> stored = new TreeMap<>();
        Optional<String> next = Optional.of("Observation?_count=100");
        while (next.isPresent()) {
            Answer page = patient.get(next.get().replace(stack.fhirUrl(), server.fhirUrl()));
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.resources()
                    .forEach(each -> stored.put(
                            each.path("id").asText(),
                            each.at("/valueQuantity/value").asInt()));
            next = page.link("next");
        }
        assertThat(stored).containsAllEntriesOf(measured);
        recorded(stored.keySet());
    }

    /** Those that nobody was told of are whole too: each has the record of its write. */
    private void recorded(Set<String> ids) {
        Set<String> missing =
                ids.stream().map(each -> "Observation/" + each).collect(Collectors.toCollection(HashSet::new));
        missing.removeAll(database()
                .queryForList("select unnest(items) from candour.access_record where action = 'C'", String.class));
        assertThat(missing).as("stored without a record").isEmpty();
    }

    private void choicesAreThere(String consent) throws Exception {
        assertThat(chosen).isNotEmpty();
        for (Map.Entry<Integer, String> each : chosen.entrySet()) {
            Answer version = patient.get("Consent/" + consent + "/_history/" + each.getKey());
            assertThat(version.status()).as(version.body()).isEqualTo(200);
            assertThat(version.json().path("status").asText())
                    .as("version %d", each.getKey())
                    .isEqualTo(each.getValue());
        }
        JsonNode now = patient.get("Consent/" + consent).json();
        int last = chosen.keySet().stream().max(Integer::compare).orElseThrow();
        assertThat(now.at("/meta/versionId").asInt()).isEqualTo(last);
        boolean open = chosen.get(last).equals("inactive");
        assertThat(consultant.get(measurements()).resources()).hasSize(open ? 5 : 0);
    }

    private JdbcTemplate database() {
        return new JdbcTemplate(new DriverManagerDataSource(cluster.url(), "postgres", "postgres"));
    }
}
