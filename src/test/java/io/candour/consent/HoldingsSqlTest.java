package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.ChoiceDatabase;
import io.candour.consent.fhir.Labels;
import io.candour.record.HapiTables;
import io.candour.record.Holdings;
import io.candour.record.IndexedItem;
import io.candour.record.Kind;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is held, counted on a real database: as many as are open with all that they tell of, to each that is asked about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldingsSqlTest {
    private static final int RECORDS = 12;
    private static final int ITEMS = 60;
    private static final int KINDS = 8;
    private static final int WORLDS = 60;
    private static final int ASKED = 4;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomWorld world = new RandomWorld(random);
    private final ConsentEngine engine = new ConsentEngine(Deployments.OPT_IN);
    private final Map<String, ItemFacts> items = new LinkedHashMap<>();
    private final Map<String, String> systems = new HashMap<>();
    private final JdbcTemplate jdbc = ChoiceDatabase.fresh().jdbc();
    private int counted;
    private int shared;
    private int left;
    private int read;
    private long unread;

    @BeforeAll
    void start() {
        HapiTables.create(jdbc);
    }

    @BeforeEach
    void forget() {
        counted = 0;
        shared = 0;
        left = 0;
        read = 0;
        unread = 0;
    }

    @Test
    void countWhenAllIsOfOnePatientThenCountsWhatIsOpenWithAllItTellsOf() {
        for (int i = 0; i < RECORDS; i++) {
            fill(List.of(List.of("p")));
            checkCounts();
        }

        assertThat(counted).isPositive();
        assertThat(read).isPositive();
        assertThat(unread).isZero();
        assertThat(shared).isBetween(1, counted * (ASKED - 1) - 1);
        assertThat(left).isZero();
    }

    @Test
    void countWhenItemsTellOfOthersThenLeavesThoseToBeDecided() {
        List<List<String>> mostlyOne =
                new ArrayList<>(List.of(List.of("p", "q"), List.of("q"), List.<String>of(), List.<String>of()));
        while (mostlyOne.size() < 30) {
            mostlyOne.add(List.of("p"));
        }
        for (int i = 0; i < RECORDS; i++) {
            fill(mostlyOne);
            checkCounts();
        }

        assertThat(counted).isPositive();
        assertThat(left).isPositive();
    }

    @Test
    void countWhenRowsAreFromBeforeThenCountsTheSame() {
        fill(List.of(List.of("p")));
        jdbc.update("update candour.record_item set told = null, kind = gen_random_uuid()");

        checkCounts();

        assertThat(left).isZero();
    }

    private void checkCounts() {
        world.accesses(
                WORLDS, access -> Optional.ofNullable(access.store().get("p")).ifPresent(snapshot -> {
                    List<Condition> asked = new ArrayList<>();
                    asked.add(residual(access.caller(), access, snapshot));
                    for (int i = 1; i < ASKED; i++) {
                        asked.add(residual(world.caller(), access, snapshot));
                    }
                    checkCount(asked);
                }));
    }

    private Condition residual(Caller caller, Access access, Snapshot snapshot) {
        return engine.residual(caller, access.purpose(), snapshot, access.grants(), access.now())
                .condition();
    }

    private void checkCount(List<Condition> asked) {
        Holdings.Count count = new Holdings(jdbc).count("p", asked.get(0), asked.subList(1, asked.size()));
        Map<Category, List<Integer>> expected = new EnumMap<>(Category.class);
        Map<Category, Set<Holdings.Source>> sources = new EnumMap<>(Category.class);
        items.forEach((reference, item) -> {
            List<ItemFacts> all = withAllItTellsOf(item);
            boolean decided = all.stream().allMatch(each -> each.patients().equals(List.of("p")));
            assertThat(decided && count.left().contains(reference))
                    .as("seed %d: %s", seed, reference)
                    .isFalse();
            if (decided && all.stream().allMatch(asked.get(0)::test)) {
                List<Integer> one = Stream.concat(
                                Stream.of(1),
                                asked.stream().skip(1).map(each -> all.stream().allMatch(each::test) ? 1 : 0))
                        .toList();
                expected.merge(item.category(), one, HoldingsSqlTest::sums);
                sources.computeIfAbsent(item.category(), any -> new HashSet<>())
                        .add(new Holdings.Source(
                                item.sourceOrganisation(), Optional.ofNullable(systems.get(reference))));
            }
        });
        Map<Category, List<Integer>> found = new EnumMap<>(Category.class);
        count.byCategory()
                .forEach((category, holding) -> found.put(
                        category,
                        Stream.concat(Stream.of(holding.count()), holding.open().stream())
                                .toList()));
        assertThat(found).as("seed %d: %s of %s", seed, asked, items.values()).isEqualTo(expected);
        count.byCategory().forEach((category, holding) -> assertThat(holding.sources())
                .as("seed %d: %s", seed, category)
                .isEqualTo(sources.get(category)));
        assertThat(count.samples().stream().map(items::get))
                .as("seed %d: %s", seed, count.samples())
                .allMatch(sample -> withAllItTellsOf(sample).stream().allMatch(asked.get(0)::test))
                .extracting(ItemFacts::category)
                .containsExactlyInAnyOrderElementsOf(found.keySet());
        assertThat(count.samples()).containsAll(count.read().keySet());
        count.read().forEach((sample, facts) -> assertThat(facts).isEqualTo(items.get(sample)));
        // None where rows are counted one by one, as where a condition is about single items.
        boolean along = !count.read().isEmpty();
        unread += items.values().stream()
                .filter(item -> along)
                .filter(item -> item.names().isEmpty() && count.samples().contains(item.reference()))
                .filter(item -> !count.read().containsKey(item.reference()))
                .count();
        read += count.read().size();
        found.values().forEach(each -> {
            counted += each.get(0);
            shared += each.stream().skip(1).mapToInt(Integer::intValue).sum();
        });
        left += count.left().size();
    }

    private static List<Integer> sums(List<Integer> one, List<Integer> other) {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            sums.add(one.get(i) + other.get(i));
        }
        return sums;
    }

    private List<ItemFacts> withAllItTellsOf(ItemFacts item) {
        Map<String, ItemFacts> all = new LinkedHashMap<>();
        Deque<ItemFacts> next = new ArrayDeque<>(List.of(item));
        while (!next.isEmpty()) {
            ItemFacts one = next.remove();
            if (all.putIfAbsent(one.reference(), one) == null) {
                one.names().forEach(name -> Optional.ofNullable(items.get(name))
                        .filter(ItemFacts::namesPatient)
                        .ifPresent(next::add));
            }
        }
        return List.copyOf(all.values());
    }

    /** @param patients whose items are, each as likely */
    private void fill(List<List<String>> patients) {
        items.clear();
        systems.clear();
        List<ItemFacts> kinds =
                Stream.generate(() -> world.item(List.of("p"))).limit(KINDS).toList();
        Map<String, ItemFacts> kindOf = new LinkedHashMap<>();
        for (int i = 0; i < ITEMS; i++) {
            ItemFacts kind = world.oneOf(kinds);
            kindOf.put(kind.type() + "/" + i, kind);
        }
        List<String> references = List.copyOf(kindOf.keySet());
        kindOf.forEach((reference, kind) -> {
            Set<String> names = new HashSet<>();
            while (random.nextInt(3) == 0) {
                names.add(world.oneOf(references));
            }
            names.remove(reference);
            String id = reference.substring(kind.type().length() + 1);
            items.put(reference, People.alike(kind, world.item(world.oneOf(patients)), id, names));
            systems.put(reference, world.oneOf(List.of("urn:ours", "urn:theirs")));
        });
        jdbc.update("delete from candour.record_place");
        new RecordIndex(jdbc)
                .replace(
                        items.values().stream()
                                .map(facts -> new IndexedItem(
                                        new RecordItem(
                                                1,
                                                facts,
                                                "{\"meta\":{\"source\":\"" + systems.get(facts.reference()) + "\"}}"),
                                        Set.of(),
                                        Labels.NONE,
                                        Set.of(),
                                        told(facts)))
                                .toList(),
                        List.of());
    }

    private Optional<Set<UUID>> told(ItemFacts item) {
        List<ItemFacts> all = withAllItTellsOf(item);
        return all.stream().allMatch(each -> each.patients().equals(List.of("p")))
                ? Optional.of(
                        all.stream().skip(1).map(each -> Kind.of(each).digest()).collect(Collectors.toSet()))
                : Optional.empty();
    }
}
