package io.candour.audit;

import java.util.Objects;

/** A row of the log as read back: what was recorded, when, under which id. */
public record StoredRecord(RecordId id, AccessRecord record) {

    public StoredRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(record, "record");
    }
}
