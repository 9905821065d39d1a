package io.candour.record;

import io.candour.choice.StoredJson;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.Labels;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * One row as it stands, right or wrong: to be held against what it should be.
 *
 * @param patient under whom it is; empty for nobody
 * @param item empty where the row can't be read
 * @param clinical where it is sorted by when it happened; empty for last
 * @param recorded where it is sorted by when it was stored
 */
public record IndexRow(
        String patient, Optional<IndexedItem> item, Optional<Instant> clinical, Optional<Instant> recorded) {
    /** PostgreSQL keeps microseconds, rounded. */
    private static final Duration PRECISION = Duration.ofNanos(1000);

    /** Of a row of reference, patient, version, facts, content, rests_on, own_labels, added_labels and both times. */
    static IndexRow of(ResultSet row) throws SQLException {
        return new IndexRow(row.getString(2), item(row), time(row, 9), time(row, 10));
    }

    /** Whether it is sorted where this item belongs. */
    public boolean sortedAs(RecordItem due) {
        return near(clinical, due.facts().clinical().flatMap(when -> when.start()))
                && near(recorded, Optional.of(due.facts().recorded()));
    }

    private static boolean near(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return Duration.between(one.get(), other.get()).abs().compareTo(PRECISION) <= 0;
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Optional<IndexedItem> item(ResultSet row) throws SQLException {
        String facts = row.getString(4);
        String ownLabels = row.getString(7);
        RecordItem item;
        Labels own;
        try {
            item = new RecordItem(row.getLong(3), StoredJson.read(facts, ItemFacts.class), row.getString(5));
            own = StoredJson.read(ownLabels, Labels.class);
        } catch (IllegalStateException unreadable) {
            return Optional.empty();
        }
        return Optional.of(
                new IndexedItem(item, Set.of((String[]) row.getArray(6).getArray()), own, Set.of((String[])
                        row.getArray(8).getArray())));
    }
}
