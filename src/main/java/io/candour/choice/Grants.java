package io.candour.choice;

import io.candour.choice.KeptGrant.End;
import io.candour.choice.KeptGrant.Row;
import io.candour.consent.Grant;
import io.candour.consent.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Grants as kept: made once, ended once, never deleted.
 *
 * <p>INVARIANT: whoever makes or ends one holds the patient's lock to the commit and moves the snapshot's version there,
 * so an answer that rests on an ended grant is never recorded after its end (I4), on any replica. Time ends the others:
 * decisions say until when they hold, and the log compares that with the database's clock. Joins the transaction at hand;
 * one that fails leaves neither grant nor version. Safe for use by many threads.
 */
public final class Grants {
    /** Of the snapshot's row {@code s}, what callers of these names hold and has not run out. */
    static final String HELD =
            """
            (select jsonb_agg(jsonb_build_object('id', g.id, 'kind', g.kind, 'starts', g.starts, 'ends', g.ends,
                    'purpose', g.purpose, 'reach', g.reach) order by g.id)
                from candour.access_grant g
                where g.patient = s.patient and g.holder = any (?) and g.ended is null
                    and (g.ends is null or g.ends > clock_timestamp()))
            """;

    private static final String KEPT =
            """
            select patient, holder, id, kind, starts, ends, purpose, reach, ended, ended_by, end_reason
            from candour.access_grant
            """;

    private final JdbcTemplate jdbc;
    private final WriterLocks writers;
    private final SnapshotStore snapshots;

    public Grants(JdbcTemplate jdbc, SnapshotStore snapshots) {
        this.jdbc = jdbc;
        this.writers = new WriterLocks(jdbc);
        this.snapshots = snapshots;
    }

    /** Makes a grant, from the commit of the transaction at hand. Its period has a start. */
    public void make(Grant grant) {
        lock(grant.patient());
        Row row = Row.of(grant);
        jdbc.update(
                """
                insert into candour.access_grant (patient, holder, id, kind, starts, ends, purpose, reach)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """,
                grant.patient(),
                grant.caller(),
                row.id(),
                row.kind(),
                row.starts().atOffset(ZoneOffset.UTC),
                row.ends().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                row.purpose().orElse(null),
                row.reach().map(StoredJson::write).orElse(null));
        snapshots.bump(List.of(grant.patient()));
    }

    /** In the order in which whoever writes an item takes them: the other way round, two would wait for each other. */
    private void lock(String patient) {
        writers.lock(List.of(patient));
        snapshots.lock(List.of(patient));
    }

    /**
     * Ends a grant before its time.
     *
     * @return whether there was one of this patient that had not ended
     */
    public boolean end(String patient, String id, String by, String reason) {
        lock(patient);
        int ended = jdbc.update(
                """
                update candour.access_grant set ended = clock_timestamp(), ended_by = ?, end_reason = ?
                where patient = ? and id = ? and ended is null and (ends is null or ends > clock_timestamp())
                """,
                by,
                reason,
                patient,
                id);
        if (ended > 0) {
            snapshots.bump(List.of(patient));
        }
        return ended > 0;
    }

    /** One grant, whether or not it still counts. */
    public Optional<KeptGrant> find(String id) {
        return jdbc.query(KEPT + " where id = ?", Grants::kept, id).stream().findFirst();
    }

    /** All there ever were for this patient, newest first. */
    public List<KeptGrant> of(String patient) {
        return jdbc.query(KEPT + " where patient = ? order by starts desc, id", Grants::kept, patient);
    }

    private static KeptGrant kept(ResultSet row, int number) throws SQLException {
        Row stored = new Row(
                row.getString(3),
                row.getString(4),
                instant(row, 5).orElseThrow(),
                instant(row, 6),
                Optional.ofNullable(row.getString(7)),
                reach(row.getString(8)));
        Optional<Instant> ended = instant(row, 9);
        return new KeptGrant(
                stored.grant(row.getString(2), row.getString(1)),
                ended.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new End(ended.get(), row.getString(10), row.getString(11))));
    }

    private static Optional<Reach> reach(@Nullable String stored) {
        return Optional.ofNullable(stored).map(text -> StoredJson.read(text, Reach.class));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
