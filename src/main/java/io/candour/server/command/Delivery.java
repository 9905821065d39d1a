package io.candour.server.command;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings one parcel to the server and says how each of its items ended. Where waiting may help it tries again, later
 * each time and never before the server's Retry-After; of a batch only the items that are still open. Thread-safe.
 */
final class Delivery {
    /** A server that asks for more than this is taken at its word: it will not serve this run. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final FhirClient client;
    private final RetryPolicy<Boolean> policy;
    private final CountDownLatch stop;

    /** @param stop ends every wait at once when it is counted down */
    Delivery(FhirClient client, int retries, Duration firstDelay, CountDownLatch stop) {
        this.client = client;
        this.policy = RetryPolicy.<Boolean>builder()
                .handleResult(false)
                .withMaxRetries(retries)
                .withBackoff(firstDelay, firstDelay.multipliedBy(60))
                .withJitter(0.25)
                .build();
        this.stop = stop;
    }

    /** @param sentBefore whether an earlier run sent this and never saw the answer */
    List<Outcome> deliver(Parcel parcel, boolean sentBefore) throws InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        Set<Parcel.Item> maybeThere = new HashSet<>(sentBefore ? parcel.items() : List.of());
        Execution<Boolean> execution = Execution.of(policy);
        Parcel open = parcel;
        while (true) {
            Round round = attempt(open);
            Map<Parcel.Item, Verdict> again = new LinkedHashMap<>();
            round.verdicts().forEach((item, verdict) -> {
                if (verdict.isLoaded()) {
                    outcomes.add(new Outcome(item, Outcome.Kind.LOADED, verdict, true));
                } else if (verdict.isDuplicate() && maybeThere.contains(item)) {
                    outcomes.add(new Outcome(item, Outcome.Kind.ALREADY_THERE, verdict, true));
                } else {
                    again.put(item, verdict);
                    if (verdict.mayBeThere()) {
                        maybeThere.add(item);
                    }
                }
            });
            boolean wait = round.retryAfter().compareTo(LONGEST_RETRY_AFTER) <= 0
                    && again.values().stream().anyMatch(Verdict::mayPass);
            execution.recordResult(!wait);
            if (execution.isComplete() || stopped(execution.getDelay(), round.retryAfter())) {
                again.forEach((item, verdict) -> outcomes.add(failed(item, verdict, maybeThere)));
                return outcomes;
            }
            again.entrySet().removeIf(entry -> {
                boolean isFinal = !entry.getValue().mayPass();
                if (isFinal) {
                    outcomes.add(failed(entry.getKey(), entry.getValue(), maybeThere));
                }
                return isFinal;
            });
            open = open.only(again.keySet());
        }
    }

    private record Round(Map<Parcel.Item, Verdict> verdicts, Duration retryAfter) {}

    private Round attempt(Parcel parcel) throws InterruptedException {
        try {
            if (parcel instanceof Transaction transaction && !transaction.file().isUnchanged()) {
                return same(parcel, Verdict.refused(400, "the file has changed since it was read"));
            }
            Answer answer = client.post(parcel);
            List<Verdict> verdicts = parcel.verdicts(answer);
            Map<Parcel.Item, Verdict> byItem = new LinkedHashMap<>();
            for (int i = 0; i < verdicts.size(); i++) {
                byItem.put(parcel.items().get(i), verdicts.get(i));
            }
            return new Round(byItem, answer.retryAfter());
        } catch (IOException e) {
            String message = e.getMessage() == null ? "" : ": " + e.getMessage();
            return same(parcel, Verdict.noAnswer("no answer (" + e.getClass().getSimpleName() + message + ")"));
        } catch (TokenRefused e) {
            return same(parcel, Verdict.refused(401, e.reason()));
        }
    }

    private static Round same(Parcel parcel, Verdict verdict) {
        Map<Parcel.Item, Verdict> verdicts = new LinkedHashMap<>();
        parcel.items().forEach(item -> verdicts.put(item, verdict));
        return new Round(verdicts, Duration.ZERO);
    }

    private static Outcome failed(Parcel.Item item, Verdict verdict, Set<Parcel.Item> maybeThere) {
        return new Outcome(item, Outcome.Kind.FAILED, verdict, !maybeThere.contains(item));
    }

    private boolean stopped(Duration backoff, Duration retryAfter) throws InterruptedException {
        Duration wait = backoff.compareTo(retryAfter) > 0 ? backoff : retryAfter;
        return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
