package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.ChoiceDatabase;
import io.candour.consent.fhir.Labels;
import io.candour.record.HapiTables;
import io.candour.record.IndexedItem;
import io.candour.record.Order;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import io.candour.record.Sought;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** The residual as a WHERE clause, on a real database: it leaves exactly what the engine permits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResidualSqlTest {
    private static final int ITEMS = 300;
    private static final int WORLDS = 1_500;
    private static final List<String> TYPES = List.of("Condition", "Observation", "Organization");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<ItemFacts> items = new ArrayList<>();
    private final JdbcTemplate jdbc = ChoiceDatabase.fresh().jdbc();
    private final RecordIndex index = new RecordIndex(jdbc);

    @BeforeAll
    void fill() {
        HapiTables.create(jdbc);
        RandomWorld world = new RandomWorld(random);
        for (int i = 0; i < ITEMS; i++) {
            // Some have ids that rules name.
            items.add(People.as(
                    world.item(List.of("p")), TYPES.get(i % TYPES.size()), Integer.toString(i / TYPES.size() + 1)));
        }
        index.replace(
                items.stream()
                        .map(facts -> new IndexedItem(
                                new RecordItem(1, facts, "{}"), Set.of(), Labels.NONE, Set.of(), Optional.empty()))
                        .toList(),
                List.of());
    }

    @Test
    void searchWhenWorldIsRandomThenFindsWhatTheEnginePermits() {
        ConsentEngine engine = new ConsentEngine(Deployments.OPT_IN);
        int[] open = new int[1];
        new RandomWorld(random).accesses(WORLDS, access -> {
            Optional.ofNullable(access.store().get("p")).ifPresent(snapshot -> {
                Residual residual =
                        engine.residual(access.caller(), access.purpose(), snapshot, access.grants(), access.now());
                String type = TYPES.get(random.nextInt(TYPES.size()));
                Sought sought = new Sought("p", Set.of(type), residual.condition(), List.of());
                Set<String> permitted = items.stream()
                        .filter(item -> item.type().equals(type))
                        .filter(item -> access.of(item).decide(engine).permitted())
                        .map(ItemFacts::id)
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<String> found = index.search(sought, Order.NEWEST, Optional.empty(), ITEMS).stream()
                        .map(RecordItem::id)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(found).as("seed %d: %s", seed, residual).isEqualTo(permitted);
                assertThat(index.count(sought)).isEqualTo(permitted.size());
                open[0] += permitted.size();
            });
        });

        assertThat(open[0]).isBetween(WORLDS, WORLDS * ITEMS / 4);
    }
}
