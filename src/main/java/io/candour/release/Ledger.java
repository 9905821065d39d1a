package io.candour.release;

import io.candour.choice.LockWait;
import io.candour.choice.StoredJson;
import io.candour.release.Counted.Group;
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
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whose records were counted in which question: kept also so that no answer tells of a few together with those before it.
 * Safe for use by many threads.
 */
final class Ledger extends PeopleIn {
    /** What the recipient was told by other questions, and what is to be told now. */
    private static final String TOLD =
            """
            with other as (
                select q.id, d.run, q.compiled from candour.question q
                    join candour.question_decision d on d.question = q.id and d.outcome = 'APPROVED' and d.run > 0
                    where q.recipient = ? and q.id <> ?),
            now(compiled, patients, cells) as (select ?::jsonb, ?::text[], ?::integer[]),
            """;
    /** Group by group, and all groups of a question together; people are looked at one by one only where as many are in both. */
    private static final String ALL_OF_THEM = TOLD
            + """
            mine(whole, patients, people) as (
                select false, array_agg(each.patient), count(*) from now, unnest(patients, cells) each(patient, cell)
                    group by each.cell
                union all select true, patients, cardinality(patients) from now),
            sizes as (
                select o.id, o.run, c.cell, count(*) people from other o
                    join candour.counted c on c.question = o.id and c.run = o.run and c.told group by o.id, o.run, c.cell),
            theirs(whole, id, run, cells, people) as (
                select false, id, run, array[cell], people from sizes
                union all select true, id, run, array_agg(cell), sum(people) from sizes group by id, run)
            select exists (select from mine m join theirs t on t.people = m.people
                join other o on o.id = t.id cross join now
                where (not m.whole and not t.whole or o.compiled - 'by' <> now.compiled - 'by')
                    and m.people = (select count(*) from unnest(m.patients) who(patient)
                        join candour.counted c on c.patient = who.patient
                        where c.question = t.id and c.run = t.run and c.told and c.cell = any (t.cells)))
            """;
    /** A question about everybody has no condition, and that nobody is so may be told beside it. */
    private static final String NONE_OF_THEM = TOLD
            + """
            narrower as (select o.id, o.run from other o cross join now
                where jsonb_strip_nulls(now.compiled - 'by') @> jsonb_strip_nulls(o.compiled - 'by')
                    and jsonb_array_length(o.compiled -> 'cohort') > 0)
            select exists (select from narrower n join candour.counted c on c.question = n.id and c.run = n.run and c.told)
            """;

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

    /**
     * Whether one number would say of everybody in another that something is so of them, or of nobody: where a group that is
     * to be told has the very people of one that the recipient was told by another question, or all of it has, and that asks
     * something else; and where nobody is found by a condition more than another question had, which found some.
     *
     * @param nobody whether that nobody is so is what is to be told
     */
    boolean tellsOfAll(Asked asked, Counted counted, boolean nobody, SmallNumbers numbers) {
        List<String> patients = new ArrayList<>();
        List<Integer> cells = new ArrayList<>();
        for (int cell = 0; cell < counted.groups().size(); cell++) {
            Group group = counted.groups().get(cell);
            if (numbers.told(group.people().size()).isPresent()) {
                for (String patient : group.people()) {
                    patients.add(patient);
                    cells.add(cell);
                }
            }
        }
        return Boolean.TRUE.equals(jdbc().queryForObject(
                        nobody ? NONE_OF_THEM : ALL_OF_THEM,
                        Boolean.class,
                        asked.recipient(),
                        asked.id(),
                        StoredJson.write(asked.question()),
                        patients.toArray(String[]::new),
                        cells.toArray(Integer[]::new)));
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
        return LockWait.within(
                jdbc(), "3s", () -> jdbc().execute("lock table candour.snapshot, candour.epoch in share mode"));
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
