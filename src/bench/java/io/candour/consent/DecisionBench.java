package io.candour.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Goal P11: one patient's item for a clinician, 5 directives at most 100 ns and nothing allocated; 200 at most 1 µs.
 *
 * <p>{@link #decide} goes through a record item by item, as an answer does. {@link #first} is the price of the first
 * item, on rules that were only just read; {@link #callers} lets two callers take turns on the same rules.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBench {
    @Param({"5", "200"})
    int directives;

    private final ConsentEngine engine = new ConsentEngine(Policy.standard());
    private final Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final Caller caller = new Caller(
            CallerKind.PRACTITIONER,
            "gp",
            "gp",
            Optional.of("A81001"),
            Set.of("R8000"),
            "point-of-care",
            Set.of("user/*.rs"),
            Set.of("Organization/practice", "Practitioner/gp", "sds|1", "CareTeam/t"),
            Optional.empty());
    private final Caller colleague = new Caller(
            caller.kind(),
            "nurse",
            "nurse",
            caller.organisation(),
            caller.roles(),
            caller.client(),
            caller.scopes(),
            Set.of("Organization/practice", "Practitioner/nurse", "sds|2"),
            Optional.empty());
    private final ItemFacts[] items =
            IntStream.range(0, 16).mapToObj(this::item).toArray(ItemFacts[]::new);
    private List<Directive> rules = List.of();
    private List<Relationship> relationships = List.of();
    private Map<String, Snapshot> store = Map.of();
    private int turn;
    private Residual residual = new Residual.None(List.of(), now, false);

    /** A permit that holds, then denials of other people, labels, codes and single items that don't. */
    @Setup
    public void live() {
        List<Directive> live = new ArrayList<>();
        live.add(directive(0, Optional.of(Choice.CARE_INSIDE), Provision.of(Effect.PERMIT)));
        for (int i = 1; i < directives; i++) {
            ProvisionBuilder root = Provision.builder(Effect.DENY);
            switch (i % 4) {
                case 0 -> root.actors(Set.of("Organization/other" + i));
                case 1 -> root.sensitivity(Set.of("PSY"));
                case 2 -> root.codes(Set.of("http://snomed.info/sct|" + i));
                default -> root.instances(Set.of("Observation/hidden" + i));
            }
            live.add(directive(i, Optional.of(Choice.HIDE_FROM), root.build()));
        }
        rules = List.copyOf(live);
        relationships = List.of(
                new Relationship("Organization/practice", "managingOrganization", Optional.empty(), Optional.empty()));
        store = Map.of("p", new Snapshot("p", 1, rules, relationships));
        residual =
                engine.residual(caller, Purpose.TREAT, store.getOrDefault("p", Snapshot.empty("p", 1)), List.of(), now);
        if (!decide().permitted() || !residual()) {
            throw new IllegalStateException("measures the permit path");
        }
    }

    private ItemFacts item(int number) {
        return new ItemFacts(
                "Observation",
                "o" + number,
                List.of("p"),
                Set.of(),
                Set.of(),
                Category.TEST_RESULTS,
                Confidentiality.N,
                Set.of(),
                number % 2 == 0
                        ? Set.of("http://loinc.org|4548-4")
                        : Set.of("http://loinc.org|718-7", "http://snomed.info/sct|a", "http://snomed.info/sct|b"),
                Optional.of("Organization/practice"),
                Set.of("Organization/practice"),
                Set.of(),
                Set.of("Encounter/e1"),
                Optional.of(Interval.of(now.minusSeconds(60), now)),
                now,
                false,
                true);
    }

    private static Directive directive(int id, Optional<Choice> choice, Provision root) {
        return new Directive("c" + id, "1", choice, root, List.of(), true, Optional.empty());
    }

    @Benchmark
    public Decision decide() {
        return engine.decide(caller, Purpose.TREAT, next(), store, List.of(), now);
    }

    @Benchmark
    public Decision callers() {
        ItemFacts item = next();
        return engine.decide(turn % 2 == 0 ? caller : colleague, Purpose.TREAT, item, store, List.of(), now);
    }

    @Benchmark
    public Decision first() {
        Map<String, Snapshot> read = Map.of("p", new Snapshot("p", 1, rules, relationships));
        return engine.decide(caller, Purpose.TREAT, next(), read, List.of(), now);
    }

    @Benchmark
    public boolean residual() {
        return residual.test(next());
    }

    private ItemFacts next() {
        turn = (turn + 1) % items.length;
        return items[turn];
    }
}
