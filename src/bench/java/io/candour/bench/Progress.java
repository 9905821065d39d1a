package io.candour.bench;

import java.time.Duration;
import java.util.Locale;

/** Plain lines about what is being measured, each with the time since the start: people wait for this. */
final class Progress {
    private static final long STARTED = System.nanoTime();

    private Progress() {}

    static void say(String line, Object... values) {
        Duration since = Duration.ofNanos(System.nanoTime() - STARTED);
        System.out.printf(
                Locale.ROOT,
                "[%3d:%02d] %s%n",
                since.toMinutes(),
                since.toSecondsPart(),
                String.format(Locale.ROOT, line, values));
        System.out.flush();
    }
}
