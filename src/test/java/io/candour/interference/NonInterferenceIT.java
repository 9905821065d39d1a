package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.ItemFacts;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** I3 and I5 over HTTP: in worlds of choices made by chance, no answer changes when what is withheld is taken away. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NonInterferenceIT {
    /** Those to whom everything of patients is withheld, and so share their twin. */
    private static final List<String> SHOWN_NOTHING =
            List.of("researcher", "guardian", "auditor", "system", "expired", "nobody");

    /** How many items of people whom the world is not about are taken away too. */
    private static final int OTHERS = 150;

    private Scene scene;
    private Asker asker;
    private Store store;
    private Twin twin;
    private People people;
    private Capabilities capabilities;
    private Past past = new Past(Instant.EPOCH, List.of());

    @BeforeAll
    void plant(DemoStack running) throws Exception {
        scene = Scene.set(running);
        asker = scene.asker();
        people = scene.people();
        store = new Store(running);
        twin = new Twin(running);
        capabilities = Capabilities.read(asker);
        // Something for the log to tell of, that its patient may see in part.
        asker.ask(
                store.facts().keySet().stream()
                        .filter(key -> key.type().equals("Observation"))
                        .limit(60)
                        .map(key -> Question.get(key.reference()))
                        .toList(),
                people.named("gp").token());
        past = new Past(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                people.byName().values().stream()
                        .flatMap(person -> person.verified().stream())
                        .map(each -> each.caller().id())
                        .toList());
        Thread.sleep(1_000);
    }

    @AfterAll
    void remove() {
        people.renew();
        scene.end();
    }

    @Test
    void whatIsWithheldChangesNoByteOfAnyAnswer() {
        assertThat(compareWorlds(4, 45, seed(20_261_122)).size()).isGreaterThan(1_500);
    }

    @Test
    @Tag("nightly")
    void whatIsWithheldChangesNoByteOfTwentyThousandAnswers() {
        assertThat(compareWorlds(20, 120, seed(System.nanoTime())).size()).isGreaterThan(20_000);
    }

    /** In one world two answers to one question are the same too: what {@link Reply} leaves out is all that may differ. */
    @Test
    void theSameQuestionTwiceInTheSameWorldGetsTheSameAnswer() {
        Random random = new Random(seed(20_261_122));
        Facts facts = facts(random);
        Comparison same = new Comparison(asker.baseUrl());
        for (String name : List.of("patient", "gp", "consultant", "guardian")) {
            Person person = people.named(name);
            List<Question> asked = questions(person, store.withheldFrom(person, facts.byKey()), facts, random)
                    .make(60);
            List<List<Reply>> once = asker.ask(asked, person.token());
            List<List<Reply>> again = asker.ask(asked, person.token());
            for (int i = 0; i < asked.size(); i++) {
                same.add(0, person, asked.get(i), once.get(i), again.get(i), List.of());
            }
        }

        assertThat(same.failures()).isEmpty();
    }

    private Comparison compareWorlds(int worlds, int questions, long seed) {
        Comparison comparison = new Comparison(asker.baseUrl());
        for (int i = 0; i < worlds; i++) {
            people.renew();
            Random random = new Random(seed + i);
            World world = new World(asker, random, scene.actors());
            try {
                Map<Key, ItemFacts> facts = store.facts();
                world.choose(people.named("patient"), own(facts, people.patient()));
                world.choose(people.named("patient2"), own(facts, people.patient2()));
                long versions = store.versions();
                compareWorld(i, random, questions, comparison);
                assertThat(store.versions())
                        .as("what was asked stored something")
                        .isEqualTo(versions);
            } finally {
                world.end();
            }
            assertThat(comparison.failures())
                    .as("Seed " + seed + ", world " + i + ":\n" + world)
                    .isEmpty();
        }
        System.out.printf("Non-interference: seed %d, %d worlds, %s%n", seed, worlds, comparison);
        assertThat(comparison.shown()).as("answers that show something").isGreaterThan(comparison.size() / 4);
        return comparison;
    }

    /** What is stored in one world, and values that stand in it. */
    private record Facts(Map<Key, ItemFacts> byKey, Values values) {}

    private Facts facts(Random random) {
        Map<Key, ItemFacts> facts = store.facts();
        Values values = new Values();
        store.contents(facts, Set.of(people.patient(), people.patient2()), 40, random)
                .forEach((key, content) -> values.add(key.type(), content));
        return new Facts(facts, values);
    }

    private void compareWorld(int number, Random random, int questions, Comparison comparison) {
        Facts facts = facts(random);
        List<Person> readers = people.byName().values().stream()
                .filter(person -> !SHOWN_NOTHING.contains(person.name()))
                .toList();
        for (Person person : readers) {
            compare(number, List.of(person), facts, random, questions, comparison);
        }
        compare(number, SHOWN_NOTHING.stream().map(people::named).toList(), facts, random, questions / 4, comparison);
    }

    /** Persons to whom the same is withheld, and so can share a twin. */
    private void compare(
            int world, List<Person> persons, Facts facts, Random random, int questions, Comparison comparison) {
        List<Key> withheld = store.withheldFrom(persons.get(0), facts.byKey());
        Collection<Key> away = some(withheld, facts.byKey(), random);
        assertThat(away).as(persons + " may see everything").isNotEmpty();
        List<List<Question>> asked = new ArrayList<>();
        List<List<List<Reply>>> here = new ArrayList<>();
        List<List<List<Reply>>> there = new ArrayList<>();
        for (Person person : persons) {
            List<Question> made = questions(person, withheld, facts, random).make(questions);
            asked.add(made);
            here.add(asker.ask(made, person.token()));
        }
        twin.without(away, () -> {
            for (int i = 0; i < persons.size(); i++) {
                there.add(asker.ask(asked.get(i), persons.get(i).token()));
            }
        });
        for (int i = 0; i < persons.size(); i++) {
            for (int j = 0; j < asked.get(i).size(); j++) {
                comparison.add(
                        world,
                        persons.get(i),
                        asked.get(i).get(j),
                        here.get(i).get(j),
                        there.get(i).get(j),
                        away);
            }
        }
    }

    private Questions questions(Person person, List<Key> withheld, Facts facts, Random random) {
        Set<Key> hidden = new HashSet<>(withheld);
        List<Key> visible = facts.byKey().keySet().stream()
                .filter(key -> !hidden.contains(key))
                .sorted(Comparator.comparing(Key::reference))
                .toList();
        return new Questions(
                capabilities,
                new Searches(capabilities, facts.values(), random, past),
                past,
                random,
                person,
                List.of(people.patient(), people.patient2()),
                visible,
                about(withheld, facts.byKey()));
    }

    /** All of what is withheld of the two patients and some of everybody else's; or any part of that. */
    private Collection<Key> some(List<Key> withheld, Map<Key, ItemFacts> facts, Random random) {
        Set<Key> some = new LinkedHashSet<>(about(withheld, facts));
        random.ints(OTHERS, 0, withheld.size()).mapToObj(withheld::get).forEach(some::add);
        if (random.nextInt(3) == 0) {
            some.removeIf(any -> random.nextBoolean());
            // What tells of an item that is away would be shown, for nothing it tells of is withheld any more.
            Set<Key> telling = Store.telling(Set.copyOf(some), facts);
            withheld.stream()
                    .filter(key -> telling.contains(key) || key.type().equals("Binary"))
                    .forEach(some::add);
        }
        // The journal would take a Consent that goes for a loss by a restore, and close the server.
        some.removeIf(key -> key.type().equals("Consent"));
        return some;
    }

    private List<Key> about(List<Key> items, Map<Key, ItemFacts> facts) {
        return items.stream()
                .filter(key -> Optional.ofNullable(facts.get(key))
                        .map(item -> item.patients().contains(people.patient())
                                || item.patients().contains(people.patient2()))
                        .orElse(true))
                .toList();
    }

    /** Items of this patient alone that a choice may be about. */
    static List<ItemFacts> own(Map<Key, ItemFacts> facts, String patient) {
        return facts.values().stream()
                .filter(item -> item.patients().equals(List.of(patient))
                        && !item.noPatient()
                        && !item.type().equals("Consent"))
                .sorted(Comparator.comparing(ItemFacts::reference))
                .toList();
    }

    /** What lands is judged by the same worlds each time; the nightly run looks at new ones. */
    private static long seed(long unlessTold) {
        return Long.getLong("candour.interference.seed", unlessTold);
    }
}
