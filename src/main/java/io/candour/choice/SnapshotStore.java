package io.candour.choice;

import io.candour.consent.Directive;
import io.candour.consent.Grant;
import io.candour.consent.Relationship;
import io.candour.consent.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Each patient's snapshot: created with the patient, read in one look-up, moved by whatever can narrow a decision.
 *
 * <p>The writing methods join the transaction at hand. Whoever narrows calls {@link #lock} first and holds it to the
 * commit, so that no answer decided on the older version is recorded after it (I4). Safe for use by many threads.
 */
public final class SnapshotStore implements SnapshotSource {
    private static final int FETCHED = 1_000;

    private static final String LOAD =
            """
            select e.epoch, clock_timestamp(), s.patient, s.version, s.directives, s.relationships,
                %s
            from candour.epoch e cross join (values (?::text)) another(near)
                left join candour.snapshot s on s.patient = any (array_append(?, case when near is not null then
                    coalesce((select patient from candour.snapshot where patient >= near order by patient limit 1),
                        (select min(patient) from candour.snapshot)) end))
            """
                    .formatted(Grants.HELD);

    private final JdbcTemplate jdbc;

    public SnapshotStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The snapshots of these patients, for nobody in particular; one round trip. */
    public Snapshots load(Collection<String> patients) {
        return load(patients, Holder.NOBODY);
    }

    /** One round trip. */
    @Override
    public Snapshots load(Collection<String> patients, Holder holder) {
        return load(patients, Optional.empty(), holder);
    }

    /** One round trip. */
    @Override
    public Snapshots loadWithAnother(Collection<String> patients, String near, Holder holder) {
        return load(patients, Optional.of(near), holder);
    }

    private Snapshots load(Collection<String> patients, Optional<String> near, Holder holder) {
        Map<String, Snapshot> snapshots = new HashMap<>();
        List<Grant> grants = new ArrayList<>();
        record Moment(long epoch, Instant now) {}
        List<Moment> moments = jdbc.query(
                LOAD,
                (row, number) -> {
                    if (row.getString(3) != null) {
                        Snapshot snapshot = snapshot(row);
                        snapshots.put(snapshot.patient(), snapshot);
                        grants.addAll(grants(row.getString(7), snapshot.patient(), holder));
                    }
                    return new Moment(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                },
                holder.names().toArray(String[]::new),
                near.orElse(null),
                patients.toArray(String[]::new));
        return new Snapshots(
                snapshots, grants, moments.get(0).epoch(), moments.get(0).now());
    }

    /**
     * Gives everybody's snapshot, without care relationships: for purposes that are not care. Streamed, so the transaction
     * at hand must be one.
     */
    public void each(Consumer<Snapshot> snapshots) {
        JdbcTemplate streaming = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        streaming.setFetchSize(FETCHED);
        streaming.query("select patient, version, directives from candour.snapshot", row -> {
            snapshots.accept(new Snapshot(
                    row.getString(1),
                    row.getLong(2),
                    StoredJson.readList(row.getString(3), Directive.class),
                    List.of()));
        });
    }

    private Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(
                row.getString(3),
                row.getLong(4),
                StoredJson.readList(row.getString(5), Directive.class),
                StoredJson.readList(row.getString(6), Relationship.class));
    }

    private static List<Grant> grants(@Nullable String held, String patient, Holder holder) {
        return held == null
                ? List.of()
                : StoredJson.readList(held, KeptGrant.Row.class).stream()
                        .map(row -> row.grant(holder.caller(), patient))
                        .filter(holder::uses)
                        .toList();
    }

    /** Gives new patients their row; those who have one keep it. */
    public void create(Collection<String> patients) {
        jdbc.batchUpdate(
                "insert into candour.snapshot (patient) values (?) on conflict do nothing",
                new TreeSet<>(patients)
                        .stream().map(each -> new Object[] {each}).toList());
    }

    /** Waits until no one else narrows decisions about these patients and nobody's answer about them is being recorded. */
    public void lock(Collection<String> patients) {
        PatientLocks.exclusive(jdbc, patients);
    }

    /** Moves the versions of these patients, whose lock is held. */
    public void bump(Collection<String> patients) {
        jdbc.update(
                "update candour.snapshot set version = version + 1, changed = clock_timestamp() where patient = any (?)",
                (Object) patients.toArray(String[]::new));
    }

    /** Moves the version of everybody at once, when nobody's answer is being recorded; the last thing a writer does. */
    public void bumpEpoch() {
        PatientLocks.exclusive(jdbc, List.of(PatientLocks.EPOCH));
        jdbc.update("update candour.epoch set epoch = epoch + 1");
    }

    /** Makes the patient's snapshot out of the Consents that count, and moves its version. The patient's lock is held. */
    public void compile(String patient) {
        jdbc.update(
                """
                update candour.snapshot set version = version + 1, changed = clock_timestamp(), directives = coalesce(
                    (select jsonb_agg(c.directive order by c.consent) from candour.consent c
                        where c.patient = ? and c.standing <> 'DORMANT' and c.superseded_by is null),
                    '[]')
                where patient = ?
                """,
                patient,
                patient);
    }
}
