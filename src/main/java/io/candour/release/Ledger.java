package io.candour.release;

import io.candour.release.Counted.Group;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whose records were counted in which question: kept also so that no answer tells of a few together with those before it.
 * Safe for use by many threads.
 */
final class Ledger extends PeopleIn {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    Ledger(JdbcTemplate jdbc) {
        super(jdbc, "question", "counted", "'{}'::text[]");
    }

    /** Adds everybody who was counted in a run, with the group that each was in and whether its number is told. */
    void add(String question, int run, Counted counted, Map<String, Long> versions, SmallNumbers numbers) {
        List<Object[]> rows = new ArrayList<>();
        for (int cell = 0; cell < counted.groups().size(); cell++) {
            Group group = counted.groups().get(cell);
            boolean told = numbers.told(group.people().size()).isPresent();
            for (String patient : group.people()) {
                Long version = Objects.requireNonNull(versions.get(patient));
                rows.add(new Object[] {question, run, patient, version, cell, told, patient, version});
            }
        }
        jdbc().batchUpdate(
                        "insert into candour.counted (question, run, patient, version, cell, told, choices)"
                                + " values (?, ?, ?, ?, ?, ?, " + CHOSEN + ")",
                        rows);
    }

    /**
     * The smallest number of people whom any combination of told numbers picks out: those who are in the same groups of
     * all that the recipient was told, and is to be told now. Every union, intersection and difference of what was told is
     * made up of such parts; so where none is small, none of those is.
     *
     * @param recipient whose answers are put together; those of all its programmes
     * @param question which is to be told now; its own earlier runs do not count
     * @return empty where nobody is told of
     */
    Optional<Integer> smallestPart(String recipient, String question, Counted counted, SmallNumbers numbers) {
        List<String> patients = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int cell = 0; cell < counted.groups().size(); cell++) {
            Group group = counted.groups().get(cell);
            if (numbers.told(group.people().size()).isPresent()) {
                for (String patient : group.people()) {
                    patients.add(patient);
                    groups.add(question + " " + cell);
                }
            }
        }
        return Optional.ofNullable(jdbc().queryForObject(
                        """
                with told(patient, group_of) as (
                    select c.patient, c.question || ' ' || c.cell from candour.question q
                        join candour.question_decision d on d.question = q.id and d.outcome = 'APPROVED' and d.run > 0
                        join candour.counted c on c.question = d.question and c.run = d.run and c.told
                        where q.recipient = ? and q.id <> ?
                    union all select * from unnest(?::text[], ?::text[])),
                part as (select string_agg(group_of, ',' order by group_of collate "C") groups from told group by patient)
                select min(people)::integer from (select count(*) people from part group by groups) sizes
                """,
                        Integer.class,
                        recipient,
                        question,
                        patients.toArray(String[]::new),
                        groups.toArray(String[]::new)));
    }

    /** In which group each was who was counted in a run. */
    Map<String, Integer> cells(String question, int run) {
        Map<String, Integer> cells = new HashMap<>();
        jdbc().query(
                        "select patient, cell from candour.counted where question = ? and run = ?",
                        row -> {
                            cells.put(row.getString(1), row.getInt(2));
                        },
                        question,
                        run);
        return cells;
    }

    /** Those in the groups of a run whose numbers are told. */
    Counted told(String question, int run) {
        SortedMap<Integer, SortedSet<String>> people = new TreeMap<>();
        jdbc().query(
                        "select cell, patient from candour.counted where question = ? and run = ? and told",
                        row -> {
                            people.computeIfAbsent(row.getInt(1), any -> new TreeSet<>())
                                    .add(row.getString(2));
                        },
                        question,
                        run);
        return new Counted(people.entrySet().stream()
                .map(each -> new Group(List.of(each.getKey().toString()), each.getValue()))
                .toList());
    }

    /**
     * Lets nobody change their choices until the transaction at hand has committed, and waits for those who are at it: one
     * lock for all, since as many as there are people would be too many.
     *
     * @return whether it was got in time
     */
    boolean hold() {
        try {
            jdbc().execute("set local lock_timeout = '3s'");
            jdbc().execute("lock table candour.snapshot, candour.epoch in share mode");
            jdbc().execute("set local lock_timeout = 0");
            return true;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException cause && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** How many answers were let out to each programme; one to which none was is left out. */
    Map<String, Integer> releases() {
        Map<String, Integer> releases = new HashMap<>();
        jdbc().query(
                        """
                select q.programme, count(*) from candour.question_decision d join candour.question q on q.id = d.question
                where d.outcome = 'APPROVED' and d.run > 0 group by q.programme
                """,
                        row -> {
                            releases.put(row.getString(1), row.getInt(2));
                        });
        return releases;
    }
}
