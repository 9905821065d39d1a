package io.candour.choice;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the patients and the sessions of some decisions stand at the moment their answers are recorded.
 *
 * @param held patients whose choices somebody is changing right now, and sessions that are being ended
 * @param epochHeld whether somebody is changing the epoch right now
 * @param versions snapshot versions; a patient without a snapshot is absent
 * @param epoch as in {@link Snapshots}
 * @param now as in {@link Snapshots}
 * @param ended until when tokens were issued that no longer count, by name of the session; a session that goes on is absent
 */
public record CurrentVersions(
        Set<String> held,
        boolean epochHeld,
        Map<String, Long> versions,
        long epoch,
        Instant now,
        Map<String, Instant> ended) {

    public CurrentVersions {
        held = Set.copyOf(held);
        versions = Map.copyOf(versions);
        ended = Map.copyOf(ended);
    }

    /** The version of this patient's snapshot, {@link Snapshots#ABSENT} where there is none. */
    public long version(String patient) {
        return versions.getOrDefault(patient, Snapshots.ABSENT);
    }

    /** Whether a token issued then, in a session of these names, no longer counts or is about to. */
    public boolean endedFor(Collection<String> names, Instant issuedAt) {
        return names.stream()
                .anyMatch(name -> held.contains(name)
                        || !ended.getOrDefault(name, Instant.MIN).isBefore(issuedAt));
    }

    /** Two statements, one round trip: the later one sees all that was committed before the earlier one got its locks. */
    private static final String LOCK_AND_READ = PatientLocks.TRY_SHARED
            + """
            ;
            select e.epoch, clock_timestamp(), s.patient, s.version, null, null
            from candour.epoch e left join candour.snapshot s on s.patient = any (?)
            union all
            select null, null, null, null, r.name, r.upto from candour.revoked_session r where r.name = any (?)
            """;

    /**
     * Tries the locks of the patients and sessions, shared and to the end of the transaction at hand, then reads how they
     * stand in a later statement, which so sees all that was committed before the locks were got. Waits for no lock.
     *
     * @param connection inside a READ COMMITTED transaction
     * @param sessions names as {@link SessionLocks} takes them
     */
    public static CurrentVersions read(Connection connection, Collection<String> patients, Collection<String> sessions)
            throws SQLException {
        Set<String> named = new TreeSet<>(patients);
        named.addAll(sessions);
        named.add(PatientLocks.EPOCH);
        try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_READ)) {
            statement.setArray(1, connection.createArrayOf("text", named.toArray()));
            statement.setArray(2, connection.createArrayOf("text", patients.toArray()));
            statement.setArray(3, connection.createArrayOf("text", sessions.toArray()));
            statement.execute();
            Set<String> held = new HashSet<>();
            try (ResultSet refused = statement.getResultSet()) {
                while (refused.next()) {
                    held.add(refused.getString(1));
                }
            }
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                return read(rows, held);
            }
        }
    }

    private static CurrentVersions read(ResultSet rows, Set<String> held) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        Map<String, Instant> ended = new HashMap<>();
        long epoch = 0;
        Instant now = Instant.EPOCH;
        while (rows.next()) {
            String session = rows.getString(5);
            if (session != null) {
                ended.put(session, rows.getObject(6, OffsetDateTime.class).toInstant());
                continue;
            }
            epoch = rows.getLong(1);
            now = rows.getObject(2, OffsetDateTime.class).toInstant();
            String patient = rows.getString(3);
            if (patient != null) {
                versions.put(patient, rows.getLong(4));
            }
        }
        return new CurrentVersions(held, held.contains(PatientLocks.EPOCH), versions, epoch, now, ended);
    }
}
