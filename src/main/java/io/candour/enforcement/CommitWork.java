package io.candour.enforcement;

import io.candour.access.StatedCare;
import io.candour.audit.AccessLog;
import io.candour.audit.AccessRecord;
import io.candour.audit.Item;
import io.candour.choice.CareRelationships;
import io.candour.choice.CareRelationships.Care;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.ItemFacts;
import io.candour.enforcement.WriteSet.Kind;
import io.candour.enforcement.WriteSet.Write;
import io.candour.identity.Directory;
import io.candour.identity.RevokedSessions;
import io.candour.identity.SessionEndedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What happens in a FHIR write's own transaction right before it commits: record index, directory, care relationships,
 * snapshots and the access record, all or none (I9); none where the writer's session has ended.
 *
 * <p>Done here and not in HAPI's hooks, because only now are labels final and conditional deletes done. Locks come last
 * and in one order, so that two writers never wait for each other. Safe for use by many threads.
 */
public final class CommitWork {
    private final JdbcTemplate jdbc;
    private final IndexWork index;
    private final Directory directory;
    private final CareRelationships relationships;
    private final StatedCare stated;
    private final SnapshotStore snapshots;
    private final ConsentWrites consents;
    private final List<AfterChoices> after;
    private final Optional<JournalledConsents> journal;
    private final RevokedSessions sessions;
    private final AccessLog log;

    CommitWork(
            JdbcTemplate jdbc,
            IndexWork index,
            Directory directory,
            CareRelationships relationships,
            StatedCare stated,
            SnapshotStore snapshots,
            ConsentWrites consents,
            List<AfterChoices> after,
            Optional<JournalledConsents> journal,
            RevokedSessions sessions,
            AccessLog log) {
        this.jdbc = jdbc;
        this.index = index;
        this.directory = directory;
        this.relationships = relationships;
        this.stated = stated;
        this.snapshots = snapshots;
        this.consents = consents;
        this.after = List.copyOf(after);
        this.journal = journal;
        this.sessions = sessions;
        this.log = log;
    }

    /** Does it for the transaction at hand; returns what to do once that has committed. */
    public Runnable flush() {
        Optional<WriteSet> collected = WriteSet.detach();
        if (collected.isEmpty()) {
            return () -> {};
        }
        WriteSet set = collected.get();
        flush(set);
        List<Long> notes = journal.map(each -> each.note(set)).orElse(List.of());
        return () -> {
            journal.ifPresent(each -> each.confirm(notes));
            set.exchange().committed();
        };
    }

    /** Forgets what a transaction collected that is rolled back. */
    public void forget() {
        WriteSet.detach();
    }

    private void flush(WriteSet set) {
        Map<String, Write> writes = set.writes();
        Map<String, Resource> written = new LinkedHashMap<>();
        Set<String> gone = new TreeSet<>();
        Set<String> fresh = new TreeSet<>();
        writes.forEach((reference, write) -> {
            if (write.kind() == Kind.DELETED) {
                gone.add(reference);
            } else {
                written.put(reference, (Resource) write.resource());
            }
            if (write.kind() == Kind.CREATED) {
                fresh.add(reference);
            }
        });
        IndexWork.Change change = index.write(written, gone, fresh);
        Map<String, ItemFacts> facts = change.facts();
        Map<String, Set<String>> before = change.before();
        snapshots.create(facts.values().stream()
                .filter(each -> each.type().equals("Patient"))
                .map(ItemFacts::id)
                .toList());

        // Whoever had or has an item that changed may now be decided about more narrowly; a new item narrows nothing.
        SortedSet<String> narrowed = new TreeSet<>();
        before.forEach((reference, patients) -> {
            narrowed.addAll(patients);
            Optional.ofNullable(facts.get(reference)).ifPresent(now -> narrowed.addAll(now.patients()));
        });
        Set<String> known = new TreeSet<>(before.keySet());
        known.retainAll(writes.keySet());
        narrowed.addAll(relate(set, known));
        boolean renamed = false;
        for (Map.Entry<String, Write> each : writes.entrySet()) {
            renamed |= name(each.getValue());
        }
        choose(set, facts, before, narrowed);
        if (renamed) {
            snapshots.bumpEpoch();
        }
        try {
            sessions.checkAtCommit(set.exchange().token().session());
        } catch (SessionEndedException ended) {
            throw Refusal.sessionEnded();
        }
        record(set, facts, before);
    }

    /** Care relationships count only as a system client states them; anybody's deletion ends them. */
    private Set<String> relate(WriteSet set, Set<String> known) {
        boolean believed = set.exchange().caller().kind() == CallerKind.SYSTEM;
        Map<String, Set<Care>> cares = new HashMap<>();
        if (believed) {
            set.writes().forEach((reference, write) -> {
                if (write.kind() != Kind.DELETED) {
                    cares.put(reference, stated.of(write.resource()));
                }
            });
        }
        return relationships.replace(cares, known);
    }

    private boolean name(Write write) {
        return write.kind() == Kind.DELETED
                ? directory.remove(
                        write.resource().fhirType(),
                        write.resource().getIdElement().getIdPart())
                : directory.put(write.resource());
    }

    /** Locks everybody whose decisions narrow, then makes the new choices count and moves the versions. */
    private void choose(
            WriteSet set, Map<String, ItemFacts> facts, Map<String, Set<String>> before, SortedSet<String> narrowed) {
        Map<String, Set<String>> choosing = ConsentWrites.patients(set.writes(), facts, before);
        choosing.values().forEach(narrowed::addAll);
        snapshots.lock(narrowed);
        consents.settle(set, choosing, facts);
        choosing.values().forEach(narrowed::removeAll);
        snapshots.bump(narrowed);
        Set<String> chose = new TreeSet<>();
        choosing.values().forEach(chose::addAll);
        if (!chose.isEmpty()) {
            after.forEach(each -> each.changed(chose));
        }
    }

    /** One record for the transaction: of its one write, of all its writes, or of the operation that made them. */
    private void record(WriteSet set, Map<String, ItemFacts> facts, Map<String, Set<String>> before) {
        SortedSet<String> patients = new TreeSet<>();
        List<Item> items = new ArrayList<>();
        set.writes().forEach((reference, write) -> {
            TreeSet<String> whose = new TreeSet<>(before.getOrDefault(reference, Set.of()));
            Optional.ofNullable(facts.get(reference)).ifPresent(now -> whose.addAll(now.patients()));
            patients.addAll(whose);
            IBaseResource resource = write.resource();
            items.add(new Item(
                    resource.fhirType(),
                    resource.getIdElement().getIdPart(),
                    resource.getIdElement().getVersionIdPartAsLong(),
                    whose));
        });
        set.answer().map(Answer::evidence).ifPresent(evidence -> {
            patients.addAll(evidence.patients());
            items.addAll(evidence.items());
        });
        AccessRecord record = set.answer()
                .map(answer -> set.exchange().done(patients, items, answer))
                .orElseGet(() -> written(set, patients, items));
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            log.writeInTransaction(connection, List.of(record));
            return null;
        });
    }

    private static AccessRecord written(WriteSet set, SortedSet<String> patients, List<Item> items) {
        Kind kind = set.writes().values().iterator().next().kind();
        boolean one = set.writes().size() == 1;
        return set.exchange().written(one ? kind.interaction : "transaction", patients, items, one ? kind.status : 200);
    }
}
