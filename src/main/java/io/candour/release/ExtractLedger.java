package io.candour.release;

import io.candour.consent.Category;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is in which extract, and with what of theirs. Safe for use by many threads. */
final class ExtractLedger extends PeopleIn {
    ExtractLedger(JdbcTemplate jdbc) {
        super(jdbc, "extract", "extracted", "p.classes");
    }

    /** Adds everybody who is in a making, with what of theirs. */
    void add(String extract, int run, Map<String, Taken> people, Map<String, Long> versions) {
        jdbc().batchUpdate(
                        "insert into candour.extracted (extract, run, patient, version, classes, items, versions, choices)"
                                + " values (?, ?, ?, ?, ?, ?, ?, " + CHOSEN + ")",
                        people.entrySet().stream()
                                .map(each -> new Object[] {
                                    extract,
                                    run,
                                    each.getKey(),
                                    Objects.requireNonNull(versions.get(each.getKey())),
                                    each.getValue().classes().stream()
                                            .map(Category::name)
                                            .toArray(String[]::new),
                                    each.getValue().items(),
                                    each.getValue().versions(),
                                    each.getKey(),
                                    versions.get(each.getKey())
                                })
                                .toList());
    }

    /**
     * Whether all that is in a making of these people's is open now. What was changed since counts as what it was where its
     * patient's choices are those of then, and else not at all: nobody can say then what they mean for it.
     *
     * @param open versions by {@link Taken#number}, by patient
     * @param alike whose choices, where they are those of then, came to the same then
     */
    boolean open(String extract, int run, Set<String> patients, Map<String, Map<Long, Long>> open, Set<String> alike) {
        List<Boolean> each = jdbc().query(
                        """
                select p.patient, p.items, p.versions, coalesce(p.choices = %s, false) from candour.extracted p
                    join candour.snapshot s on s.patient = p.patient
                where p.extract = ? and p.run = ? and p.patient = any (?)
                """
                                .formatted(CHOICES),
                        (row, number) -> open(
                                numbers(row, 2),
                                numbers(row, 3),
                                open.getOrDefault(row.getString(1), Map.of()),
                                row.getBoolean(4) && alike.contains(row.getString(1))),
                        extract,
                        run,
                        patients.toArray(String[]::new));
        return each.size() == patients.size() && !each.contains(false);
    }

    private static boolean open(
            Optional<Long[]> items, Optional<Long[]> versions, Map<Long, Long> open, boolean sameChoices) {
        if (items.isEmpty() || versions.isEmpty()) {
            return false;
        }
        for (int i = 0; i < items.get().length; i++) {
            Optional<Long> now = Optional.ofNullable(open.get(items.get()[i]));
            if (now.isEmpty() || !sameChoices && !now.get().equals(versions.get()[i])) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Long[]> numbers(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? Optional.empty() : Optional.of((Long[]) array.getArray());
    }
}
