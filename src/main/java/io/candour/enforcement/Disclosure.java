package io.candour.enforcement;

import io.candour.audit.StaleDecisionException;
import io.candour.choice.RecentSnapshots;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Sends an answer, once its record is durable (I2) and what it was decided on still held as that was committed (I4).
 */
final class Disclosure {
    /** Each wait doubles, from 1 ms: two seconds in all, longer than any choice takes to be stored. */
    private static final int ATTEMPTS = 11;

    /** After so many of them the record's writers wait. */
    private static final int ALONE = 6;

    private static final long FIRST_PAUSE_NANOS = 1_000_000;

    /** Several times what such an answer takes to make and to record. */
    private static final long BEAT_NANOS = 20_000_000;

    private final Opening opening;
    private final RecentSnapshots recent;
    private final Undisturbed undisturbed;

    Disclosure(Opening opening, RecentSnapshots recent, Undisturbed undisturbed) {
        this.opening = opening;
        this.recent = recent;
        this.undisturbed = undisturbed;
    }

    /** A restored database may have forgotten choices: until that is settled nobody reads. */
    void checkOpen() {
        if (!opening.open()) {
            throw Refusal.unavailable("Records are closed until it is settled what a restored database lost");
        }
    }

    /** Decides, records and sends; where the ground moved in between, decides again. */
    void send(Supplier<Answer> decision, Exchange exchange, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        publish(settle(decision, exchange), request, response);
    }

    /** Decides and records, until that holds; returns what may be sent now. */
    Answer settle(Supplier<Answer> decision, Exchange exchange) {
        Attempt recorded = new Attempt(decision, exchange);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (attempt < ALONE) {
                    recorded.run();
                } else {
                    undisturbed.run(recorded.patients(), () -> {
                        recent.forget(recorded.patients());
                        recorded.run();
                    });
                }
            } catch (StaleDecisionException | PessimisticLockingFailureException moved) {
                LockSupport.parkNanos(FIRST_PAUSE_NANOS << attempt);
                recent.forget(recorded.patients());
                exchange.refresh();
                continue;
            }
            Answer answer = recorded.answer();
            if (answer.status() == HttpServletResponse.SC_NOT_FOUND) {
                awaitBeat(exchange, BEAT_NANOS);
            }
            // A database that was restored since the decision has cost the log its connection, and that closed us.
            checkOpen();
            return answer;
        }
        throw Refusal.unavailable("This record is being changed right now; try again");
    }

    /** Decides and records, until that holds. */
    private static final class Attempt implements Runnable {
        private final Supplier<Answer> decision;
        private final Exchange exchange;
        private Optional<Answer> last = Optional.empty();

        Attempt(Supplier<Answer> decision, Exchange exchange) {
            this.decision = decision;
            this.exchange = exchange;
        }

        @Override
        public void run() {
            Answer made = decision.get();
            last = Optional.of(made);
            exchange.record(made.status(), made.evidence());
        }

        Answer answer() {
            return last.orElseThrow();
        }

        Set<String> patients() {
            return last.<Set<String>>map(made -> made.evidence().patients()).orElse(Set.of());
        }
    }

    /**
     * What is not there and what is withheld are decided by comparable work, and still not by the same. So an answer that
     * shows nothing leaves on a beat counted from when its request came: how long it took is not to tell (I5).
     */
    static void awaitBeat(Exchange exchange, long nanos) {
        long leaves = (exchange.age() / nanos + 1) * nanos;
        for (long left = leaves - exchange.age(); left > 0; left = leaves - exchange.age()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Sends without a record: only what is open to everybody, to somebody who came without a token. */
    static void publish(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        response.setContentType("application/fhir+json;charset=UTF-8");
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(body);
        }
    }
}
