package io.candour.bench;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks a server for some seconds. Any answer but 200 ends the measurement: it would be cheaper than a right one.
 *
 * <p>Used by one thread.
 */
final class Load {
    private static final int MOST_AT_ONCE = 512;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    /** The same in every run, so that all arms meet the same arrivals. */
    private static final long SEED = 20260101;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Asked asked;
    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final AtomicInteger number = new AtomicInteger();
    private volatile String wrong = "";

    private Load(Asked asked) {
        this.asked = asked;
    }

    /**
     * What came back.
     *
     * @param seconds by the clock
     * @param micros from when a request was due to the end of its answer
     */
    record Answers(long count, double seconds, Histogram micros) {
        double perSecond() {
            return count / seconds;
        }

        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** A closed loop: so many connections, each asks again when it has its answer. */
    static Answers closed(Asked asked, int connections, double seconds) throws Exception {
        return new Load(asked).closed(connections, seconds);
    }

    /** An open loop: requests arrive at random, so many a second on average, whether or not others are still waiting. */
    static Answers open(Asked asked, double perSecond, double seconds) throws Exception {
        return new Load(asked).open(perSecond, seconds);
    }

    private Answers closed(int connections, double seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Integer>> askers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                askers.add(() -> {
                    while (System.nanoTime() < end && wrong.isEmpty()) {
                        long due = System.nanoTime();
                        take(http.send(asked.request(number.getAndIncrement()), BodyHandlers.ofByteArray()), due);
                    }
                    return 0;
                });
            }
            for (Future<Integer> each : threads.invokeAll(askers)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return answers(start);
    }

    private Answers open(double perSecond, double seconds) throws Exception {
        Semaphore free = new Semaphore(MOST_AT_ONCE);
        Random random = new Random(SEED);
        long start = System.nanoTime();
        double due = 0;
        while (due < seconds && wrong.isEmpty()) {
            long at = start + (long) (due * 1e9);
            while (System.nanoTime() < at) {
                LockSupport.parkNanos(at - System.nanoTime());
            }
            // Where too many are under way, the wait for one of them counts: it is due since 'at'.
            free.acquire();
            var unused = http.sendAsync(asked.request(number.getAndIncrement()), BodyHandlers.ofByteArray())
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            take(answer, at);
                        } else {
                            wrong = failure.toString();
                        }
                        free.release();
                    });
            due += -Math.log(1 - random.nextDouble()) / perSecond;
        }
        if (!free.tryAcquire(MOST_AT_ONCE, 2, TimeUnit.MINUTES)) {
            throw new BenchFailure("no answer within two minutes: " + asked.base());
        }
        return answers(start);
    }

    private void take(HttpResponse<byte[]> answer, long due) {
        if (answer.statusCode() != 200 || answer.body().length == 0) {
            wrong = "%d to %s".formatted(answer.statusCode(), answer.uri());
        }
        micros.recordValue(Math.min((System.nanoTime() - due) / 1000, LONGEST_MICROS));
    }

    private Answers answers(long start) {
        if (!wrong.isEmpty()) {
            throw new BenchFailure("not answered: " + wrong);
        }
        return new Answers(micros.getTotalCount(), (System.nanoTime() - start) / 1e9, micros);
    }
}
