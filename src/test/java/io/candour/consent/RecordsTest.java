package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByGrant;
import io.candour.consent.Basis.ByRelationship;
import io.candour.consent.Basis.ByRule;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The records check what they are made of, and compare as values. */
class RecordsTest {
    private static final Interval ALWAYS = Interval.ALWAYS;
    private static final Provision DENY = Provision.of(Effect.DENY);

    private static Directive directive(Provision root, List<Provision> nested, boolean overridable) {
        return new Directive("c", "1", Optional.empty(), root, nested, overridable, Optional.of("why"));
    }

    @Test
    void newWhenTextIsBlankThenThrows() {
        for (ThrowingCallable blank : List.<ThrowingCallable>of(
                () -> new ByConsent(" ", "1"),
                () -> new ByConsent("c", ""),
                () -> new ByRule(""),
                () -> new ByGrant("", true),
                () -> new ByRelationship("", "b"),
                () -> new ByRelationship("o", ""),
                () -> new Purpose(" "),
                () -> new Relationship("", "b", Optional.empty(), Optional.empty()),
                () -> new Relationship("o", "", Optional.empty(), Optional.empty()),
                () -> new Grant.Proxy("", "c", "p", ALWAYS, Reach.everything()),
                () -> new Grant.Proxy("g", "", "p", ALWAYS, Reach.everything()),
                () -> new Grant.Proxy("g", "c", "", ALWAYS, Reach.everything()),
                () -> new Grant.Emergency("", "c", "p", ALWAYS),
                () -> new Grant.Emergency("g", "", "p", ALWAYS),
                () -> new Grant.Emergency("g", "c", "", ALWAYS),
                () -> new Snapshot("", 1, List.of(), List.of()),
                () -> new Directive("", "1", Optional.empty(), DENY, List.of(), true, Optional.empty()),
                () -> new Directive("c", "", Optional.empty(), DENY, List.of(), true, Optional.empty()),
                () -> Directive.unenforceable("c", "1", ""),
                () -> People.caller(CallerKind.PATIENT, "", Set.of()))) {
            assertThatIllegalArgumentException().isThrownBy(blank).withMessageContaining("is blank");
        }
    }

