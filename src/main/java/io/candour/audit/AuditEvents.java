package io.candour.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.AuditEvent;

/**
 * The log as R4 AuditEvents, for those who may see it. Whether the caller is who the viewer says is decided before; that
 * they asked is recorded by whoever asks. Safe for use by many threads.
 */
public final class AuditEvents {

    private final AccessRecords records;
    private final AuditEventView view;

    public AuditEvents(DataSource source, AuditEventView view) {
        this.records = new AccessRecords(source);
        this.view = view;
    }

    /** Empty alike for an id that can't be, one that isn't there, and one the viewer may not know of. */
    public Optional<AuditEvent> read(String id, Viewer viewer) {
        return record(id, viewer).map(view::render);
    }

    /** As {@link #read}, as a record. */
    public Optional<StoredRecord> record(String id, Viewer viewer) {
        return RecordId.parse(id).flatMap(records::read).flatMap(stored -> seen(stored, viewer));
    }

    /** A page, newest first: full unless it is the last, whatever was left out of it on the way. */
    public Page<AuditEvent> search(AuditEventQuery query, Viewer viewer) {
        Page<StoredRecord> page = records(query, viewer);
        return new Page<>(page.rows().stream().map(view::render).toList(), page.next());
    }

    /** As {@link #search}, as records. */
    public Page<StoredRecord> records(AuditEventQuery query, Viewer viewer) {
        Optional<AuditEventQuery> narrowed = narrow(query, viewer);
        List<StoredRecord> seen = new ArrayList<>();
        while (narrowed.isPresent()) {
            AuditEventQuery next = narrowed.get();
            List<StoredRecord> found = records.find(next, query.count() + 1);
            Viewer looking =
                    viewer.over(found.stream().map(StoredRecord::record).toList());
            for (StoredRecord stored : found) {
                if (seen.size() == query.count()) {
                    return new Page<>(
                            seen, Optional.of(seen.get(seen.size() - 1).id()));
                }
                seen(stored, looking)
                        .filter(shown -> names(shown, query.entity()))
                        .ifPresent(seen::add);
            }
            narrowed = found.size() <= query.count()
                    ? Optional.empty()
                    : Optional.of(next.after(found.get(found.size() - 1).id()));
        }
        return new Page<>(seen, Optional.empty());
    }

    private static Optional<AuditEventQuery> narrow(AuditEventQuery query, Viewer viewer) {
        Optional<String> only = viewer.only();
        if (only.isPresent() && query.patient().isPresent() && !query.patient().equals(only)) {
            return Optional.empty();
        }
        return Optional.of(only.map(query::about).orElse(query));
    }

    private static Optional<StoredRecord> seen(StoredRecord stored, Viewer viewer) {
        return viewer.view(stored.record()).map(record -> new StoredRecord(stored.id(), record));
    }

    /** Asked again of what the viewer is shown: else a search would tell of items that were cut. */
    private static boolean names(StoredRecord shown, Optional<String> entity) {
        return entity.isEmpty()
                || shown.record().items().stream().anyMatch(item -> entity.get().equals(item.reference()));
    }
}
