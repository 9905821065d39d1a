package io.candour.consent;

import static io.candour.consent.Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HiddenNoticeTest {
    private static final Policy TELLS = Policy.standard();
    private static final Policy KEEPS_QUIET = TELLS.with(TELL_CLINICIANS_SOMETHING_IS_HIDDEN, Effect.DENY);

    private static boolean tells(Policy policy, Caller caller, Purpose purpose, Directive... directives) {
        return new ConsentEngine(policy)
                .tellsSomethingIsHidden(caller, purpose, People.snapshot("p", directives), List.of(), People.NOW);
    }

    private static boolean tells(Policy policy, Directive... directives) {
        return tells(policy, People.gp(), Purpose.TREAT, directives);
    }

    private static Directive answer(String id, Provision root) {
        return new Directive(
                id, "1", Optional.of(TELL_CLINICIANS_SOMETHING_IS_HIDDEN), root, List.of(), true, Optional.empty());
    }

    @Test
    void tellsWhenUnansweredThenAsTheDefaultSays() {
        assertThat(tells(TELLS)).isTrue();
        assertThat(tells(KEEPS_QUIET)).isFalse();
    }

    @Test
    void tellsWhenAnsweredThenAsThePersonSays() {
        assertThat(tells(TELLS, answer("c", Provision.of(Effect.DENY)))).isFalse();
        assertThat(tells(KEEPS_QUIET, answer("c", Provision.of(Effect.PERMIT)))).isTrue();
    }

    @Test
    void tellsWhenAnswersDifferThenNoBeatsYes() {
        Directive yes = answer("c", Provision.of(Effect.PERMIT));
        Directive no = answer("d", Provision.of(Effect.DENY));
        assertThat(tells(TELLS, yes, no)).isFalse();
        assertThat(tells(TELLS, no, yes)).isFalse();
    }

    @Test
    void tellsWhenAnswerIsAboutAnotherCallerThenTheDefaultCounts() {
        Directive notTheHospital = answer(
                "c",
                Provision.builder(Effect.DENY).actors(Set.of(People.HOSPITAL)).build());
        assertThat(tells(TELLS, notTheHospital)).isTrue();
        assertThat(tells(TELLS, People.consultant(), Purpose.TREAT, notTheHospital))
                .isFalse();
    }

    @Test
    void tellsWhenAnswerHasEndedOrIsForAnotherPurposeThenTheDefaultCounts() {
        Interval past = Interval.of(People.NOW.minus(Duration.ofDays(1)), People.NOW);
        assertThat(tells(
                        TELLS,
                        answer("c", Provision.builder(Effect.DENY).period(past).build())))
                .isTrue();
        assertThat(tells(
                        TELLS,
                        answer(
                                "c",
                                Provision.builder(Effect.DENY)
                                        .purposes(Set.of("BTG"))
                                        .build())))
                .isTrue();
    }

    @Test
    void tellsWhenOtherChoicesHideSomethingThenTheyAreNoAnswer() {
        Provision medicines = Provision.builder(Effect.DENY)
                .categories(Set.of(Category.MEDICINES))
                .build();
        Directive hidden =
                new Directive("c", "1", Optional.of(Choice.HIDE_FROM), medicines, List.of(), true, Optional.empty());
        assertThat(tells(TELLS, hidden, People.directive("d", medicines))).isTrue();
    }

    @Test
    void tellsWhenTheWholeRecordIsClosedThenItIsAsIfItWereNotHere() {
        assertThat(tells(TELLS, People.directive("d", Provision.of(Effect.DENY))))
                .isFalse();
        Directive notTheHospital = People.directive(
                "d",
                Provision.builder(Effect.DENY).actors(Set.of(People.HOSPITAL)).build());
        assertThat(tells(TELLS, notTheHospital)).isTrue();
        assertThat(tells(TELLS, People.consultant(), Purpose.TREAT, notTheHospital))
                .isFalse();
    }

    @Test
    void tellsWhenTheWholeRecordIsOpenThenNothingIsHidden() {
        Directive everything = new Directive(
                "c",
                "1",
                Optional.of(Choice.SENSITIVE_CARE_SHARING),
                Provision.of(Effect.PERMIT),
                List.of(),
                true,
                Optional.empty());
        assertThat(tells(TELLS, People.consultant(), Purpose.TREAT)).isTrue();
        assertThat(tells(TELLS, People.consultant(), Purpose.TREAT, everything)).isFalse();
        assertThat(tells(
                        TELLS,
                        People.consultant(),
                        Purpose.TREAT,
                        everything,
                        People.directive(
                                "d",
                                Provision.builder(Effect.DENY)
                                        .codes(Set.of("c"))
                                        .build())))
                .isTrue();
    }

    @Test
    void tellsWhenThereIsNoCareRelationshipThenNever() {
        Caller stranger = People.caller(CallerKind.PRACTITIONER, "s", Set.of("Organization/elsewhere"));
        assertThat(tells(TELLS, stranger, Purpose.TREAT)).isFalse();
        assertThat(tells(TELLS, stranger, Purpose.TREAT, People.directive("d", Provision.of(Effect.DENY))))
                .isFalse();
    }

    @Test
    void tellsWhenCallerIsNoMemberOfStaffThenNever() {
        for (CallerKind kind : CallerKind.values()) {
            Caller caller = People.caller(kind, "s", Set.of(People.HOSPITAL));
            assertThat(tells(TELLS, caller, Purpose.TREAT)).isEqualTo(kind == CallerKind.PRACTITIONER);
        }
    }

    @Test
    void tellsWhenPurposeIsNotCareThenNever() {
        assertThat(tells(TELLS, People.gp(), Purpose.HOPERAT)).isFalse();
        assertThat(tells(TELLS, People.gp(), Purpose.HRESCH, answer("c", Provision.of(Effect.PERMIT))))
                .isFalse();
    }
}
