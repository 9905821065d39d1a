package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.consent.Policy;
import io.candour.release.Asked.Run;
import io.candour.release.Counted.Group;
import io.candour.release.Passing.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What answers tell together: suppression holds under unions, intersections and differences of all that was told. */
class LedgerTest {
    private static final int PEOPLE = 60;
    private static final int ASKED = 40;
    private static final SmallNumbers NUMBERS = new SmallNumbers(5, 2);

    private final CountedWorld world = new CountedWorld(Policy.standard());
    private final Map<String, Long> versions = new HashMap<>();

    @Test
    void smallestPartWhenAnswersComeOneAfterAnotherThenNoneOfThemTogetherTellsOfAFew() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Set<String>> told = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < ASKED; i++) {
            Counted counted = counted(random);
            String id = "q" + i;
            world.ask(
                    id,
                    new Question(List.of(new Criterion.LivesIn(id)), List.of(), Optional.empty(), Optional.empty()));
            Optional<Integer> part = world.ledger.smallestPart(CountedWorld.ODS, id, counted, NUMBERS);
            List<Set<String>> with = new ArrayList<>(told);
            counted.groups().stream()
                    .filter(group -> NUMBERS.told(group.people().size()).isPresent())
                    .forEach(group -> with.add(group.people()));
            assertThat(part).as("seed %d", seed).isEqualTo(naively(with));
            if (part.filter(people -> people < NUMBERS.smallest()).isPresent()) {
                refused++;
                continue;
            }
            release(id, counted);
            told.clear();
            told.addAll(with);
        }

        assertThat(told).as("seed %d", seed).isNotEmpty();
        assertThat(refused).as("seed %d", seed).isPositive();
        for (int i = 0; i < 2_000; i++) {
            int size = expression(told, random, 3).size();
            assertThat(size == 0 || size >= NUMBERS.smallest())
                    .as("seed %d: %d people", seed, size)
                    .isTrue();
        }
    }

    /** One to three groups that have nobody in common, mostly of people who stand next to each other. */
    private static Counted counted(Random random) {
        List<Group> groups = new ArrayList<>();
        int from = random.nextInt(10) * 5;
        for (int group = 1 + random.nextInt(3); group > 0 && from < PEOPLE; group--) {
            int size = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 5 * (1 + random.nextInt(4));
            TreeSet<String> people = new TreeSet<>();
            for (int i = from; i < Math.min(PEOPLE, from + size); i++) {
                people.add("p" + i);
            }
            groups.add(new Group(List.of("group " + group), people));
            from += size;
        }
        return new Counted(groups);
    }

    private void release(String id, Counted counted) {
        counted.people().forEach(each -> versions.putIfAbsent(each, 1L));
        Instant now = Instant.now();
        world.questions.run(id, new Run(1, now, "ground", Optional.empty(), Optional.empty(), List.of()));
        world.ledger.add(id, 1, counted, versions, NUMBERS);
        Asked asked = world.questions.find(id).orElseThrow();
        assertThat(world.questions.decide(
                        asked, new Decision(1, true, now, "guardian", "Demo Guardian", Optional.empty())))
                .isTrue();
    }

    /** The size of the smallest part: of those who are in the same sets. */
    private static Optional<Integer> naively(List<Set<String>> told) {
        Map<Set<Integer>, Integer> parts = new HashMap<>();
        for (int i = 0; i < PEOPLE; i++) {
            Set<Integer> in = new HashSet<>();
            for (int set = 0; set < told.size(); set++) {
                if (told.get(set).contains("p" + i)) {
                    in.add(set);
                }
            }
            if (!in.isEmpty()) {
                parts.merge(in, 1, Integer::sum);
            }
        }
        return parts.values().stream().min(Integer::compare);
    }

    private static Set<String> expression(List<Set<String>> told, Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return told.get(random.nextInt(told.size()));
        }
        Set<String> result = new HashSet<>(expression(told, random, depth - 1));
        Set<String> other = expression(told, random, depth - 1);
        switch (random.nextInt(3)) {
            case 0 -> result.addAll(other);
            case 1 -> result.retainAll(other);
            default -> result.removeAll(other);
        }
        return result;
    }

    @Test
    void smallestPartWhenAnotherRecipientWasToldThenThatDoesNotCount() {
        world.ask("q1", CountedWorld.question());
        TreeSet<String> ten = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            ten.add("p" + i);
        }
        release("q1", new Counted(List.of(new Group(List.of(), ten))));
        Counted nine = new Counted(List.of(new Group(List.of(), new TreeSet<>(ten.headSet("p9")))));

        assertThat(world.ledger.smallestPart(CountedWorld.ODS, "q2", nine, NUMBERS))
                .contains(1);
        assertThat(world.ledger.smallestPart("OTHER", "q2", nine, NUMBERS)).contains(9);
        assertThat(world.ledger.smallestPart(CountedWorld.ODS, "q1", nine, NUMBERS))
                .as("the same question, put once more")
                .contains(9);
    }

    @Test
    void ofWhenCountedThenThePersonSeesItAndWhetherItLeft() {
        world.ask("q1", CountedWorld.question());
        world.ask("q2", CountedWorld.question(new Criterion.OfSex("male")));
        Counted one = new Counted(List.of(new Group(List.of(), new TreeSet<>(Set.of("p1", "p2")))));
        release("q1", one);
        world.questions.run("q2", new Run(1, Instant.now(), "ground", Optional.empty(), Optional.empty(), List.of()));
        world.ledger.add("q2", 1, one, versions, NUMBERS);

        assertThat(world.ledger.of("p1", 10)).extracting(Ledger.Entry::id).containsExactly("q2", "q1");
        assertThat(world.ledger.of("p1", 10).get(0).released()).isEmpty();
        assertThat(world.ledger.of("p1", 10).get(1).released()).isPresent();
        assertThat(world.ledger.of("p3", 10)).isEmpty();
    }

    @Test
    void decideWhenByTheAskerThenTheDatabaseRefuses() {
        Asked asked = world.ask("q1", CountedWorld.question());
        Decision own = new Decision(0, true, Instant.now(), asked.asker(), "Demo Researcher", Optional.empty());

        assertThatThrownBy(() -> world.questions.decide(asked, own))
                .rootCause()
                .hasMessageContaining("check constraint");
    }

    @Test
    void servingRoleWhenItWouldChangeTheLedgerThenItMayNot() {
        for (String table : List.of(
                "question", "question_run", "answer_cell", "counted", "question_decision", "release_incident")) {
            for (String change : List.of("delete from candour." + table, "truncate candour." + table + " cascade")) {
                assertThatThrownBy(() -> world.database.transactions().executeWithoutResult(status -> {
                            world.database.jdbc().execute("set local role candour_serving");
                            world.database.jdbc().execute(change);
                        }))
                        .as(change)
                        .rootCause()
                        .hasMessageContaining("permission denied");
            }
            assertThat(world.database
                            .jdbc()
                            .queryForObject(
                                    "select has_any_column_privilege('candour_serving', ?, 'UPDATE')",
                                    Boolean.class,
                                    "candour." + table))
                    .as(table)
                    .isFalse();
        }
    }
}
