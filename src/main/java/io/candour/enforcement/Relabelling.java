package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.SnapshotStore;
import io.candour.choice.WriterLocks;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.record.ItemGraph;
import io.candour.record.RecordIndex;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Labels every stored item anew after the lists changed, some at a time, while the server goes on.
 *
 * <p>Each step is one transaction: items, versions of those whose decisions may narrow, and how far it came. So one that
 * is stopped anywhere goes on where it was, and two at once take turns. To be run when every replica has the new lists:
 * an item that a replica writes by the old ones is not seen again.
 */
public final class Relabelling {
    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final ItemGraph graph;
    private final IndexWork index;
    private final SnapshotStore snapshots;
    private final String edition;

    /** @param transactions READ COMMITTED, on the same database as {@code jdbc} */
    public Relabelling(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            FhirContext fhir,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.graph = new ItemGraph(jdbc);
        this.index = new IndexWork(fhir, new RecordIndex(jdbc), graph, new WriterLocks(jdbc), references, zone, lists);
        this.snapshots = new SnapshotStore(jdbc);
        this.edition = lists.edition();
    }

    /**
     * One step.
     *
     * @param looked how many items were read again
     * @param changed how many of the items now have other labels or facts
     */
    public record Step(int looked, int changed) {}

    /** How many items there are, of which some may be done already. */
    public long items() {
        return graph.count();
    }

    /** How many items an earlier run under the same lists has done. */
    public long done() {
        return Objects.requireNonNull(jdbc.queryForObject(
                """
                select count(*) from (select distinct i.type, i.id from candour.record_place i
                    join candour.relabelling r on r.lists = ? and (i.type, i.id) <= (r.type, r.id)) items
                """,
                Long.class,
                edition));
    }

    /** Whether items may be stored that other lists labelled. */
    public boolean due() {
        return Objects.requireNonNull(jdbc.queryForObject(
                """
                select exists (select from candour.record_place)
                    and not exists (select from candour.relabelling where lists = ? and ended is not null
                        and started = (select max(started) from candour.relabelling))
                """,
                Boolean.class,
                edition));
    }

    /** Notes that whatever is stored from now on is labelled by these lists, where nothing is stored yet. */
    public void noteIfEmpty() {
        jdbc.update(
                """
                insert into candour.relabelling (lists, ended)
                select ?, clock_timestamp() where not exists (select from candour.record_place)
                on conflict (lists) do update set started = clock_timestamp(), ended = clock_timestamp()
                """,
                edition);
    }

    /** Begins, or goes on with what an earlier run under the same lists left unfinished. */
    public void begin() {
        jdbc.update(
                """
                insert into candour.relabelling (lists) values (?)
                on conflict (lists) do update set type = '', id = '', started = clock_timestamp(), ended = null
                    where relabelling.ended is not null
                """,
                edition);
    }

    /**
     * Does the next items; empty when all are done.
     *
     * @param most how many at once
     */
    public Optional<Step> step(int most) {
        return Objects.requireNonNull(transactions.execute(transaction -> inTransaction(most)));
    }

    private Optional<Step> inTransaction(int most) {
        List<String[]> place = jdbc.query(
                "select type, id from candour.relabelling where lists = ? and ended is null for update",
                (row, number) -> new String[] {row.getString(1), row.getString(2)},
                edition);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        List<String> next = graph.after(place.get(0)[0], place.get(0)[1], most);
        if (next.isEmpty()) {
            jdbc.update("update candour.relabelling set ended = clock_timestamp() where lists = ?", edition);
            return Optional.empty();
        }
        IndexWork.Change change = index.readAgain(next);
        Set<String> narrowed = new TreeSet<>();
        change.before().values().forEach(narrowed::addAll);
        change.facts().values().forEach(facts -> narrowed.addAll(facts.patients()));
        snapshots.lock(narrowed);
        snapshots.bump(narrowed);
        String last = next.get(next.size() - 1);
        int slash = last.indexOf('/');
        jdbc.update(
                "update candour.relabelling set type = ?, id = ? where lists = ?",
                last.substring(0, slash),
                last.substring(slash + 1),
                edition);
        return Optional.of(new Step(next.size(), change.facts().size()));
    }
}
