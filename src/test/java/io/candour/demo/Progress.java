package io.candour.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Plain lines on standard output about what is being waited for, from the third second on. */
final class Progress {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofSeconds(8);

    private Progress() {}

    static void say(String line) {
        System.out.println(line);
    }

    /**
     * Does the work and meanwhile prints how long it has taken; says so when it is done, if it took long enough to
     * wonder.
     *
     * @param doing what is being done now, asked again for every line
     */
    static <T> T during(String what, Supplier<String> doing, Callable<T> work) throws Exception {
        Instant start = Instant.now();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleAtFixedRate(
                () -> say("  %s: %s (%d s)"
                        .formatted(what, doing.get(), since(start).toSeconds())),
                QUIET.toMillis(),
                BETWEEN.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            T result = work.call();
            if (since(start).compareTo(QUIET) > 0) {
                say("  %s: ready after %d s".formatted(what, since(start).toSeconds()));
            }
            return result;
        } finally {
            clock.shutdownNow();
        }
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }
}
