package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.release.Question.Breakdown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No person without a yes is in any number: for random people, records and choices, what is counted is what the decision
 * lets be counted one item at a time, and stays the same when all that it does not is taken out of the database.
 */
class QuestionTwinTest {
    private static final int PEOPLE = 40;
    private static final int QUESTIONS = 12;
    private static final List<String> CODES =
            List.of(CountedWorld.ASTHMA, CountedWorld.COLD, CountedWorld.SALBUTAMOL, CountedWorld.HEIGHT);

    private long seed = System.nanoTime();
    private Random random = new Random(seed);

    @ParameterizedTest
    @ValueSource(strings = {"opt-in", "opt-out"})
    void countWhenWorldIsRandomThenOnlyWhatPeopleSaidYesToIsInIt(String deployment) {
        seed = System.nanoTime();
        random = new Random(seed);
        CountedWorld world = new CountedWorld(
                Policy.standard().withSecondaryUses(deployment.equals("opt-in") ? Effect.DENY : Effect.PERMIT));
        fill(world);
        Set<String> open = open(world);
        List<Question> questions = new ArrayList<>();
        List<Counted> before = new ArrayList<>();
        int counted = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            Question question = question();
            questions.add(question);
            before.add(world.count(question));
            counted += before.get(i).people().size();
            assertThat(before.get(i).people())
                    .as("seed %d: %s", seed, question)
                    .isEqualTo(naively(world, question, open));
        }
        assertThat(counted).as("seed %d", seed).isBetween(1, QUESTIONS * PEOPLE - 1);

        world.forget(world.items.values().stream()
                .filter(item -> !open.contains(item.reference()))
                .toList());

