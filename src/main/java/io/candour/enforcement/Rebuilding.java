package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.CareRelationships;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.Comparison.Look;
import io.candour.enforcement.Walk.Place;
import io.candour.enforcement.Walk.Stretch;
import io.candour.record.IndexedItem;
import io.candour.record.ItemGraph;
import io.candour.record.RecordIndex;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings the record index to what HAPI's tables hold, some items at a time, while the server goes on: rows that are
 * missing, stale or left over. Of what is right nothing is written and nobody is locked out.
 *
 * <p>Each step is one transaction: items, versions of those whose decisions may narrow, and how far it came. So one that
 * is stopped anywhere goes on where it was, and two at once take turns. It makes no snapshots: what people chose can't
 * be told from what HAPI holds, and whose choices are lost stays closed.
 */
public final class Rebuilding {
    private static final int MOST_TRIES = 100;
    private static final long PAUSE_MILLIS = 100;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final StoredResources stored;
    private final RecordIndex index;
    private final ItemGraph graph;
    private final CareRelationships care;
    private final Walk walk;
    private final Comparison comparison;
    private final WriterLocks locks;
    private final SnapshotStore snapshots;

    /**
     * @param transactions READ COMMITTED, on the same database as {@code jdbc}
     * @param fhir configured as HAPI's JPA server has it
     */
    public Rebuilding(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            FhirContext fhir,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.stored = new StoredResources(jdbc, fhir);
        this.graph = new ItemGraph(jdbc);
        this.index = new RecordIndex(jdbc);
        this.walk = new Walk(stored, graph);
        this.care = new CareRelationships(jdbc);
        this.comparison = new Comparison(new DueItems(stored, graph, fhir, references, zone, lists), index, care);
        this.locks = new WriterLocks(jdbc);
        this.snapshots = new SnapshotStore(jdbc);
    }

    /**
     * One step.
     *
     * @param passed how many items were passed: those that both have are passed twice
     * @param mended how many of them the index had wrong, or not, or too many
     */
    public record Step(int passed, int mended) {}

    /** How many items there are to pass. */
    public long length() {
        return walk.length();
    }

    /** How many items an earlier run that did not end has passed. */
    public long passed() {
        return places(false).stream().mapToLong(walk::passed).sum();
    }

    /** Begins, or goes on with what an earlier run left unfinished. */
    public void begin() {
        jdbc.update(
                """
                insert into candour.rebuild default values
                on conflict (one) do update set number = 0, type = '', id = '', started = clock_timestamp(), ended = null
                    where rebuild.ended is not null
                """);
    }

    /**
     * Does the next items; empty when all are done.
     *
     * @param most how many at once
     * @throws CannotAcquireLockException if others were writing what is to be mended whenever it was tried
     */
    public Optional<Step> step(int most) throws InterruptedException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                Attempt attempt =
                        Objects.requireNonNull(transactions.execute(transaction -> attempt(most, transaction)));
                if (!attempt.disturbed()) {
                    return attempt.step();
                }
            } catch (PessimisticLockingFailureException deadlock) {
                // Writers lock more patients as they learn of them, and so does a step: one of two has to give way.
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new CannotAcquireLockException("others keep writing what is to be mended");
    }

    private record Attempt(boolean disturbed, Optional<Step> step) {}

    private List<Place> places(boolean lock) {
        return jdbc.query(
                "select number, type, id from candour.rebuild where ended is null" + (lock ? " for update" : ""),
                (row, number) -> new Place(row.getLong(1), row.getString(2), row.getString(3)));
    }

    private Attempt attempt(int most, TransactionStatus transaction) {
        List<Place> place = places(true);
        if (place.isEmpty()) {
            return new Attempt(false, Optional.empty());
        }
        Optional<Stretch> next = walk.next(place.get(0), most);
        if (next.isEmpty()) {
            jdbc.update("update candour.rebuild set ended = clock_timestamp()");
            return new Attempt(false, Optional.empty());
        }
        Stretch stretch = next.get();
        // Without locks at first: what is seen to be right then is right, since every writer leaves its items right.
        Set<String> suspects = references(comparison.look(stretch.references()).differences());
        Optional<Integer> mended = suspects.isEmpty() ? Optional.of(0) : mend(suspects);
        if (mended.isEmpty()) {
            transaction.setRollbackOnly();
            return new Attempt(true, Optional.empty());
        }
        Place end = stretch.end();
        jdbc.update("update candour.rebuild set number = ?, type = ?, id = ?", end.number(), end.type(), end.id());
        return new Attempt(false, Optional.of(new Step(stretch.passed(), mended.get())));
    }

    /** Returns how many were mended; empty if somebody is writing one of them, so that it is to be tried again. */
    private Optional<Integer> mend(Set<String> suspects) {
        Look look = settled(suspects);
        Set<String> wrong = references(look.differences());
        Map<String, IndexedItem> due = new HashMap<>(look.due().items());
        due.keySet().retainAll(wrong);
        Set<String> gone = new TreeSet<>(wrong);
        gone.removeAll(due.keySet());
        Set<String> narrowed = new TreeSet<>();
        due.values().forEach(item -> narrowed.addAll(item.item().facts().patients()));
        index.replace(due.values(), gone).values().forEach(narrowed::addAll);
        Map<String, Optional<IndexedItem>> changed = new HashMap<>();
        wrong.forEach(each -> changed.put(each, Optional.ofNullable(due.get(each))));
        graph.forgetTold(changed);
        snapshots.lock(narrowed);
        care.merge(Comparison.patients(wrong));
        snapshots.bump(narrowed);
        // Not every writer takes a lock that we hold: what the index lacks is nobody's yet. HAPI's rows they all have.
        return stored.unchanged(look.due().versions()) ? Optional.of(wrong.size()) : Optional.empty();
    }

    /** Looks until every writer that could change what was looked at is known to be behind us. */
    private Look settled(Set<String> suspects) {
        Set<String> locked = new TreeSet<>();
        while (true) {
            Look look = comparison.look(suspects);
            Set<String> needed = new TreeSet<>(look.patients());
            needed.removeAll(locked);
            if (needed.isEmpty()) {
                return look;
            }
            locks.lock(needed);
            locked.addAll(needed);
        }
    }

    private static Set<String> references(Collection<Difference> differences) {
        Set<String> references = new TreeSet<>();
        differences.forEach(each -> references.add(each.reference()));
        return references;
    }
}
