package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is worked out once is used as long as it is right, and no longer. */
class StandingTest {
    private static final Instant NOW = People.NOW;
    private static final Instant END = NOW.plus(Duration.ofHours(1));

    private final Directive ending = People.directive(
            "c", Provision.builder(Effect.PERMIT).period(Interval.of(NOW, END)).build());
    private final Snapshot snapshot = People.snapshot("p", ending);

    private Standing standing(Snapshot of, Caller caller, Purpose purpose, List<Grant> grants, Instant at) {
        return of.standing(caller, purpose, grants, at);
    }

    @Test
    void standingWhenSameIsAskedUntilSomethingChangesThenIsTheSame() {
        Standing first = standing(snapshot, People.gp(), Purpose.TREAT, List.of(), NOW);
        assertThat(standing(snapshot, People.gp(), Purpose.TREAT, List.of(), NOW))
                .isSameAs(first);
        assertThat(standing(snapshot, People.gp(), Purpose.TREAT, List.of(), END.minusNanos(1)))
                .isSameAs(first);
        assertThat(standing(snapshot, People.gp(), Purpose.TREAT, List.of(), END))
                .isNotSameAs(first);
    }

    @Test
    void standingWhenAnythingDiffersThenIsAnother() {
        Grant grant = new Grant.Emergency("e", "gp", "p", Interval.of(NOW, END));
        Snapshot moved = new Snapshot("p", 2, snapshot.directives(), List.of());
        Standing first = standing(snapshot, People.gp(), Purpose.TREAT, List.of(), NOW);
        for (Standing other : List.of(
                standing(snapshot, People.gp(), Purpose.TREAT, List.of(), NOW.minusNanos(1)),
                standing(snapshot, People.consultant(), Purpose.TREAT, List.of(), NOW),
                standing(snapshot, People.gp(), Purpose.BTG, List.of(), NOW),
                standing(snapshot, People.gp(), Purpose.TREAT, List.of(grant), NOW),
                standing(moved, People.gp(), Purpose.TREAT, List.of(), NOW))) {
            assertThat(other).isNotSameAs(first);
        }
        assertThat(standing(moved, People.gp(), Purpose.TREAT, List.of(), NOW).related())
                .isFalse();
        assertThat(standing(snapshot, People.gp(), Purpose.TREAT, List.of(), NOW)
                        .related())
                .isTrue();
    }

    @Test
    void decideWhenReasonsComeUpAgainThenGivesTheSamePermit() {
        ConsentEngine engine = new ConsentEngine(Policy.standard());
        Map<String, Snapshot> store = Map.of("p", snapshot);
        Decision first = engine.decide(People.gp(), Purpose.TREAT, People.item("p"), store, List.of(), NOW);
        Decision next = engine.decide(People.gp(), Purpose.TREAT, People.item("p"), store, List.of(), NOW);
        assertThat(next).isSameAs(first).isInstanceOf(Decision.Permit.class);
        assertThat(first.validUntil()).isEqualTo(END);
    }

    @Test
    void voicesWhenRulesNameItemsThenOthersAreSparedThem() {
        Directive item = People.directive(
                "i",
                Provision.builder(Effect.DENY).instances(Set.of("Condition/x")).build());
        Directive code = People.directive(
                "k", Provision.builder(Effect.DENY).codes(Set.of("s|1", "s|2")).build());
        Directive excepted = People.directive(
                "l",
                Provision.builder(Effect.DENY).instances(Set.of("Condition/y")).build(),
                Provision.builder(Effect.DENY).codes(Set.of("s|3")).build(),
                Provision.builder(Effect.DENY).instances(Set.of("Condition/z")).build());
        Directive recoded = People.directive(
                "m",
                Provision.builder(Effect.DENY).codes(Set.of("s|5")).build(),
                Provision.builder(Effect.DENY).codes(Set.of("s|6")).build());
        Snapshot named = People.snapshot("p", item, code, excepted, recoded);
        for (String id : List.of("x", "y", "z")) {
            assertThat(heard(named, id, Set.of())).as(id).isEqualTo(4);
        }
        assertThat(heard(named, "o", Set.of("s|4", "s|2"))).isEqualTo(4);
        assertThat(heard(named, "o", Set.of("s|5"))).isEqualTo(4);
        assertThat(heard(named, "o", Set.of("s|6"))).isEqualTo(4);
        assertThat(heard(named, "o", Set.of("s|3", "s|4"))).isZero();
        assertThat(heard(named, "o", Set.of())).isZero();
    }

    @Test
    void voicesWhenRulesSpeakOfMoreThanNamesThenEveryItemHearsThem() {
        Provision byId =
                Provision.builder(Effect.DENY).instances(Set.of("Condition/x")).build();
        for (Directive general : List.of(
                People.directive("a", Provision.of(Effect.DENY)),
                People.directive(
                        "b",
                        Provision.builder(Effect.PERMIT)
                                .instances(Set.of("Condition/x"))
                                .build()),
                People.directive(
                        "c",
                        Provision.builder(Effect.DENY)
                                .instances(Set.of("Condition/x"))
                                .related(Set.of("Encounter/1"))
                                .build()),
                People.directive(
                        "d",
                        Provision.builder(Effect.DENY)
                                .instances(Set.of("Condition/x"))
                                .authoredBy(Set.of("Practitioner/1"))
                                .build()),
                People.directive(
                        "e",
                        byId,
                        Provision.builder(Effect.DENY)
                                .related(Set.of("Encounter/1"))
                                .build()),
                People.directive(
                        "f",
                        Provision.builder(Effect.DENY)
                                .authoredBy(Set.of("Practitioner/1"))
                                .build(),
                        byId))) {
            Directive other = People.directive(
                    "z", Provision.builder(Effect.DENY).codes(Set.of("s|1")).build());
            assertThat(heard(People.snapshot("p", general, other), "o", Set.of()))
                    .as(general.consent())
                    .isEqualTo(1);
        }
    }

    private static int heard(Snapshot snapshot, String id, Set<String> codes) {
        ItemFacts item = new ItemFacts(
                "Condition",
                id,
                List.of("p"),
                Set.of(),
                Set.of(),
                Category.CONDITIONS,
                Confidentiality.N,
                Set.of(),
                codes,
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                NOW,
                false,
                true);
        return snapshot.standing(People.gp(), Purpose.TREAT, List.of(), NOW).voices(item).length;
    }
}
