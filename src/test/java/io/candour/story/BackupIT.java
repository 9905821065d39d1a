package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.deployment.DebianPackage;
import io.candour.deployment.DebianPostgres;
import io.candour.deployment.Needs;
import io.candour.story.FhirClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that is gone, and one from last night's backup in its place, by PostgreSQL's own programs: what people said
 * since then is not forgotten, and the log says what is.
 */
@Needs({DebianPackage.POSTGRESQL, DebianPackage.POSTGRESQL_CLIENT})
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("nightly")
class BackupIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CLOSED = "Records are closed until it is settled what a restored database lost";
    private static final String PRACTICE = "Z90001";

    private final Map<String, String> properties = new TreeMap<>();
    private DemoStack stack;
    private DebianPostgres postgres;
    private Replica server;
    private LogProof proof;
    private FhirClient patient;
    private FhirClient consultant;
    private SmallRecord record;

    @BeforeAll
    void start(DemoStack running) throws Exception {
        stack = running;
        postgres = DebianPostgres.start(Path.of("target", "backup"));
        properties.putAll(stack.serverProperties());
        properties.put("spring.datasource.url", postgres.url());
        properties.put("candour.journal.url", stack.postgres().emptyDatabase("backup_journal"));
        startServer();
        record = SmallRecord.write(stack, server.fhirUrl());
    }

    @AfterAll
    void stop() {
        server.close();
        postgres.close();
    }

    private void startServer() throws Exception {
        server = stack.startReplicaOf(properties);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES).at(server.fhirUrl());
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES).at(server.fhirUrl());
        proof = new LogProof(
                postgres.url(), "auditor", List.of(stack.signingKey().publicKeyFile()), server.webUrl());
    }

    @Test
    void whatWasSaidAfterTheBackupCountsOnceTheRestoredDatabaseOpens(@TempDir Path folder) throws Exception {
        assertThat(record.measure(61).status()).isEqualTo(201);
        assertThat(seen()).isEqualTo(1);
        String practice = saved(PRACTICE);
        String before = proof.publishedAfterNow();
        postgres.backUp();

        String hospital = saved(record.hospital());
        takenBack(practice, PRACTICE);
        assertThat(seen()).isZero();
        assertThat(record.measure(62).status()).isEqualTo(201);
        String within = proof.publishedAfterNow();

        postgres.destroy();
        assertThat(patient.get("Patient").status()).isEqualTo(503);
        server.close();
        postgres.restore();
        startServer();
        closed(patient.get("Patient"));
        closed(consultant.get(measurements()));
        assertThat(run("restored")).isEqualTo(1);
        assertThat(run("restored", "--declare")).as("with choices lost").isEqualTo(1);

        Path choices = folder.resolve("choices");
        assertThat(run("restored", "--choices", choices.toString())).isEqualTo(1);
        assertThat(choices.toFile().list()).hasSize(2);
        assertThat(stack.loadAt(server.fhirUrl(), choices, "--concurrency", "1"))
                .isZero();
        closed(consultant.get(measurements()));
        assertThat(run("restored", "--declare")).isZero();

        await().atMost(PATIENCE).until(() -> patient.get("Patient").status() == 200);
        assertThat(seen()).isZero();
        assertThat(status(hospital)).isEqualTo("active");
        assertThat(status(practice)).isEqualTo("inactive");
        assertThat(patient.get("Observation").body()).contains("\"value\":61").doesNotContain("\"value\":62");
        assertThat(run("restored")).isZero();
        assertThat(run("check-index")).isZero();

        assertThat(proof.fault(before)).isEmpty();
        assertThat(proof.fault(within)).hasValueSatisfying(said -> assertThat(said)
                .contains(
                        "held outside, is missing",
                        "declares that the database was restored, and lost what came after"));
        assertThat(proof.verify(proof.publishedAfterNow(), folder)).isZero();
        takenBack(hospital, record.hospital());
        assertThat(seen()).isEqualTo(1);
    }

    private String saved(String organisation) throws Exception {
        Answer saved = patient.post("Consent", Denial.of(record.patient(), organisation, "active", Optional.empty()));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        return saved.json().path("id").asText();
    }

    private void takenBack(String consent, String organisation) throws Exception {
        Answer taken = patient.put(
                "Consent/" + consent, Denial.of(record.patient(), organisation, "inactive", Optional.of(consent)));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    }

    private String measurements() {
        return "Observation?_count=1&patient=" + record.patient();
    }

    /** How many measurements a page of the consultant's has. */
    private long seen() throws Exception {
        Answer answer = consultant.get(measurements());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.resources().count();
    }

    private String status(String consent) throws Exception {
        return patient.get("Consent/" + consent).json().path("status").asText();
    }

    private static void closed(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains(CLOSED);
    }

    private int run(String... arguments) {
        return ServerCommand.run(properties, arguments);
    }
}