    @Test
    void newWhenEmergencyHasNoEndThenThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grant.Emergency("g", "c", "p", ALWAYS))
                .withMessageContaining("end");
    }

    @Test
    void newWhenUnenforceableConsentIsNoPlainDenyThenThrows() {
        Provision named = Provision.builder(Effect.DENY).actors(Set.of("a")).build();
        assertThat(directive(DENY, List.of(), true)).isEqualTo(Directive.unenforceable("c", "1", "why"));
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> directive(Provision.of(Effect.PERMIT), List.of(), true),
                () -> directive(named, List.of(), true),
                () -> directive(DENY, List.of(DENY), true),
                () -> directive(DENY, List.of(), false))) {
            assertThatIllegalArgumentException().isThrownBy(wrong).withMessageContaining("overridably");
        }
    }

    @Test
    void newWhenDecisionRestsOnNothingThenThrows() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Decision.Permit(List.of(), People.NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> new Decision.Deny(List.of(), People.NOW, true));
    }

    @Test
    void newWhenPolicyLacksDefaultOrSetsWhatHasNoneThenThrows() {
        Map<Choice, Effect> tooFew = new EnumMap<>(Policy.standard().defaults());
        tooFew.remove(Choice.PLANNING);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy(tooFew, Set.of(), Map.of()))
                .withMessage("planning needs a default");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.standard().with(Choice.HIDE_FROM, Effect.DENY))
                .withMessage("hide-from is not set until answered");
    }

    @Test
    void policyWhenDefaultChangesThenOnlyThatOne() {
        Policy policy = Policy.standard().with(Choice.PLANNING, Effect.PERMIT);
        assertThat(policy.defaultOf(Choice.PLANNING)).contains(Effect.PERMIT);
        assertThat(policy.defaultOf(Choice.HIDE_FROM)).isEmpty();
        assertThat(policy.barredRoles()).isEqualTo(Policy.standard().barredRoles());
        assertThat(policy.systemClients()).isEqualTo(Map.of("feeder", Set.of("HSYSADMIN")));
        assertThat(policy.opens(Choice.PLANNING)).isTrue();
        assertThat(policy.opens(Choice.ACADEMIC_RESEARCH)).isFalse();
    }

    @Test
    void snapshotWhenRulesAreTheSameThenIsEqualWhateverTheirOrder() {
        Directive one = People.directive("c", DENY);
        Directive other = People.directive("d", DENY);
        Directive later = new Directive("c", "2", Optional.empty(), DENY, List.of(), true, Optional.empty());
        Snapshot snapshot = People.snapshot("p", one, later, other);
        assertThat(People.snapshot("p", other, one, later, one))
                .isEqualTo(snapshot)
                .hasSameHashCodeAs(snapshot);
        assertThat(snapshot.directives()).containsExactly(one, later, other);
        assertThat(snapshot).isNotEqualTo(People.snapshot("p", one, other));
        assertThat(one).isNotEqualTo(later).doesNotHaveSameHashCodeAs(later);
        assertThat(Snapshot.empty("p", 3)).isEqualTo(new Snapshot("p", 3, List.of(), List.of()));
    }

    @Test
    void relationshipsWhenListedThenAreSortedAndOnce() {
        List<Relationship> ties = List.of(People.cares("Organization/b"), People.cares("Organization/a"));
        Snapshot snapshot = new Snapshot("p", 1, List.of(), Arrays.asList(ties.get(0), ties.get(1), ties.get(0)));
        assertThat(snapshot.relationships()).containsExactly(ties.get(1), ties.get(0));
    }

    @Test
    void itemWhenMadeThenKeepsItsPatientsSortedAndItsWordsAsASet() {
        ItemFacts item = People.item(List.of("q", "p", "q"), Category.CHOICES, Confidentiality.N, Set.of("HIV"));
        assertThat(item.patients()).containsExactly("p", "q");
        assertThat(item.reference()).isEqualTo("Consent/i");
        assertThat(item.sensitivity()).isEqualTo(Set.of("HIV")).contains("HIV");
        assertThat(item.sensitive()).isTrue();
        assertThat(People.item("p").sensitive()).isFalse();
        assertThat(People.item(List.of("p"), Category.OTHER, Confidentiality.R, Set.of())
                        .sensitive())
                .isTrue();
    }

    @Test
    void codesWhenReadBackThenNameTheSame() {
        for (Choice choice : Choice.values()) {
            assertThat(Choice.byCode(choice.code())).contains(choice);
            assertThat(ByRule.defaultOf(choice).code()).isEqualTo("default:" + choice.code());
        }
        assertThat(Choice.CARE_INSIDE.code()).isEqualTo("care-inside");
        assertThat(Choice.byCode("no such choice")).isEmpty();
        assertThat(Category.TEST_RESULTS.code()).isEqualTo("test-results");
    }

    @Test
    void choiceWhenItListsPurposesThenCoversThoseAndNoOthers() {
        for (Choice choice : Choice.values()) {
            for (String code : List.of("TREAT", "BTG", "PATRQT", "HOPERAT", "HRESCH", "HMARKT")) {
                boolean covers = choice == Choice.LOCAL_PRACTICE_OPT_OUT
                        ? !Purpose.CARE.contains(code)
                        : choice.purposes().contains(code);
                assertThat(choice.covers(new Purpose(code)))
                        .as("%s %s", choice, code)
                        .isEqualTo(covers);
            }
        }
        assertThat(Choice.CARE_SHARING.purposes()).isEqualTo(Purpose.CARE);
        assertThat(Choice.PLANNING.purposes()).contains("HOPERAT").doesNotContain("HRESCH");
    }

    @Test
    void provisionWhenBuiltThenIsWhatItsBuilderWasTold() {
        assertThat(Provision.builder(Effect.DENY)
                        .actors(Set.of("a"))
                        .purposes(Set.of("b"))
                        .period(Interval.ALWAYS)
                        .types(Set.of("c"))
                        .profiles(Set.of("d"))
                        .documentTypes(Set.of("e"))
                        .categories(Set.of(Category.OTHER))
                        .codes(Set.of("f"))
                        .instances(Set.of("g"))
                        .related(Set.of("h"))
                        .authoredBy(Set.of("i"))
                        .dataPeriod(Interval.ALWAYS)
                        .confidentiality(Confidentiality.R)
                        .sensitivity(Set.of("j"))
                        .build())
                .isEqualTo(new Provision(
                        Effect.DENY,
                        Set.of("a"),
                        Set.of("b"),
                        Interval.ALWAYS,
                        Set.of("c"),
                        Set.of("d"),
                        Set.of("e"),
                        Set.of(Category.OTHER),
                        Set.of("f"),
                        Set.of("g"),
                        Set.of("h"),
                        Set.of("i"),
                        Optional.of(Interval.ALWAYS),
                        Optional.of(Confidentiality.R),
                        Set.of("j")));
    }

    @Test
    void categoryWhenTypeHoldsDifferentThingsThenItsCodesTellThemApart() {
        assertThat(Category.of("Observation", Set.of("laboratory"))).isEqualTo(Category.TEST_RESULTS);
        assertThat(Category.of("Observation", Set.of("vital-signs"))).isEqualTo(Category.MEASUREMENTS);
        assertThat(Category.of("DiagnosticReport", Set.of("LAB"))).isEqualTo(Category.TEST_RESULTS);
        assertThat(Category.of("DiagnosticReport", Set.of("34117-2"))).isEqualTo(Category.DOCUMENTS);
        assertThat(Category.of("Condition", Set.of("vital-signs", "34117-2"))).isEqualTo(Category.CONDITIONS);
        assertThatIllegalArgumentException().isThrownBy(() -> Category.of("Nothing", Set.of()));
    }

    @Test
    void sensitivityWhenClosedThenCoversWhatLiesBelowAndItself() {
        assertThat(Sensitivity.closure(Set.of("ETH"))).containsExactlyInAnyOrder("ETH", "ETHUD", "OPIOIDUD");
        assertThat(Sensitivity.closure(Set.of("BH", "HIV"))).contains("HIV", "BH", "PSY", "SUD", "ETHUD");
        assertThat(Sensitivity.closure(Set.of())).isEmpty();
        assertThat(Sensitivity.known("SDV")).isTrue();
        assertThat(Sensitivity.known("sdv")).isFalse();
    }

    @Test
    void wordsWhenComparedThenAreASetThatNobodyChanges() {
        Words words = Words.of(Set.of("a", "b"));
        assertThat(words).isEqualTo(Set.of("b", "a")).hasSize(2);
        assertThat(Words.of(words)).isSameAs(words);
        assertThat(words.meet(Set.of("b", "c"))).isTrue();
        assertThat(words.meet(Set.of("c"))).isFalse();
        assertThat(words.within(Set.of("a", "b", "c"))).isTrue();
        assertThat(words.within(Set.of("a"))).isFalse();
        assertThat(Words.of(Set.of()).within(Set.of())).isTrue();
        assertThat(Words.of(Set.of()).meet(Set.of("a"))).isFalse();
    }

    @Test
    void ofWhenItemIsOthersThenOnlyItsPatientsChange() {
        assertThat(People.item("p").of(List.of("r", "q", "r")).patients()).containsExactly("q", "r");
        assertThat(People.item("p").of(List.of("q")).of(List.of("p"))).isEqualTo(People.item("p"));
    }
}
