package io.candour.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A small {@link Recheck} with a table of its own: versions by patient, locks by hash of the patient. */
final class VersionTable implements Recheck {

    static void create(LogDatabase database, String patient, long version) throws SQLException {
        database.execute(
                "create table if not exists version (patient text primary key, version bigint not null)",
                "grant select on version to candour_serving",
                "insert into version values ('" + patient + "', " + version + ")");
    }

    static String lock(String patient) {
        return "pg_advisory_xact_lock(hashtextextended('" + patient + "', 0))";
    }

    @Override
    public Set<DecidedOn> moved(Connection connection, Set<DecidedOn> decisions) throws SQLException {
        Array patients = connection.createArrayOf(
                "text",
                decisions.stream()
                        .flatMap(decided -> decided.versions().keySet().stream())
                        .collect(Collectors.toCollection(HashSet::new))
                        .toArray());
        Map<String, Boolean> locked = new HashMap<>();
        try (PreparedStatement lock = connection.prepareStatement(
                "select patient, pg_try_advisory_xact_lock_shared(hashtextextended(patient, 0)) from unnest(?) patient")) {
            lock.setArray(1, patients);
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    locked.put(rows.getString(1), rows.getBoolean(2));
                }
            }
        }
        Map<String, Long> versions = new HashMap<>();
        try (PreparedStatement read =
                connection.prepareStatement("select patient, version from version where patient = any (?)")) {
            read.setArray(1, patients);
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return decisions.stream()
                .filter(decided -> !decided.versions().entrySet().stream()
                        .allMatch(entry -> locked.getOrDefault(entry.getKey(), false)
                                && entry.getValue().equals(versions.get(entry.getKey()))))
                .collect(Collectors.toSet());
    }
}
