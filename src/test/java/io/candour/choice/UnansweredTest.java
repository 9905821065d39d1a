package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.KeptConsent.Standing;
import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void ofWhenNothingIsAnsweredThenAll() {
        assertThat(Unanswered.of(List.of(), NOW)).containsExactly(Choice.values());
    }

    @Test
    void ofWhenAnsweredForEverybodyAndEverythingThenNotThat() {
        assertThat(Unanswered.of(List.of(answer(Choice.PLANNING, Provision.builder(Effect.PERMIT))), NOW))
                .doesNotContain(Choice.PLANNING)
                .contains(Choice.ACADEMIC_RESEARCH);
    }

    @Test
    void ofWhenAnsweredAboutOneOrganisationOrOneKindOfItemThenTheRestIsLeft() {
        assertThat(Unanswered.of(
                        List.of(
                                answer(
                                        Choice.CARE_SHARING,
                                        Provision.builder(Effect.DENY).actors(Set.of("Organization/a"))),
                                answer(
                                        Choice.CARE_INSIDE,
                                        Provision.builder(Effect.DENY).types(Set.of("Observation")))),
                        NOW))
                .contains(Choice.CARE_SHARING, Choice.CARE_INSIDE);
    }

    @Test
    void ofWhenSomethingIsHiddenFromSomebodyThenHidingIsAnswered() {
        assertThat(Unanswered.of(
                        List.of(answer(
                                Choice.HIDE_FROM, Provision.builder(Effect.DENY).actors(Set.of("Organization/a")))),
                        NOW))
                .doesNotContain(Choice.HIDE_FROM);
    }

    @Test
    void ofWhenAnswerIsOverThenTheDefaultHoldsAgain() {
        Interval past = new Interval(Optional.empty(), Optional.of(NOW));

        assertThat(Unanswered.of(
                        List.of(answer(
                                Choice.PLANNING,
                                Provision.builder(Effect.PERMIT).period(past))),
                        NOW))
                .contains(Choice.PLANNING);
    }

    private static KeptConsent answer(Choice choice, ProvisionBuilder provision) {
        Directive directive =
                new Directive("c", "1", Optional.of(choice), provision.build(), List.of(), true, Optional.empty());
        return new KeptConsent(
                "p",
                "c",
                1,
                "active",
                NOW,
                1,
                Optional.of(choice),
                Standing.RULE,
                Optional.empty(),
                Optional.of(directive),
                Question.of(directive, name -> name),
                Optional.empty());
    }
}
