package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candour.audit.SignedCheckpoint;
import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.server.command.Commands;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is older than somebody's no: the records stay closed until the no is back. */
@ExtendWith(Stack.class)
@Order(Integer.MAX_VALUE - 2)
class RestoredIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CLOSED = "Records are closed until it is settled what a restored database lost";

    @Test
    void aRestoredDatabaseStaysClosedUntilItsLossIsDeclaredAndForgetsNoChoice(DemoStack stack, @TempDir Path folder)
            throws Exception {
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        FhirClient consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        String id = patient.ownId();
        String record = "Observation?_count=1&patient=" + id;
        DemoPostgres postgres = stack.postgres();
        assertThat(seen(consultant, record)).isEqualTo(1);
        postgres.backUp();
        answers(patient, 200);

        String hospital = stack.cast().attribute("consultant", "ods_code");
        Answer denied = patient.post("Consent", Denial.of(id, hospital, "active", Optional.empty()));
        assertThat(denied.status()).as(denied.body()).isEqualTo(201);
        String consent = denied.json().path("id").asText();
        assertThat(seen(consultant, record)).isZero();
        Path outside = Files.writeString(folder.resolve("outside.txt"), checkpointAfter(stack, published(stack)));

        postgres.restore();
        List<Answer> meanwhile = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            Answer answer = consultant.get(record);
            meanwhile.add(answer);
            return answer.body().contains(CLOSED);
        });
        assertThat(meanwhile).extracting(Answer::status).containsOnly(503);
        closed(patient.get("Patient"));
        closed(patient.put("Consent/" + consent, Denial.of(id, hospital, "inactive", Optional.of(consent))));
        assertThat(run(stack, "restored")).isEqualTo(1);
        assertThat(run(stack, "restored", "--declare")).isEqualTo(1);
        closed(consultant.get(record));

        Path choices = folder.resolve("choices");
        assertThat(run(stack, "restored", "--choices", choices.toString())).isEqualTo(1);
        assertThat(choices).isDirectoryContaining(file -> read(file).contains(consent));
        assertThat(stack.load(choices, "--concurrency", "1")).isZero();
        closed(consultant.get(record));
        assertThat(run(stack, "restored", "--declare")).isZero();

        answers(patient, 200);
        assertThat(seen(consultant, record)).isZero();
        Answer kept = patient.get("Consent/" + consent);
        assertThat(kept.json().path("status").asText()).isEqualTo("active");
        assertThat(run(stack, "restored")).isZero();
        assertThat(verify(stack, outside)).isEqualTo(1);
        Path now = Files.writeString(folder.resolve("now.txt"), published(stack));
        assertThat(verify(stack, now)).isZero();

        Answer withdrawn = patient.put("Consent/" + consent, Denial.of(id, hospital, "inactive", Optional.of(consent)));
        assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
        assertThat(seen(consultant, record)).isEqualTo(1);
    }

    private static long seen(FhirClient client, String search) throws Exception {
        Answer answer = client.get(search);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.resources().count();
    }

    private static void answers(FhirClient client, int status) {
        await().atMost(PATIENCE).until(() -> client.get("Patient").status() == status);
    }

    private static void closed(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains(CLOSED);
    }

    private static String published(DemoStack stack) throws Exception {
        return FhirClient.anonymous(stack)
                .get(stack.webUrl() + "/.well-known/candour-log-checkpoint")
                .body();
    }

    private static String checkpointAfter(DemoStack stack, String earlier) throws Exception {
        long number = SignedCheckpoint.parse(earlier).number();
        await().atMost(PATIENCE)
                .until(() -> SignedCheckpoint.parse(published(stack)).number() > number);
        return published(stack);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(DemoStack stack, String... arguments) {
        return ServerCommand.run(stack.serverProperties(), arguments);
    }

    private static int verify(DemoStack stack, Path checkpoint) {
        return Commands.run(new String[] {
                    "verify-log",
                    "--database=" + stack.postgres().url(),
                    "--user=" + stack.postgres().user(),
                    "--key=" + stack.signingKey().publicKeyFile(),
                    "--checkpoint=" + checkpoint,
                    "--quiet"
                })
                .orElseThrow();
    }
}
