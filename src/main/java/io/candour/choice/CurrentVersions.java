package io.candour.choice;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the patients of some decisions stand at the moment their answers are recorded.
 *
 * @param held patients whose choices somebody is changing right now
 * @param epochHeld whether somebody is changing the epoch right now
 * @param versions snapshot versions; a patient without a snapshot is absent
 * @param epoch as in {@link Snapshots}
 * @param now as in {@link Snapshots}
 */
public record CurrentVersions(
        Set<String> held, boolean epochHeld, Map<String, Long> versions, long epoch, Instant now) {

    public CurrentVersions {
        held = Set.copyOf(held);
        versions = Map.copyOf(versions);
    }

    /** The version of this patient's snapshot, {@link Snapshots#ABSENT} where there is none. */
    public long version(String patient) {
        return versions.getOrDefault(patient, Snapshots.ABSENT);
    }

    /**
     * Tries the patients' locks, shared and to the end of the transaction at hand, then reads their versions in a later
     * statement, which so sees all that was committed before the locks were got. Waits for no lock.
     *
     * @param connection inside a READ COMMITTED transaction
     */
    public static CurrentVersions read(Connection connection, Collection<String> patients) throws SQLException {
        Set<String> named = new TreeSet<>(patients);
        named.add(PatientLocks.EPOCH);
        Set<String> held = PatientLocks.tryShared(connection, named);
        Map<String, Long> versions = new HashMap<>();
        long epoch = 0;
        Instant now = Instant.EPOCH;
        Array names = connection.createArrayOf("text", patients.toArray());
        try (PreparedStatement statement = connection.prepareStatement(
                """
                select e.epoch, clock_timestamp(), s.patient, s.version
                from candour.epoch e left join candour.snapshot s on s.patient = any (?)
                """)) {
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    epoch = rows.getLong(1);
                    now = rows.getObject(2, OffsetDateTime.class).toInstant();
                    String patient = rows.getString(3);
                    if (patient != null) {
                        versions.put(patient, rows.getLong(4));
                    }
                }
            }
        } finally {
            names.free();
        }
        return new CurrentVersions(held, held.contains(PatientLocks.EPOCH), versions, epoch, now);
    }
}
