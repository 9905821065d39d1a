package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Category;
import io.candour.consent.Choice;
import io.candour.consent.Confidentiality;
import io.candour.consent.Directive;
import io.candour.consent.Effect;
import io.candour.consent.Interval;
import io.candour.consent.Provision;
import io.candour.consent.ProvisionBuilder;
import io.candour.consent.fhir.PlainWords;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final PlainWords WORDS =
            new PlainWords(name -> name.replace("Organization/", ""), ZoneId.of("Europe/London"));

    private List<KeptConsent> kept = List.of();

    private Receipt save(KeptConsent written) {
        List<KeptConsent> before = kept;
        kept = Superseding.after(before, written);
        return Receipt.of(written.consent(), before, kept, Kept.day(9), WORDS, UnaryOperator.identity());
    }

    private static Interval until(int day) {
        return new Interval(Optional.empty(), Optional.of(Kept.day(day)));
    }

    private static KeptConsent hiding(String id, int day, Interval period) {
        return Kept.consent(id, "active", day, Kept.rule(id, Kept.hide("Organization/a", period)));
    }

    @Test
    void ofWhenAChoiceIsInForceThenSaysWhatAndFromWhen() {
        Receipt receipt = save(hiding("x", 1, Interval.ALWAYS));

        assertThat(receipt)
                .isEqualTo(new Receipt(
                        "Consent/x/_history/1",
                        List.of("a may not see your record."),
                        Optional.of(Kept.day(9)),
                        List.of(),
                        List.of()));
    }

    @Test
    void ofWhenItStartsLaterThenFromThen() {
        assertThat(save(hiding("x", 1, Interval.of(Kept.day(20), Kept.day(30)))).from())
                .contains(Kept.day(20));
    }

    @Test
    void ofWhenItIsOverAlreadyThenWarns() {
        assertThat(save(hiding("x", 1, until(2))).warnings())
                .singleElement()
                .asString()
                .contains("is over");
    }

    @Test
    void ofWhenAShorterPeriodEndsALongerDenyThenSaysSo() {
        save(hiding("long", 1, Interval.ALWAYS));

        Receipt receipt = save(hiding("short", 2, until(20)));

        assertThat(receipt.supersedes()).containsExactly("Consent/long/_history/1");
        assertThat(receipt.warnings())
                .singleElement()
                .asString()
                .contains("ends sooner")
                .contains("a may not see your record.");
        assertThat(save(hiding("longer", 3, until(30))).warnings()).isEmpty();
    }

    @Test
    void ofWhenTheSupersededWasTakenAwayBeforeThenIsNotNamedAgain() {
        save(hiding("one", 1, Interval.ALWAYS));
        save(hiding("two", 2, Interval.ALWAYS));

        assertThat(save(hiding("three", 3, Interval.ALWAYS)).supersedes()).containsExactly("Consent/two/_history/1");
    }

    @Test
    void ofWhenWithdrawnThenSaysWhatNoLongerHolds() {
        save(hiding("x", 1, Interval.ALWAYS));

        Receipt receipt = save(Kept.consent("x", "inactive", 1, "Organization/a"));

        assertThat(receipt.from()).isEmpty();
        assertThat(receipt.changed())
                .containsExactly(
                        "This choice is not in force (status is inactive).",
                        "What you said before no longer holds: a may not see your record.");
    }

    @Test
    void ofWhenANewerAnswerStandsThenWarnsThatThisDoesNotCount() {
        save(hiding("new", 2, Interval.ALWAYS));

        Receipt receipt = save(hiding("old", 1, Interval.ALWAYS));

        assertThat(receipt.from()).isEmpty();
        assertThat(receipt.changed()).containsExactly("This choice is not in force.");
        assertThat(receipt.warnings()).singleElement().asString().contains("newer answer");
    }

    private static Directive rule(Choice choice, ProvisionBuilder root, Provision... nested) {
        return new Directive("x", "1", Optional.of(choice), root.build(), List.of(nested), true, Optional.empty());
    }

    private static ProvisionBuilder deny() {
        return Provision.builder(Effect.DENY);
    }

    private static ProvisionBuilder permit() {
        return Provision.builder(Effect.PERMIT);
    }

    private static boolean conflict(Directive one, Directive other) {
        Overlap overlap = new Overlap(name -> name.equals("ods|A") ? "Organization/a" : name);
        boolean conflict = overlap.conflict(one, other);
        assertThat(overlap.conflict(other, one)).as("either way round").isEqualTo(conflict);
        return conflict;
    }

    private static boolean inHideFrom(ProvisionBuilder one, ProvisionBuilder other) {
        return conflict(rule(Choice.HIDE_FROM, one), rule(Choice.HIDE_FROM, other));
    }

    @Test
    void conflictWhenActorPurposeAndDataMeetWithOppositeEffectThenTrue() {
        assertThat(inHideFrom(
                        deny().actors(Set.of("ods|A")),
                        permit().actors(Set.of("Organization/a")).types(Set.of("Observation"))))
                .isTrue();
        assertThat(inHideFrom(deny(), permit().actors(Set.of("Organization/a"))))
                .isTrue();
        assertThat(conflict(rule(Choice.HIDE_FROM, deny()), rule(Choice.CARE_SHARING, permit())))
                .isTrue();
        assertThat(conflict(rule(Choice.LOCAL_PRACTICE_OPT_OUT, deny()), rule(Choice.PLANNING, permit())))
                .isTrue();
        assertThat(conflict(
                        rule(
                                Choice.HIDE_FROM,
                                deny(),
                                permit().actors(Set.of("Organization/a")).build()),
                        rule(Choice.HIDE_FROM, deny().actors(Set.of("Organization/a")))))
                .isTrue();
        assertThat(inHideFrom(
                        deny().categories(Set.of(Category.MEDICINES)), permit().types(Set.of("MedicationRequest"))))
                .isTrue();
        assertThat(inHideFrom(deny().sensitivity(Set.of("ETH")), permit().sensitivity(Set.of("ETHUD"))))
                .isTrue();
        assertThat(inHideFrom(deny().confidentiality(Confidentiality.N), permit().confidentiality(Confidentiality.R)))
                .isTrue();
        assertThat(inHideFrom(deny().instances(Set.of("Observation/1")), permit().related(Set.of("Encounter/1"))))
                .isTrue();
        assertThat(inHideFrom(permit().types(Set.of("Observation")), permit()))
                .as("to permit some is to deny the rest")
                .isTrue();
    }

    @Test
    void conflictWhenTheyNeverMeetOrAgreeThenFalse() {
        assertThat(inHideFrom(deny(), deny())).isFalse();
        assertThat(inHideFrom(permit(), permit())).isFalse();
        assertThat(inHideFrom(deny().actors(Set.of("Organization/a")), permit().actors(Set.of("Organization/b"))))
                .isFalse();
        assertThat(conflict(rule(Choice.CARE_SHARING, permit()), rule(Choice.SENSITIVE_CARE_SHARING, deny())))
                .isFalse();
        assertThat(conflict(rule(Choice.ACADEMIC_RESEARCH, permit()), rule(Choice.COMMERCIAL_RESEARCH, deny())))
                .isFalse();
        assertThat(conflict(rule(Choice.HIDE_FROM, deny()), rule(Choice.PLANNING, permit())))
                .isFalse();
        assertThat(conflict(rule(Choice.LOCAL_PRACTICE_OPT_OUT, deny()), rule(Choice.CARE_SHARING, permit())))
                .isFalse();
        assertThat(conflict(rule(Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN, permit()), rule(Choice.HIDE_FROM, deny())))
                .isFalse();
        assertThat(inHideFrom(
                        deny().categories(Set.of(Category.MEDICINES)),
                        permit().actors(Set.of("Organization/a")).instances(Set.of("Observation/1"))))
                .as("what kind an item is can't be told from its reference")
                .isTrue();
        assertThat(inHideFrom(deny().instances(Set.of("Observation/1")), deny().instances(Set.of("Observation/2"))))
                .isFalse();
        assertThat(inHideFrom(
                        deny().period(Interval.of(Kept.day(1), Kept.day(2))),
                        permit().period(Interval.of(Kept.day(2), Kept.day(3)))))
                .isFalse();
        assertThat(inHideFrom(deny().codes(Set.of("s|1")), deny().codes(Set.of("s|2"))))
                .isFalse();
    }
}
