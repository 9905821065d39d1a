package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.CareRelationships;
import io.candour.consent.fhir.LabelLists;
import io.candour.consent.fhir.LocalReferences;
import io.candour.enforcement.Walk.Place;
import io.candour.enforcement.Walk.Stretch;
import io.candour.record.ItemGraph;
import io.candour.record.RecordIndex;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares the record index with what HAPI's tables hold, some items at a time, while the server goes on. It writes
 * nothing and locks nobody out.
 *
 * <p>Each step sees one moment of both. They are written in one transaction (I9), so what differs in such a moment does
 * differ, however much is being written. Used by one thread, once.
 */
public final class IndexCheck {
    private final TransactionTemplate moment;
    private final Walk walk;
    private final Comparison comparison;
    private Place place = Place.START;

    /**
     * @param transactions of the database of {@code jdbc}
     * @param fhir configured as HAPI's JPA server has it
     */
    public IndexCheck(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            FhirContext fhir,
            LocalReferences references,
            ZoneId zone,
            LabelLists lists) {
        this.moment = new TransactionTemplate(transactions);
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        moment.setReadOnly(true);
        StoredResources stored = new StoredResources(jdbc, fhir);
        ItemGraph graph = new ItemGraph(jdbc);
        this.walk = new Walk(stored, graph);
        this.comparison = new Comparison(
                new DueItems(stored, graph, fhir, references, zone, lists),
                new RecordIndex(jdbc),
                new CareRelationships(jdbc));
    }

    /**
     * One step.
     *
     * @param passed how many items were passed: those that both have are passed twice
     */
    public record Step(int passed, List<Difference> differences) {}

    /** How many items there are to pass. */
    public long length() {
        return walk.length();
    }

    /**
     * Looks at the next items; empty when all were looked at.
     *
     * @param most how many at once
     */
    public Optional<Step> step(int most) {
        return Objects.requireNonNull(moment.execute(transaction -> {
            Optional<Stretch> next = walk.next(place, most);
            next.ifPresent(stretch -> place = stretch.end());
            return next.map(stretch -> new Step(
                    stretch.passed(), comparison.look(stretch.references()).differences()));
        }));
    }
}
