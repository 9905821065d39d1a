package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByRule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds until somebody answers, in both kinds of deployment, and that an answer holds in either. */
class DefaultsTest {
    private static Caller recipient(String role) {
        return new Caller(
                CallerKind.SYSTEM,
                "extract",
                "extract",
                Optional.empty(),
                Set.of(role),
                "extract",
                Set.of("system/*.rs"),
                Set.of("Organization/recipient"),
                Optional.empty());
    }

    private static Decision decide(Policy policy, Caller caller, Purpose purpose, Directive... directives) {
        return new ConsentEngine(policy)
                .decide(
                        caller,
                        purpose,
                        People.item("p"),
                        Map.of("p", People.snapshot("p", directives)),
                        List.of(),
                        People.NOW);
    }

    /** Every choice about secondary uses, with who asks and why, in both deployments. */
    static Stream<Arguments> secondaryUses() {
        return Deployments.both().stream()
                .flatMap(policy -> Stream.of(
                        Arguments.of(policy, Choice.PLANNING, recipient("planner"), Purpose.HOPERAT),
                        Arguments.of(policy, Choice.ACADEMIC_RESEARCH, recipient(Policy.ACADEMIC), Purpose.HRESCH),
                        Arguments.of(
                                policy, Choice.COMMERCIAL_RESEARCH, recipient(Policy.COMMERCIAL), Purpose.HRESCH)));
    }

    @ParameterizedTest
    @MethodSource("secondaryUses")
    void decideWhenNobodyAnsweredThenTheDeploymentsDefaultHolds(
            Policy policy, Choice choice, Caller caller, Purpose purpose) {
        Decision decision = decide(policy, caller, purpose);
        assertThat(decision.permitted()).isEqualTo(policy.equals(Deployments.OPT_OUT));
        assertThat(decision.restsOn()).containsExactly(ByRule.defaultOf(choice));
    }

    @ParameterizedTest
    @MethodSource("secondaryUses")
    void decideWhenAnsweredThenTheAnswerHoldsWhateverTheDefault(
            Policy policy, Choice choice, Caller caller, Purpose purpose) {
        for (Effect effect : Effect.values()) {
            Directive answer = new Directive(
                    "c", "1", Optional.of(choice), Provision.of(effect), List.of(), true, Optional.empty());
            Decision decision = decide(policy, caller, purpose, answer);
            assertThat(decision.permitted()).isEqualTo(effect == Effect.PERMIT);
            assertThat(decision.restsOn()).containsExactly(new ByConsent("c", "1"));
        }
    }

    @ParameterizedTest
    @MethodSource("secondaryUses")
    void decideWhenPurposeIsNoOnesChoiceThenNoDefaultOpensIt(
            Policy policy, Choice choice, Caller caller, Purpose purpose) {
        for (String other : List.of("HMARKT", "HPAYMT", "PUBHLTH")) {
            assertThat(decide(policy, caller, new Purpose(other)).restsOn())
                    .containsExactly(ByRule.NO_GOVERNING_CHOICE);
        }
    }

    static List<Policy> both() {
        return Deployments.both();
    }

    @ParameterizedTest
    @MethodSource("both")
    void decideWhenAboutCareThenIsTheSameInBoth(Policy policy) {
        assertThat(decide(policy, People.consultant(), Purpose.TREAT))
                .isEqualTo(decide(Policy.standard(), People.consultant(), Purpose.TREAT));
        for (Choice choice : Choice.values()) {
            boolean secondary = Choice.PLANNING.purposes().equals(choice.purposes())
                    || Choice.ACADEMIC_RESEARCH.purposes().equals(choice.purposes());
            if (!secondary) {
                assertThat(policy.defaultOf(choice)).isEqualTo(choice.standard());
            }
        }
    }

    @Test
    void withSecondaryUsesWhenPeopleOptOutThenOpensPlanningAndResearchAndNothingElse() {
        Map<Choice, Effect> expected = new EnumMap<>(Policy.standard().defaults());
        List.of(Choice.PLANNING, Choice.ACADEMIC_RESEARCH, Choice.COMMERCIAL_RESEARCH)
                .forEach(choice -> expected.put(choice, Effect.PERMIT));
        assertThat(Policy.standard().withSecondaryUses(Effect.PERMIT).defaults())
                .isEqualTo(expected);
    }
}
