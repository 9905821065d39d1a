package io.candour.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** @param next where the next page starts ({@link AuditEventQuery#after()}); empty on the last page */
public record Page<T>(List<T> rows, Optional<RecordId> next) {

    public Page {
        rows = List.copyOf(rows);
        Objects.requireNonNull(next, "next");
    }
}
