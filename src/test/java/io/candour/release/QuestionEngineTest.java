package io.candour.release;

import static io.candour.release.CountedWorld.ASTHMA;
import static io.candour.release.CountedWorld.COLD;
import static io.candour.release.CountedWorld.HEIGHT;
import static io.candour.release.CountedWorld.SALBUTAMOL;
import static io.candour.release.CountedWorld.facts;
import static io.candour.release.CountedWorld.on;
import static io.candour.release.CountedWorld.question;
import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.Effect;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import io.candour.consent.Provision;
import io.candour.release.Question.Breakdown;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions over a real index: who is so, and who is counted at all. */
class QuestionEngineTest {
    private static final Question ASTHMATIC = question(new Criterion.HasCondition(List.of(ASTHMA)));

    private final CountedWorld world = new CountedWorld(Policy.standard());

    @BeforeEach
    void people() {
        world.person("ann", "1980-05-01", "female", "LS1 4AP");
        world.person("bob", "2000", "male", "LS2 9JT");
        world.person("cat", "1931-12-31", "female", "B1 1AA");
        for (String each : List.of("ann", "bob", "cat")) {
            world.chooses(each, CountedWorld.yes());
            world.condition("asthma-" + each, each, ASTHMA);
        }
    }

    private Set<String> people(Question question) {
        return world.count(question).people();
    }

    @Test
    void countWhenNobodyAnsweredThenNobodyIs() {
        for (String each : List.of("ann", "bob", "cat")) {
            world.chooses(each);
        }
        assertThat(people(ASTHMATIC)).isEmpty();
        assertThat(people(question())).isEmpty();
    }

    @Test
    void countWhenSomebodySaysNoThenTheyAreNot() {
        world.chooses("bob", CountedWorld.no());

        assertThat(people(ASTHMATIC)).containsExactly("ann", "cat");
        assertThat(people(question())).containsExactly("ann", "cat");
    }

    @Test
    void countWhenSomebodyDeniesTheRecipientByNameThenTheyAreNot() {
        world.chooses(
                "bob",
                CountedWorld.yes(),
                CountedWorld.research(
                        "not-them",
                        Provision.builder(Effect.DENY)
                                .actors(Set.of(CountedWorld.RECIPIENT))
                                .build()));

        assertThat(people(ASTHMATIC)).containsExactly("ann", "cat");
    }

    @Test
    void countWhenAYesIsAboutOtherThingsThenWhatItIsNotAboutDoesNotCount() {
        world.chooses(
                "bob",
                CountedWorld.research(
                        "some",
                        Provision.builder(Effect.PERMIT)
                                .categories(Set.of(Category.DETAILS))
                                .build()));

        assertThat(people(ASTHMATIC)).containsExactly("ann", "cat");
        assertThat(people(question())).containsExactly("ann", "bob", "cat");
    }

    @Test
    void countWhenAnItemTellsOfAnotherThenBothMustBeOpen() {
        world.condition("of-asthma", "bob", COLD, Set.of("Condition/asthma-bob"));
        world.condition("of-others", "ann", COLD, Set.of("Condition/asthma-cat"));
        Question cold = question(new Criterion.HasCondition(List.of(COLD)));
        assertThat(people(cold)).as("not on another's yes").containsExactly("bob");

        world.chooses(
                "bob",
                CountedWorld.yes(),
                CountedWorld.research(
                        "not-that",
                        Provision.builder(Effect.DENY)
                                .instances(Set.of("Condition/asthma-bob"))
                                .build()));

        assertThat(people(cold)).isEmpty();
    }

    @Test
    void countWhenAnItemIsSensitiveOrNotSoThenItDoesNotCount() {
        world.item(labelled(Confidentiality.R, Set.of()), "{}");
        world.item(labelled(Confidentiality.N, Set.of("HIV")), "{}");
        for (String not : List.of(
                "\"verificationStatus\":{\"coding\":[{\"code\":\"entered-in-error\"}]}",
                "\"verificationStatus\":{\"coding\":[{\"code\":\"refuted\"}]}",
                "\"status\":\"not-done\"",
                "\"doNotPerform\":true")) {
            world.item(
                    facts(
                            "Condition",
                            "not-" + not.hashCode(),
                            "ann",
                            Category.CONDITIONS,
                            Set.of(COLD),
                            Set.of(),
                            Optional.empty()),
                    "{" + not + "}");
        }

        assertThat(people(question(new Criterion.HasCondition(List.of(COLD))))).isEmpty();
    }

    private static ItemFacts labelled(Confidentiality level, Set<String> sensitivity) {
        ItemFacts plain = facts(
                "Condition",
                "labelled-" + level,
                "ann",
                Category.CONDITIONS,
                Set.of(COLD),
                Set.of(),
                Optional.of(on("2025-06-01")));
        return CountedWorld.labelled(plain, level, sensitivity);
    }

