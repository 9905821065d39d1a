package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * I2 of two servers on one database, one of them under SIGKILL: whoever got an answer to its end from either finds it in
 * the log, and the other goes on.
 */
@ExtendWith(Stack.class)
class ServerKillIT {
    private static final int CLIENTS_OF_EACH = 3;
    private static final int FEWEST_ANSWERS = 20;

    @Test
    void whenOneOfTwoServersIsKilledWhileBothAnswerThenEveryAnswerHasItsRecord(DemoStack stack) throws Exception {
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
        Queue<String> killed = new ConcurrentLinkedQueue<>();
        Queue<String> survived = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < times; i++) {
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Void>> survivors = new ArrayList<>();
            try (Replica replica = stack.startReplica()) {
                for (FhirClient client : clients(stack, stack.fhirUrl())) {
                    survivors.add(inBackground(() -> read(client, search, survived, over)));
                }
                List<CompletableFuture<Void>> victims = new ArrayList<>();
                for (FhirClient client : clients(stack, replica.fhirUrl())) {
                    victims.add(inBackground(() -> readUntilNobodyAnswers(client, search, killed)));
                }
                awaitMore(killed, survivors);
                Thread.sleep(random.nextInt(2_000));
                replica.kill();
                victims.forEach(CompletableFuture::join);
                awaitMore(survived, survivors);
            } finally {
                over.set(true);
            }
            survivors.forEach(CompletableFuture::join);
        }
        List<String> answered =
                Stream.concat(killed.stream(), survived.stream()).toList();
        JdbcTemplate database = stack.server().getBean(JdbcTemplate.class);
        Set<String> unrecorded = new HashSet<>(answered);
        unrecorded.removeAll(database.queryForList(
                "select request_id from candour.access_record where request_id = any ('{" + String.join(",", answered)
                        + "}'::text[])",
                String.class));
        assertThat(unrecorded).as("answers without a record, seed %d", seed).isEmpty();
    }

    /** Tokens are fetched anew for each round: they don't last as long as all of them. */
    private static List<FhirClient> clients(DemoStack stack, String server) throws Exception {
        List<FhirClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS_OF_EACH; i++) {
            boolean patient = i % 2 == 0;
            clients.add(FhirClient.of(
                            stack,
                            patient ? "patient" : "gp",
                            patient ? FhirClient.PATIENT_SCOPES : FhirClient.STAFF_SCOPES)
                    .at(server));
        }
        return clients;
    }

    private static CompletableFuture<Void> inBackground(Runnable reading) {
        return CompletableFuture.runAsync(reading, task -> new Thread(task).start());
    }

    /** Ends early where the server that was not killed answers no more: that is then told. */
    private static void awaitMore(Queue<String> answered, List<CompletableFuture<Void>> survivors)
            throws InterruptedException {
        int enough = answered.size() + FEWEST_ANSWERS;
        while (answered.size() < enough && survivors.stream().noneMatch(CompletableFuture::isDone)) {
            Thread.sleep(10);
        }
        survivors.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join);
    }

    private static void read(FhirClient client, String search, Queue<String> answered, AtomicBoolean over) {
        try {
            while (!over.get()) {
                readOnce(client, search, answered);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readUntilNobodyAnswers(FhirClient client, String search, Queue<String> answered) {
        try {
            while (true) {
                readOnce(client, search, answered);
            }
        } catch (IOException killed) {
            // That is what ends it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client has an answer only when all of it has come. */
    private static void readOnce(FhirClient client, String search, Queue<String> answered)
            throws IOException, InterruptedException {
        Answer answer = client.get(search);
        assertThat(answer.status()).isEqualTo(200);
        answered.add(answer.header("X-Request-ID"));
    }
}
