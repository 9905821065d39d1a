package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/** I2 of a whole server under SIGKILL: whoever got an answer to its end finds it in the log. */
@ExtendWith(Stack.class)
class ServerKillIT {
    private static final int CLIENTS = 4;
    private static final int FEWEST_ANSWERS = 20;

    @Test
    void whenAServerIsKilledWhileItAnswersThenEveryAnswerHasItsRecord(DemoStack stack) throws Exception {
        kill(stack, 1);
    }

    @Test
    @Tag("nightly")
    void whenServersAreKilledTwentyTimesThenEveryAnswerHasItsRecord(DemoStack stack) throws Exception {
        kill(stack, 20);
    }

    private static void kill(DemoStack stack, int times) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String search = "Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C"
                + stack.cast().attribute("patient", "nhs_number");
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < times; i++) {
            int before = answered.size();
            try (Replica replica = stack.startReplica()) {
                List<CompletableFuture<Void>> clients = new ArrayList<>();
                for (int each = 0; each < CLIENTS; each++) {
                    FhirClient client = FhirClient.of(
                                    stack,
                                    each % 2 == 0 ? "patient" : "gp",
                                    each % 2 == 0 ? FhirClient.PATIENT_SCOPES : FhirClient.STAFF_SCOPES)
                            .at(replica.fhirUrl());
                    clients.add(CompletableFuture.runAsync(
                            () -> readUntilNobodyAnswers(client, search, answered), task -> new Thread(task).start()));
                }
                while (answered.size() < before + FEWEST_ANSWERS) {
                    Thread.sleep(10);
                }
                Thread.sleep(random.nextInt(2_000));
                replica.kill();
                clients.forEach(CompletableFuture::join);
            }
        }
        JdbcTemplate database = stack.server().getBean(JdbcTemplate.class);
        Set<String> unrecorded = new HashSet<>(answered);
        unrecorded.removeAll(database.queryForList(
                "select request_id from candour.access_record where request_id = any ('{" + String.join(",", answered)
                        + "}'::text[])",
                String.class));
        assertThat(unrecorded).as("answers without a record, seed %d", seed).isEmpty();
    }

    /** The client has an answer only when all of it has come. */
    private static void readUntilNobodyAnswers(FhirClient client, String search, Queue<String> answered) {
        try {
            while (true) {
                Answer answer = client.get(search);
                assertThat(answer.status()).isEqualTo(200);
                answered.add(answer.header("X-Request-ID"));
            }
        } catch (IOException killed) {
            // That is what ends it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
