package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three readings of the same rules, the engine's two and the naive one, on every small world and a million random. */
class ConsentAgreementTest {
    private static final int RANDOM_CASES = Integer.getInteger("candour.laws.cases", 1_000_000);
    private static final int ITEMS_PER_WORLD = 25;

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
                items.add(world.item(world.oneOf(
                        List.of(List.of("p"), List.of("p"), List.of("p"), List.of("p", "q"), List.<String>of()))));
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
        List<Directive> rules = smallRules();
        List<Caller> callers = List.of(People.gp(), People.consultant(), People.carer());
        List<ItemFacts> items = new ArrayList<>();
        for (List<String> patients : List.of(List.of("p"), List.of("q"), List.of("p", "q"))) {
            items.add(People.item(patients, Category.CONDITIONS, Confidentiality.N, Set.of()));
            items.add(People.item(patients, Category.CONDITIONS, Confidentiality.R, Set.of()));
            items.add(People.item(patients, Category.CONDITIONS, Confidentiality.R, Set.of("HIV")));
        }
        List<Grant> grants = List.of(new Grant.Proxy("g", "carer", "p", Interval.ALWAYS, Reach.everything()));
        Snapshot other = People.snapshot("q", rules.get(1));
        int sets = 0;
        for (int a = 0; a < rules.size(); a++) {
            for (int b = a; b < rules.size(); b++) {
                for (int c = b; c < rules.size(); c++) {
                    Map<String, Snapshot> store =
                            Map.of("p", People.snapshot("p", rules.get(a), rules.get(b), rules.get(c)), "q", other);
                    for (Caller caller : callers) {
                        Purpose purpose = caller.kind() == CallerKind.PROXY ? Purpose.PATRQT : Purpose.TREAT;
                        agree(POLICIES.get(0), caller, purpose, store, grants, People.NOW, items);
                    }
                    sets++;
                }
            }
        }
        assertThat(sets).isEqualTo(rules.size() * (rules.size() + 1) * (rules.size() + 2) / 6);
    }

    /** Every rule of an effect, an actor, a label and an exception out of three each. Equal ones fold into one. */
    private static List<Directive> smallRules() {
        List<Directive> rules = new ArrayList<>();
        List<Provision> exceptions = List.of(
                Provision.builder(Effect.PERMIT)
                        .actors(Set.of("Practitioner/consultant", "RelatedPerson/carer"))
                        .build(),
                Provision.builder(Effect.DENY).sensitivity(Set.of("HIV")).build());
        for (Effect effect : Effect.values()) {
            for (Set<String> actors :
                    List.of(Set.<String>of(), Set.of(People.HOSPITAL), Set.of("RelatedPerson/carer"))) {
                for (int label = 0; label < 3; label++) {
                    ProvisionBuilder root = Provision.builder(effect).actors(actors);
                    if (label == 1) {
                        root.confidentiality(Confidentiality.R);
                    } else if (label == 2) {
                        root.sensitivity(Set.of("HIV"));
                    }
                    for (int exception = 0; exception < 3; exception++) {
                        List<Provision> nested = exception == 0 ? List.of() : List.of(exceptions.get(exception - 1));
                        rules.add(new Directive(
                                "c" + rules.size(),
                                "1",
                                Optional.empty(),
                                root.build(),
                                nested,
                                true,
                                Optional.empty()));
                    }
                }
            }
        }
        return rules;
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
