package io.candour.choice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which organisations care for which patients, row by row as data is written. Read as a part of the snapshot.
 *
 * <p>Joins the transaction at hand, which holds the {@link WriterLocks} of the patients. Safe for use by many threads.
 */
public final class CareRelationships {

    /**
     * One organisation's care of one patient, as one item states it.
     *
     * @param organisation {@code Organization/id}
     * @param basis the element that says so, as {@code Encounter.serviceProvider}
     * @param until when it ends by itself, in microseconds at most; empty while it goes on
     */
    public record Care(String patient, String organisation, String basis, Optional<Instant> until) {}

    private static final String UNMERGED = " where patient = any (?) and relationships <> candour.care_of(patient)";

    private final JdbcTemplate jdbc;

    public CareRelationships(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** References of the items that state that organisations care for this patient now, by organisation. */
    public Map<String, Set<String>> sources(String patient) {
        Map<String, Set<String>> sources = new HashMap<>();
        jdbc.query(
                "select organisation, source from candour.care_relationship where patient = ?"
                        + " and (ends is null or ends > clock_timestamp())",
                row -> {
                    sources.computeIfAbsent(row.getString(1), any -> new HashSet<>())
                            .add(row.getString(2));
                },
                patient);
        return sources;
    }

    /**
     * Replaces what these items stated by what they state now.
     *
     * @param stated by the item's reference; with no care for one that was deleted or states none any more
     * @param known items that may have stated something before
     * @return the patients some organisation may no longer care for, or not for as long; their version must move
     */
    public Set<String> replace(Map<String, Set<Care>> stated, Collection<String> known) {
        record Row(String source, Care care) {}
        Set<Row> before = known.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.query(
                        """
                        delete from candour.care_relationship where source = any (?)
                        returning source, patient, organisation, basis, ends
                        """,
                        (row, number) -> new Row(
                                row.getString(1),
                                new Care(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        Optional.ofNullable(row.getObject(5, OffsetDateTime.class))
                                                .map(OffsetDateTime::toInstant))),
                        (Object) known.toArray(String[]::new)));
        List<Object[]> rows = new ArrayList<>();
        Set<Row> now = new HashSet<>();
        stated.forEach((source, cares) -> cares.forEach(care -> {
            now.add(new Row(source, care));
            rows.add(new Object[] {
                care.patient(),
                source,
                care.organisation(),
                care.basis(),
                care.until().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null)
            });
        }));
        jdbc.batchUpdate(
                "insert into candour.care_relationship (patient, source, organisation, basis, ends)"
                        + " values (?, ?, ?, ?, ?)",
                rows);
        merge(Stream.concat(before.stream(), now.stream())
                .map(row -> row.care().patient())
                .collect(Collectors.toCollection(TreeSet::new)));
        Set<String> narrowed = new HashSet<>();
        before.stream()
                .filter(row -> !now.contains(row))
                .forEach(row -> narrowed.add(row.care().patient()));
        return narrowed;
    }

    /** Those of these patients whose snapshots say something else than what items state now. */
    public Set<String> unmerged(Collection<String> patients) {
        return patients.isEmpty()
                ? Set.of()
                : new TreeSet<>(
                        jdbc.queryForList("select patient from candour.snapshot" + UNMERGED, String.class, (Object)
                                patients.toArray(String[]::new)));
    }

    /** Puts what holds now into the snapshots. Writers of one patient's items take turns, so nobody's rows are missed. */
    public void merge(Collection<String> patients) {
        if (!patients.isEmpty()) {
            jdbc.update("update candour.snapshot set relationships = candour.care_of(patient)" + UNMERGED, (Object)
                    patients.toArray(String[]::new));
        }
    }
}
