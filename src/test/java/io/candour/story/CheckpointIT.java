package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.candour.audit.Ed25519Keys;
import io.candour.audit.SignedCheckpoint;
import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.server.command.Commands;
import io.candour.story.FhirClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The log as others can check it: a checkpoint anybody may fetch, and the command that holds the log against it. */
@ExtendWith(Stack.class)
class CheckpointIT {

    @Test
    void theLatestCheckpointIsThereForEverybodySigned(DemoStack stack) throws Exception {
        Answer answer = published(stack);

        SignedCheckpoint checkpoint = SignedCheckpoint.parse(answer.body());
        assertThat(checkpoint.isSignedBy(Ed25519Keys.publicKey(
                        Files.readString(stack.signingKey().publicKeyFile()))))
                .isTrue();
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=60");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> SignedCheckpoint.parse(published(stack).body()).number() > checkpoint.number());
    }

    @Test
    void theLogOfARunningServerHoldsAgainstACheckpointKeptEarlier(DemoStack stack, @TempDir Path outside)
            throws Exception {
        Path kept = Files.writeString(
                outside.resolve("checkpoint.txt"), published(stack).body());
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        assertThat(patient.get("Patient").status()).isEqualTo(200);
        DemoPostgres postgres = stack.postgres();

        assertThat(Commands.run(new String[] {
                    "verify-log",
                    "--database=" + postgres.url(),
                    "--user=" + postgres.user(),
                    "--key=" + stack.signingKey().publicKeyFile(),
                    "--checkpoint=" + kept,
                    "--quiet"
                }))
                .contains(0);
    }

    @Test
    void healthTellsWhichCheckpointStands(DemoStack stack) throws Exception {
        published(stack);
        Answer health = FhirClient.anonymous(stack).get(stack.webUrl() + "/actuator/health/access-log");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().at("/components/accessLog/details/checkpoints").asLong())
                .isPositive();
    }

    private static Answer published(DemoStack stack) throws Exception {
        FhirClient anybody = FhirClient.anonymous(stack);
        String url = stack.webUrl() + "/.well-known/candour-log-checkpoint";
        await().atMost(Duration.ofSeconds(60)).until(() -> anybody.get(url).status() == 200);
        return anybody.get(url);
    }
}
