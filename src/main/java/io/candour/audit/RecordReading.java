package io.candour.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a row of {@code access_record} becomes a record again: the inverse of {@link RecordRow}. */
final class RecordReading {

    private RecordReading() {}

    static StoredRecord of(ResultSet row) throws SQLException {
        List<String> patients = texts(row, "patients");
        AccessRecord record = new AccessRecord(
                row.getString("request_id"),
                agent(row),
                new Asked(row.getString("interaction"), new QueryShape(row.getString("query")), text(row, "purpose")),
                new TreeSet<>(patients),
                items(row, patients),
                grounds(row, patients),
                Outcome.valueOf(row.getString("outcome")),
                row.getInt("status"));
        return new StoredRecord(
                new RecordId(instant(row, "at").orElseThrow(), row.getObject("id", UUID.class)), record);
    }

    private static Agent agent(ResultSet row) throws SQLException {
        return new Agent(
                Agent.Kind.valueOf(row.getString("agent_kind")),
                row.getString("agent_id"),
                row.getString("agent_name"),
                texts(row, "agent_roles"),
                text(row, "organisation"),
                row.getString("client"),
                row.getString("address"),
                row.getBoolean("automated"));
    }

    private static Grounds grounds(ResultSet row, List<String> patients) throws SQLException {
        List<String> rules = texts(row, "basis");
        List<Long> owners = longs(row, "basis_patient");
        List<Basis> basis = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            int owner = owners.get(i).intValue();
            basis.add(new Basis(rules.get(i), owner < 0 ? Optional.empty() : Optional.of(patients.get(owner))));
        }
        return new Grounds(decidedOn(row, patients), basis, row.getString("residual"));
    }

    private static Optional<DecidedOn> decidedOn(ResultSet row, List<String> patients) throws SQLException {
        long epoch = row.getLong("epoch");
        if (row.wasNull()) {
            return Optional.empty();
        }
        List<Long> stored = longs(row, "versions");
        SortedMap<String, Long> versions = new TreeMap<>();
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i) >= 0) {
                versions.put(patients.get(i), stored.get(i));
            }
        }
        return Optional.of(new DecidedOn(versions, epoch, instant(row, "valid_until"), text(row, "session")));
    }

    private static List<Item> items(ResultSet row, List<String> patients) throws SQLException {
        List<String> references = texts(row, "items");
        List<Long> versions = longs(row, "item_versions");
        List<String> owners = texts(row, "item_patients");
        SortedSet<String> everyone = new TreeSet<>(patients);
        List<Item> items = new ArrayList<>(references.size());
        for (int i = 0; i < references.size(); i++) {
            String[] typeAndId = references.get(i).split("/");
            items.add(new Item(
                    typeAndId[0],
                    typeAndId[1],
                    versions.get(i),
                    owners.isEmpty() ? everyone : owners(owners.get(i), patients)));
        }
        return items;
    }

    private static SortedSet<String> owners(String positions, List<String> patients) {
        SortedSet<String> owners = new TreeSet<>();
        if (!positions.isEmpty()) {
            Arrays.stream(positions.split(" "))
                    .map(Integer::valueOf)
                    .map(patients::get)
                    .forEach(owners::add);
        }
        return owners;
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(value).map(OffsetDateTime::toInstant);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static List<Long> longs(ResultSet row, String column) throws SQLException {
        return List.of((Long[]) row.getArray(column).getArray());
    }
}
