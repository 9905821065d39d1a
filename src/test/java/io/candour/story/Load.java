package io.candour.story;

import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Clients that ask on and on, each in a thread of its own and one request after the other, and ask again what failed for a
 * reason that may pass: 429, 5xx, or no answer at all. Remembers what was answered and what was given up.
 */
final class Load implements AutoCloseable {
    private static final int MOST_TOLD = 20;

    /** One client: its next request, by its turn from 0 on. A request that is asked again must be the same one. */
    @FunctionalInterface
    interface Client {
        Answer ask(int turn) throws IOException, InterruptedException;
    }

    private final int retries;
    private final Duration pause;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> givenUp = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean over;

    /**
     * @param retries how often a request is asked again before it is given up
     * @param pause before it is asked again
     */
    Load(int retries, Duration pause) {
        this.retries = retries;
        this.pause = pause;
    }

    /**
     * Begins with one more client.
     *
     * @param between how long it rests after each answer
     */
    void begin(String name, Duration between, Client client) {
        Thread thread = new Thread(() -> run(name, between, client), "load-" + name);
        clients.add(thread);
        thread.start();
    }

    /** How many requests were answered with success, at the last. */
    int answered() {
        return requests.size();
    }

    /** How many tries failed, whatever came of the request. */
    int failures() {
        return failures.get();
    }

    /** What no retry healed, and what was refused. */
    List<String> givenUp() {
        return givenUp.stream().limit(MOST_TOLD).toList();
    }

    /** Those of the answered requests that the log of this database has no row of. */
    Set<String> unrecorded(JdbcTemplate database) {
        Set<String> missing = new HashSet<>(requests);
        missing.removeAll(database.queryForList(
                "select request_id from candour.access_record where request_id in (select unnest(?::text[]))",
                String.class,
                "{" + String.join(",", requests) + "}"));
        return missing;
    }

    /** Returns when each client has its last answer. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    private void run(String name, Duration between, Client client) {
        try {
            for (int turn = 0; !over; turn++) {
                ask(name, turn, client);
                Thread.sleep(between.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            givenUp.add(name + " was interrupted");
        } catch (RuntimeException e) {
            // The thread ends here, and whoever looks at what was given up must see it.
            givenUp.add(name + " ended: " + e);
        }
    }

    private void ask(String name, int turn, Client client) throws InterruptedException {
        String last = "";
        for (int tries = 0; tries <= retries; tries++) {
            try {
                Answer answer = client.ask(turn);
                if (answer.status() / 100 == 2) {
                    Optional.of(answer.header("X-Request-ID"))
                            .filter(id -> !id.isEmpty())
                            .ifPresent(requests::add);
                    return;
                }
                last = answer.status() + " " + answer.body();
                if (answer.status() < 500 && answer.status() != 429) {
                    break;
                }
            } catch (IOException noAnswer) {
                last = noAnswer.toString();
            }
            failures.incrementAndGet();
            Thread.sleep(pause.toMillis());
        }
        givenUp.add(name + " " + turn + ": " + last);
    }
}
