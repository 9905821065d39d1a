package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Choice;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SupersedingTest {
    private List<KeptConsent> kept = List.of();

    private void write(String id, String status, int day) {
        write(Kept.consent(id, status, day, "Organization/a"));
    }

    private void write(KeptConsent written) {
        kept = Superseding.after(kept, written);
    }

    private Set<String> counting() {
        return kept.stream()
                .filter(KeptConsent::counts)
                .map(KeptConsent::consent)
                .collect(Collectors.toSet());
    }

    @Test
    void afterWhenANewerAnswerIsWrittenThenTheOlderIsSupersededByIt() {
        write("old", "active", 1);
        write("new", "active", 2);

        assertThat(counting()).containsExactly("new");
        assertThat(kept.get(0).supersededBy()).contains("new");
    }

    @Test
    void afterWhenAnOlderAnswerIsWrittenLaterThenItIsStoredSuperseded() {
        write("new", "active", 2);
        write("old", "active", 1);

        assertThat(counting()).containsExactly("new");
    }

    @Test
    void afterWhenBothAreOfOneTimeThenTheLaterCommitCounts() {
        write("first", "active", 1);
        write("second", "active", 1);

        assertThat(counting()).containsExactly("second");
    }

    @Test
    void afterWhenTheNewerIsWithdrawnThenTheOlderDoesNotComeBack() {
        write("old", "active", 1);
        write("new", "active", 2);
        write("new", "inactive", 3);
        write("between", "active", 1);

        assertThat(counting()).isEmpty();
    }

    @Test
    void afterWhenTheNewerWasEnteredInErrorThenItNeverWas() {
        write("oldest", "active", 1);
        write("old", "active", 2);
        write("new", "active", 3);
        write("new", "entered-in-error", 3);

        assertThat(counting()).containsExactly("old");
    }

    @Test
    void afterWhenAWithdrawnOneIsDatedBackThenTheOlderDoesNotComeBackEither() {
        write("old", "active", 2);
        write("new", "active", 3);
        write("new", "inactive", 1);
        write("old", "active", 2);

        assertThat(counting()).isEmpty();
    }

    @Test
    void afterWhenTheOneThatSupersededTurnsToAnotherQuestionThenTheOlderDoesNotComeBack() {
        write("old", "active", 1);
        write("new", "active", 2);
        write(Kept.consent("new", "active", 2, "Organization/b"));
        write("old", "active", 1);

        assertThat(counting()).containsExactly("new");
    }

    @Test
    void afterWhenASupersededOneIsGivenAnewThenItCounts() {
        write("old", "active", 1);
        write("new", "active", 2);
        write("old", "active", 3);

        assertThat(counting()).containsExactly("old");
    }

    @Test
    void afterWhenOneNeverWasActiveThenItSupersedesNothing() {
        write("old", "active", 1);
        for (String status : List.of("draft", "proposed", "rejected", "inactive")) {
            write(status, status, 2);
        }

        assertThat(counting()).containsExactly("old");
    }

    @Test
    void afterWhenActorOrDataDifferThenBothCount() {
        write("everything", "active", 1);
        write(Kept.consent("other", "active", 2, "Organization/b"));
        for (String item : List.of("Observation/1", "Observation/2")) {
            write(Kept.consent(
                    item,
                    "active",
                    3,
                    Kept.rule(
                            item,
                            Provision.builder(Effect.DENY)
                                    .actors(Set.of("Organization/a"))
                                    .instances(Set.of(item))
                                    .build())));
        }

        assertThat(counting()).containsExactlyInAnyOrder("everything", "other", "Observation/1", "Observation/2");
    }

    @Test
    void ofWhenAnswerPeriodPurposeAndExceptionsDifferThenTheQuestionIsOne() {
        Provision hide = Kept.hide("Organization/a", Interval.ALWAYS);
        Provision show = Provision.builder(Effect.PERMIT)
                .actors(Set.of("https://ods|A"))
                .purposes(Set.of("TREAT"))
                .period(Interval.of(Kept.day(1), Kept.day(2)))
                .build();
        UnaryOperator<String> oneName = name -> name.equals("https://ods|A") ? "Organization/a" : name;

        assertThat(Question.of(
                        new Directive(
                                "x", "1", Optional.of(Choice.HIDE_FROM), show, List.of(hide), false, Optional.empty()),
                        oneName))
                .isPresent()
                .isEqualTo(Question.of(Kept.rule("y", hide), oneName));
    }

    @Test
    void ofWhenNoChoiceOrSeveralActorsThenNone() {
        Provision two = Provision.builder(Effect.DENY)
                .actors(Set.of("Organization/a", "Organization/b"))
                .build();

        assertThat(Question.of(Kept.rule("x", two), UnaryOperator.identity())).isEmpty();
        assertThat(Question.of(
                        new Directive(
                                "x",
                                "1",
                                Optional.empty(),
                                Provision.of(Effect.DENY),
                                List.of(),
                                true,
                                Optional.empty()),
                        UnaryOperator.identity()))
                .isEmpty();
    }

    /** Any history of writes, against the rule in one sentence: of all that ever was an answer, the newest stands. */
    @Test
    void afterWhenWritesComeInAnyOrderThenOnlyTheNewestAnswerCounts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int world = 0; world < 3_000; world++) {
            kept = List.of();
            Map<String, Answer> answers = new HashMap<>();
            List<String> told = new ArrayList<>();
            for (int step = 0; step < 12; step++) {
                int place = step;
                String id = "c" + random.nextInt(4);
                String status = List.of("active", "active", "active", "inactive", "draft", "entered-in-error")
                        .get(random.nextInt(6));
                int day = random.nextInt(5);
                told.add(id + " " + status + " " + day);
                write(id, status, day);
                Optional<Answer> before = Optional.ofNullable(answers.remove(id));
                if (status.equals("active")) {
                    answers.put(id, new Answer(id, true, day, place));
                } else if (!status.equals("entered-in-error")) {
                    before.ifPresent(was -> answers.put(id, new Answer(id, false, was.day(), was.place())));
                }
                Set<String> expected = answers.values().stream()
                        .max(Comparator.comparing(Answer::day).thenComparing(Answer::place))
                        .filter(Answer::active)
                        .map(answer -> Set.of(answer.id()))
                        .orElse(Set.of());
                assertThat(counting()).as("seed %d: %s", seed, told).isEqualTo(expected);
            }
        }
    }

    private record Answer(String id, boolean active, int day, int place) {}
}
