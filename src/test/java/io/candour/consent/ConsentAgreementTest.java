package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Three readings of the same rules, the engine's two and the naive one, on every small world and a million random. */
class ConsentAgreementTest {
    private static final int RANDOM_CASES = Integer.getInteger("candour.laws.cases", 1_000_000);
    private static final int ITEMS_PER_WORLD = 25;
    private static final int ITEMS = 5_000;
    private static final List<List<String>> WHOSE =
            List.of(List.of("p"), List.of("p"), List.of("p"), List.of("p", "q"), List.of());

    private final long seed = Long.getLong("candour.laws.seed", System.nanoTime());

    /** Both deployments, and one whose defaults about care differ as well. */
    private static final List<Policy> POLICIES = List.of(
            Deployments.OPT_IN,
            Deployments.OPT_OUT,
            Policy.standard()
                    .with(Choice.CARE_SHARING, Effect.DENY)
                    .with(Choice.PLANNING, Effect.PERMIT)
                    .with(Choice.ACADEMIC_RESEARCH, Effect.PERMIT)
                    .with(Choice.SENSITIVE_CARE_SHARING, Effect.PERMIT));

    @Test
    void decideWhenWorldIsRandomThenAllThreeReadingsAgree() {
        RandomWorld world = new RandomWorld(new Random(seed));
        List<ItemFacts> pool = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            pool.add(world.item(world.oneOf(WHOSE)));
        }
        int permits = 0;
        int wholes = 0;
        for (int i = 0; i < RANDOM_CASES; i += ITEMS_PER_WORLD) {
            Policy policy = world.oneOf(POLICIES);
            Map<String, Snapshot> store = world.store(5);
            if (i % 1000 == 0) {
                store.remove("q");
            }
            Caller caller = world.caller();
            Purpose purpose = world.purpose();
            List<Grant> grants = world.grants();
            Instant now = world.moment();
            List<ItemFacts> items = new ArrayList<>();
            for (int k = 0; k < ITEMS_PER_WORLD; k++) {
                items.add(world.oneOf(pool));
            }
            Tally tally = agree(policy, caller, purpose, store, grants, now, items);
            permits += tally.permits();
            wholes += tally.whole() ? 1 : 0;
        }
        assertThat(permits).as("permits seen").isBetween(RANDOM_CASES / 20, RANDOM_CASES / 2);
        assertThat(wholes).as("records wholly open or closed").isGreaterThan(RANDOM_CASES / ITEMS_PER_WORLD / 20);
    }

    @Test
    void decideWhenWorldIsSmallThenAllThreeReadingsAgreeOnEveryOne() {
        SmallWorld.sets(SmallWorld.rules(), 3, set -> {
            Map<String, Snapshot> store = SmallWorld.store(set);
            for (Caller caller : SmallWorld.CALLERS) {
                agree(
                        POLICIES.get(0),
                        caller,
                        SmallWorld.purpose(caller),
                        store,
                        SmallWorld.GRANTS,
                        People.NOW,
                        SmallWorld.ITEMS);
            }
        });
    }

    private record Tally(int permits, boolean whole) {}

    private Tally agree(
            Policy policy,
            Caller caller,
            Purpose purpose,
            Map<String, Snapshot> store,
            List<Grant> grants,
            Instant now,
            List<ItemFacts> items) {
        ConsentEngine engine = new ConsentEngine(policy);
        NaiveReading naive = new NaiveReading(policy, caller, purpose, store, grants, now);
        Snapshot snapshot = Optional.ofNullable(store.get("p")).orElseThrow();
        Residual residual = engine.residual(caller, purpose, snapshot, grants, now);
        int permits = 0;
        for (ItemFacts item : items) {
            boolean decided =
                    engine.decide(caller, purpose, item, store, grants, now).permitted();
            permits += decided ? 1 : 0;
            if (decided != naive.decide(item)) {
                fail("seed %d: engine %s, naive reading not: %s %s", seed, decided, naive, item);
            }
            if (item.patients().equals(List.of("p")) && decided != residual.test(item)) {
                fail("seed %d: engine %s, residual %s not: %s %s", seed, decided, residual, naive, item);
            }
        }
        return new Tally(permits, !(residual instanceof Residual.Where));
    }
}
