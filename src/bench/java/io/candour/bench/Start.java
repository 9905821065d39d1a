package io.candour.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * What one start took up to the first answer.
 *
 * @param wall from the start of the process
 * @param cpu of the process, all its threads, user and system
 */
record Start(Duration wall, Duration cpu) {

    double wallSeconds() {
        return wall.toMillis() / 1000.0;
    }

    double cpuSeconds() {
        return cpu.toMillis() / 1000.0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s, %.1f CPU s", wallSeconds(), cpuSeconds());
    }
}