    @Test
    void countWhenSeveralThingsAreAskedThenAllAreSoOfEach() {
        world.item(
                facts(
                        "MedicationRequest",
                        "m",
                        "ann",
                        Category.MEDICINES,
                        Set.of(SALBUTAMOL),
                        Set.of(),
                        Optional.empty()),
                "{}");
        height("h-ann", "ann", "158.5");
        height("h-bob", "bob", "182");

        assertThat(people(question(
                        new Criterion.HasCondition(List.of(ASTHMA)), new Criterion.HasMedicine(List.of(SALBUTAMOL)))))
                .containsExactly("ann");
        assertThat(people(question(tall("158.5", "182")))).containsExactly("ann", "bob");
        assertThat(people(question(tall("158.51", "182")))).containsExactly("bob");
        assertThat(people(question(new Criterion.HasResult(
                        List.of(HEIGHT), Optional.of("m"), Optional.of(BigDecimal.ONE), Optional.empty()))))
                .as("another unit")
                .isEmpty();
        assertThat(people(question(new Criterion.HasResult(
                        List.of(HEIGHT), Optional.empty(), Optional.empty(), Optional.empty()))))
                .containsExactly("ann", "bob");
        assertThat(people(question(new Criterion.HasCondition(List.of(ASTHMA)), new Criterion.OfSex("female"))))
                .containsExactly("ann", "cat");
        assertThat(people(question(new Criterion.Aged(25, 49)))).containsExactly("ann", "bob");
        assertThat(people(question(new Criterion.LivesIn("LS")))).containsExactly("ann", "bob");
    }

    private void height(String id, String patient, String value) {
        world.item(
                facts("Observation", id, patient, Category.MEASUREMENTS, Set.of(HEIGHT), Set.of(), Optional.empty()),
                "{\"valueQuantity\":{\"value\":" + value + ",\"unit\":\"cm\",\"code\":\"cm\"}}");
    }

    private static Criterion tall(String low, String high) {
        return new Criterion.HasResult(
                List.of(HEIGHT),
                Optional.of("cm"),
                Optional.of(new BigDecimal(low)),
                Optional.of(new BigDecimal(high)));
    }

    @Test
    void countWhenAPeriodIsAskedThenOnlyWhatWasInItCounts() {
        world.item(
                facts("Condition", "undated", "bob", Category.CONDITIONS, Set.of(COLD), Set.of(), Optional.empty()),
                "{}");
        assertThat(people(in("2025-06-01", "2025-06-01", ASTHMA))).containsExactly("ann", "bob", "cat");
        assertThat(people(in("2025-06-02", "2025-12-31", ASTHMA))).isEmpty();
        assertThat(people(in("2025-01-01", "2025-05-31", ASTHMA))).isEmpty();
        assertThat(people(in("2000-01-01", "2030-01-01", COLD))).isEmpty();
    }

    private static Question in(String from, String until, String code) {
        return new Question(
                List.of(new Criterion.HasCondition(List.of(code))),
                List.of(),
                Optional.of(LocalDate.parse(from)),
                Optional.of(LocalDate.parse(until)));
    }

    @Test
    void countWhenAClassIsNotTheProgrammesThenItIsNotLookedAt() {
        Set<Category> details = Set.of(Category.DETAILS);
        Counted counted = world.inTransaction(() -> world.counting.count(
                ASTHMATIC, CountedWorld.TODAY, details, world.willingness.of(world.programme), hundredths -> {}));

        assertThat(counted.people()).isEmpty();
        assertThat(ASTHMATIC.within(details)).isFalse();
        assertThat(ASTHMATIC.within(Set.of(Category.CONDITIONS))).isTrue();
    }

    @Test
    void countWhenBrokenDownThenEachIsInOneGroup() {
        Counted counted = world.count(new Question(
                List.of(), List.of(Breakdown.AREA, Breakdown.AGE_BAND), Optional.empty(), Optional.empty()));

        assertThat(counted.groups())
                .extracting(Counted.Group::names)
                .containsExactly(List.of("20-29", "LS"), List.of("40-49", "LS"), List.of("90+", "B"));
        assertThat(counted.people()).containsExactly("ann", "bob", "cat");
    }

    @Test
    void countWhenThereAreMoreChoicesThanRulesThenTheRareAreDecidedOneByOne() {
        for (int i = 0; i < 80; i++) {
            String each = "many-" + i;
            world.person(each, "1990-01-01", "other", "M1 1AA");
            world.condition("asthma-" + each, each, ASTHMA);
            world.condition("cold-" + each, each, COLD);
            world.chooses(
                    each,
                    CountedWorld.yes(),
                    CountedWorld.research(
                            "not-one-" + i,
                            Provision.builder(Effect.DENY)
                                    .instances(Set.of("Condition/asthma-" + each))
                                    .build()));
        }

        assertThat(people(ASTHMATIC)).containsExactly("ann", "bob", "cat");
        assertThat(people(question(new Criterion.HasCondition(List.of(COLD))))).hasSize(80);
    }

    @Test
    void questionWhenItAsksTheSameThenItIsTheSame() {
        Criterion one = new Criterion.HasCondition(List.of(COLD, ASTHMA));
        Criterion other = new Criterion.HasCondition(List.of(ASTHMA, COLD, COLD));

        assertThat(question(one, new Criterion.OfSex("male"))).isEqualTo(question(new Criterion.OfSex("male"), other));
        assertThat(question(tall("1.50", "2"))).isEqualTo(question(tall("1.5", "2.0")));
        world.ask("q", question(one, tall("1.50", "2")));
        assertThat(world.questions.find("q").orElseThrow().question()).isEqualTo(question(other, tall("1.5", "2")));
        assertThat(world.questions.same("programme", question(other, tall("1.5", "2"))))
                .isPresent();
        assertThat(world.questions.same("programme", question(other))).isEmpty();
    }
}
