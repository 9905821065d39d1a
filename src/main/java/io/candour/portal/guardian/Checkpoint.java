package io.candour.portal.guardian;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server publishes of its access log: signed lines that say how far the log had come. Whether the log still
 * holds it is for {@code verify-log} to find, with a key from outside; a page that said so would only be the server
 * speaking of itself.
 *
 * @param number from 1
 */
record Checkpoint(long number, Instant at) {
    private static final Duration OLD = Duration.ofDays(1);

    /** Reads it as it is published; empty where this is none. */
    static Optional<Checkpoint> read(String text) {
        Optional<String> number = line(text, "number");
        Optional<String> at = line(text, "at");
        if (!text.startsWith("candour access log checkpoint ") || number.isEmpty() || at.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoint(Long.parseLong(number.get()), Instant.parse(at.get())));
        } catch (DateTimeException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(String text, String word) {
        return text.lines()
                .filter(each -> each.startsWith(word + " "))
                .map(each -> each.substring(word.length() + 1))
                .findFirst();
    }

    /** Whether it is so old that somebody has to look why. */
    public boolean isOldAt(Instant now) {
        return at.plus(OLD).isBefore(now);
    }
}