        for (int i = 0; i < QUESTIONS; i++) {
            assertThat(world.count(questions.get(i)))
                    .as("seed %d: %s", seed, questions.get(i))
                    .isEqualTo(before.get(i));
        }
    }

    private void fill(CountedWorld world) {
        for (int i = 0; i < PEOPLE; i++) {
            String patient = "p" + i;
            world.person(
                    patient,
                    (1930 + random.nextInt(90)) + "-01-01",
                    oneOf(List.of("female", "male", "other")),
                    oneOf(List.of("LS1 4AP", "B1 1AA", "")));
            List<Directive> choices = new ArrayList<>();
            for (int rule = random.nextInt(4); rule > 0; rule--) {
                choices.add(directive("c" + rule, i));
            }
            world.chooses(patient, choices.toArray(Directive[]::new));
            for (int item = random.nextInt(6); item > 0; item--) {
                world.item(facts("i" + i + "-" + item, patient, i), "{}");
            }
        }
    }

    private ItemFacts facts(String id, String patient, int i) {
        String code = oneOf(CODES);
        boolean medicine = code.equals(CountedWorld.SALBUTAMOL);
        boolean result = code.equals(CountedWorld.HEIGHT);
        Set<String> names = random.nextInt(4) == 0
                ? Set.of("Condition/i" + random.nextInt(PEOPLE) + "-" + (1 + random.nextInt(5)))
                : Set.of();
        List<String> patients = random.nextInt(8) == 0 && i > 0 ? List.of(patient, "p" + (i - 1)) : List.of(patient);
        return new ItemFacts(
                medicine ? "MedicationRequest" : result ? "Observation" : "Condition",
                id,
                patients,
                Set.of(),
                Set.of(),
                medicine ? Category.MEDICINES : result ? Category.MEASUREMENTS : Category.CONDITIONS,
                oneOf(List.of(Confidentiality.N, Confidentiality.N, Confidentiality.L, Confidentiality.R)),
                random.nextInt(8) == 0 ? Set.of("PSY") : Set.of(),
                Set.of(code),
                Optional.of("Organization/practice"),
                Set.of(),
                names,
                Set.of(),
                random.nextBoolean() ? Optional.of(CountedWorld.on("2025-06-01")) : Optional.empty(),
                Instant.parse("2026-11-01T09:00:00Z"),
                false,
                true);
    }

    private Directive directive(String id, int i) {
        if (random.nextInt(15) == 0) {
            return Directive.unenforceable(id, "1", "unreadable");
        }
        Choice choice = oneOf(List.of(
                Choice.ACADEMIC_RESEARCH,
                Choice.ACADEMIC_RESEARCH,
                Choice.COMMERCIAL_RESEARCH,
                Choice.LOCAL_PRACTICE_OPT_OUT));
        ProvisionBuilder root = Provision.builder(oneOf(List.of(Effect.PERMIT, Effect.PERMIT, Effect.DENY)));
        switch (random.nextInt(8)) {
            case 0 -> root.actors(Set.of(oneOf(List.of(CountedWorld.RECIPIENT, "Organization/other"))));
            case 1 -> root.categories(EnumSet.of(Category.DETAILS, Category.CONDITIONS));
            case 2 -> root.codes(Set.of(CountedWorld.ASTHMA));
            case 3 -> root.instances(Set.of("Condition/i" + i + "-1"));
            case 4 ->
                root.period(
                        random.nextBoolean()
                                ? Interval.of(
                                        Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"))
                                : Interval.of(
                                        Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2120-01-01T00:00:00Z")));
            default -> {}
        }
        return new Directive(id, "1", Optional.of(choice), root.build(), List.of(), true, Optional.empty());
    }

    private Question question() {
        List<Criterion> cohort = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            cohort.add(new Criterion.HasCondition(List.of(oneOf(CODES.subList(0, 2)))));
        }
        if (random.nextInt(4) == 0) {
            cohort.add(new Criterion.HasMedicine(List.of(CountedWorld.SALBUTAMOL)));
        }
        if (random.nextInt(4) == 0) {
            cohort.add(new Criterion.OfSex("female"));
        }
        return new Question(
                cohort,
                random.nextBoolean() ? List.of(oneOf(List.of(Breakdown.values()))) : List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** References of the items that the programme may look at, each decided by itself with all that it tells of. */
    private static Set<String> open(CountedWorld world) {
        Willing willing = world.inTransaction(() -> world.willingness.of(world.programme));
        Map<String, io.candour.consent.Snapshot> snapshots = world.snapshots
                .load(world.items.values().stream()
                        .flatMap(item -> item.patients().stream())
                        .collect(Collectors.toSet()))
                .byPatient();
        Map<String, Boolean> alone = new TreeMap<>();
        world.items
                .values()
                .forEach(item -> alone.put(
                        item.reference(),
                        world.engine
                                .decide(willing.as(), willing.purpose(), item, snapshots, List.of(), willing.now())
                                .permitted()));
        Set<String> open = new HashSet<>();
        world.items.values().stream()
                .filter(item -> !item.sensitive())
                .filter(item -> {
                    Set<String> visited = new HashSet<>();
                    return allOpen(item, world, alone, visited) && ofOne(visited, world);
                })
                .forEach(item -> open.add(item.reference()));
        return open;
    }

    private static boolean ofOne(Set<String> visited, CountedWorld world) {
        return visited.stream()
                        .flatMap(each -> Objects.requireNonNull(world.items.get(each)).patients().stream())
                        .distinct()
                        .count()
                == 1;
    }

    private static boolean allOpen(
            ItemFacts item, CountedWorld world, Map<String, Boolean> alone, Set<String> visited) {
        return !visited.add(item.reference())
                || alone.getOrDefault(item.reference(), false)
                        && item.names().stream()
                                .flatMap(name -> Optional.ofNullable(world.items.get(name)).stream())
                                .allMatch(named -> allOpen(named, world, alone, visited));
    }

    private static Set<String> naively(CountedWorld world, Question question, Set<String> open) {
        return world.items.values().stream()
                .filter(item -> item.type().equals("Patient") && open.contains(item.reference()))
                .map(ItemFacts::id)
                .filter(patient -> question.cohort().stream().allMatch(each -> is(each, patient, world, open)))
                .collect(Collectors.toSet());
    }

    private static boolean is(Criterion criterion, String patient, CountedWorld world, Set<String> open) {
        String type = criterion instanceof Criterion.HasMedicine ? "MedicationRequest" : "Condition";
        List<String> codes = criterion instanceof Criterion.HasMedicine has
                ? has.codes()
                : criterion instanceof Criterion.HasCondition has ? has.codes() : List.of();
        if (codes.isEmpty()) {
            String content = world.index.read("Patient", patient).orElseThrow().content();
            return content.contains("\"gender\":\"female\"");
        }
        return world.items.values().stream()
                .filter(item ->
                        open.contains(item.reference()) && item.patients().contains(patient))
                .anyMatch(item ->
                        item.type().equals(type) && item.codes().stream().anyMatch(codes::contains));
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
