package io.candour.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one row of the log. Its text is the AuditEvent's id: stable, at most 64 characters, and telling nothing but the
 * row's time (a running number would tell how much others are looked at). Ordered by time in the log.
 *
 * @param at the row's time on the database's clock, in microseconds
 */
public record RecordId(Instant at, UUID id) implements Comparable<RecordId> {

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{1,15})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    public RecordId {
        at = at.truncatedTo(ChronoUnit.MICROS);
        Objects.requireNonNull(id, "id");
    }

    /** The id that has this text, or empty where none can. */
    public static Optional<RecordId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long micros = Long.parseLong(matcher.group(1), 16);
        return Optional.of(
                new RecordId(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), UUID.fromString(matcher.group(2))));
    }

    @Override
    public int compareTo(RecordId other) {
        int byTime = at.compareTo(other.at);
        // PostgreSQL orders uuid by its bytes, as the text does; UUID.compareTo is signed.
        return byTime != 0 ? byTime : id.toString().compareTo(other.id.toString());
    }

    @Override
    public String toString() {
        return Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, at)) + "-" + id;
    }
}
