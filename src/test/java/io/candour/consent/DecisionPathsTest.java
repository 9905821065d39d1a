package io.candour.consent;

import static io.candour.consent.People.NOW;
import static io.candour.consent.People.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByGrant;
import io.candour.consent.Basis.ByRelationship;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every path through the decision: what it says, what it rests on, until when, and whether an emergency lifts it. */
class DecisionPathsTest {
    private static final Instant SOON = NOW.plus(Duration.ofHours(1));
    private static final Instant LATER = NOW.plus(Duration.ofHours(2));
    private static final Basis CARED_FOR = new ByRelationship(PRACTICE, "managingOrganization");

    private final ConsentEngine engine = new ConsentEngine(Policy.standard());

    private Decision decide(Caller caller, Purpose purpose, ItemFacts item, List<Grant> grants, Snapshot... snapshots) {
        Map<String, Snapshot> store = new TreeMap<>();
        for (Snapshot snapshot : snapshots) {
            store.put(snapshot.patient(), snapshot);
        }
        return engine.decide(caller, purpose, item, store, grants, NOW);
    }

    private static Deny never(ByRule rule) {
        return new Deny(List.of(rule), Instant.MAX, false);
    }

    private static Snapshot ending(String patient, Effect effect, Instant end, boolean overridable) {
        Provision root = Provision.builder(effect)
                .period(new Interval(Optional.empty(), Optional.of(end)))
                .build();
        return People.snapshot(
                patient,
                new Directive("c-" + patient, "1", Optional.empty(), root, List.of(), overridable, Optional.empty()));
    }

    private static ItemFacts ofNobody(String type, boolean namesPatient) {
        return new ItemFacts(
                type,
                "n",
                List.of(),
                Set.of(),
                Set.of(),
                Category.OTHER,
                Confidentiality.N,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                NOW,
                false,
                namesPatient);
    }

    @Test
    void decideWhenRecipientIsBarredThenNothingHelps() {
        Caller insurer = People.with(People.gp(), Set.of("insurer", "R1"), "client", Set.of());
        Grant emergency = new Grant.Emergency("e", "gp", "p", Interval.of(NOW, SOON));
        assertThat(decide(insurer, Purpose.BTG, People.item("p"), List.of(emergency), People.snapshot("p")))
                .isEqualTo(never(ByRule.BARRED_RECIPIENT));
        assertThat(decide(insurer, Purpose.TREAT, ofNobody("Organization", false), List.of()))
                .isEqualTo(never(ByRule.BARRED_RECIPIENT));
    }

    @Test
    void decideWhenItemIsNotToBeToldThenPersonsAreRefusedAndCareIsNot() {
        ItemFacts untold = People.notToBeTold(People.item("p"));
        for (Caller person : List.of(People.patient("p"), People.carer())) {
            assertThat(decide(person, Purpose.PATRQT, untold, List.of(), People.snapshot("p")))
                    .isEqualTo(never(ByRule.NOPAT));
        }
        assertThat(decide(People.gp(), Purpose.TREAT, untold, List.of(), People.snapshot("p"))
                        .permitted())
                .isTrue();
    }

    @Test
    void decideWhenItemIsOfNobodyThenItsTypeAndWhomItNamesDecide() {
        assertThat(decide(People.gp(), Purpose.TREAT, ofNobody("Organization", false), List.of()))
                .isEqualTo(new Permit(List.of(ByRule.ABOUT_NOBODY), Instant.MAX));
        assertThat(decide(People.gp(), Purpose.TREAT, ofNobody("Organization", true), List.of()))
                .isEqualTo(never(ByRule.NO_PATIENT));
        assertThat(decide(People.gp(), Purpose.TREAT, ofNobody("Basic", false), List.of()))
                .isEqualTo(never(ByRule.NO_PATIENT));
    }

    @Test
    void decideWhenCallerNeverReadsRecordsThenDenies() {
        for (CallerKind kind : List.of(CallerKind.RESEARCHER, CallerKind.GUARDIAN, CallerKind.AUDITOR)) {
            assertThat(decide(
                            People.caller(kind, "x", Set.of(PRACTICE)),
                            Purpose.TREAT,
                            People.item("p"),
                            List.of(),
                            People.snapshot("p")))
                    .isEqualTo(never(ByRule.NO_CLINICAL_CONTENT));
        }
    }

    @Test
    void decideWhenClientKeepsRecordsThenOnlyForItsPurposeAndWithItsScope() {
        Caller system = People.caller(CallerKind.SYSTEM, "s", Set.of());
        Caller feeder = People.with(system, Set.of(), "feeder", Set.of("system/*.cruds", "openid"));
        ItemFacts item = People.item(List.of("p", "q"), Category.CONDITIONS, Confidentiality.V, Set.of());
        assertThat(decide(feeder, Purpose.HSYSADMIN, item, List.of()))
                .isEqualTo(new Permit(List.of(ByRule.SYSTEM), Instant.MAX));
        for (Decision refused : List.of(
                decide(feeder, new Purpose("HMARKT"), item, List.of()),
                decide(
                        People.with(system, Set.of(), "feeder", Set.of("user/*.rs")),
                        Purpose.HSYSADMIN,
                        item,
                        List.of()),
                decide(People.with(system, Set.of(), "app", Set.of("system/*.rs")), Purpose.HSYSADMIN, item, List.of()),
                decide(
                        People.with(People.gp(), Set.of(), "feeder", Set.of("system/*.rs")),
                        Purpose.HSYSADMIN,
                        item,
                        List.of()))) {
            assertThat(refused).isEqualTo(never(ByRule.NO_SNAPSHOT));
        }
    }

    @Test
    void decideWhenItemIsOfSeveralPatientsThenNamesEachReasonAndEndsWithTheFirst() {
        ItemFacts both = People.item(List.of("p", "q"), Category.CONDITIONS, Confidentiality.N, Set.of());
        Basis ofP = new ByConsent("c-p", "1");
        Basis ofQ = new ByConsent("c-q", "1");
        Snapshot openP = ending("p", Effect.PERMIT, LATER, true);
        Snapshot openQ = ending("q", Effect.PERMIT, SOON, true);
        Snapshot closedP = ending("p", Effect.DENY, LATER, true);
        Snapshot lastingQ = ending("q", Effect.DENY, SOON, false);

        assertThat(decide(People.gp(), Purpose.TREAT, both, List.of(), openP, openQ))
                .isEqualTo(new Permit(List.of(CARED_FOR, ofP, ofQ), SOON));
        assertThat(decide(People.gp(), Purpose.TREAT, both, List.of(), closedP, openQ))
                .isEqualTo(new Deny(List.of(ofP), SOON, true));
        assertThat(decide(People.gp(), Purpose.TREAT, both, List.of(), closedP, lastingQ))
                .isEqualTo(new Deny(List.of(ofP, ofQ), SOON, false));
        assertThat(decide(People.gp(), Purpose.TREAT, both, List.of(), closedP))
                .isEqualTo(new Deny(List.of(ofP, ByRule.NO_SNAPSHOT), LATER, false));
        assertThat(decide(People.patient("q"), Purpose.PATRQT, both, List.of(), openP, openQ))
                .isEqualTo(new Deny(List.of(ByRule.NO_GRANT), LATER, false));
        Grant proxy = new Grant.Proxy("g", "user-q", "p", Interval.of(NOW, SOON), Reach.everything());
        assertThat(decide(People.patient("q"), Purpose.PATRQT, both, List.of(proxy), openP, openQ))
                .isEqualTo(new Permit(List.of(new ByGrant("g", false), ByRule.SELF), SOON));
    }

    @Test
    void decideWhenEmergencyCoversOnlyOneOfSeveralThenTheOtherDenies() {
        ItemFacts both = People.item(List.of("p", "q"), Category.CONDITIONS, Confidentiality.N, Set.of());
        Grant forP = new Grant.Emergency("e", "gp", "p", Interval.of(NOW, SOON));
        Grant forQ = new Grant.Emergency("f", "gp", "q", Interval.of(NOW, LATER));
        Snapshot p = ending("p", Effect.DENY, LATER, true);
        Snapshot q = ending("q", Effect.DENY, LATER, true);
        assertThat(decide(People.gp(), Purpose.BTG, both, List.of(forP), p, q))
                .isEqualTo(new Deny(List.of(new ByConsent("c-q", "1")), SOON, true));
        assertThat(decide(People.gp(), Purpose.BTG, both, List.of(forQ, forP), p, q))
                .isEqualTo(new Permit(List.of(new ByGrant("e", true), new ByGrant("f", true)), SOON));
    }

    @Test
    void decideWhenItemIsAConsentThenOnlyItsAuthorInCareAndAnEntitledProxySeeIt() {
        ItemFacts choice = written(People.item(List.of("p"), Category.CHOICES, Confidentiality.N, Set.of()));
        Snapshot snapshot = People.snapshot("p");
        assertThat(decide(People.gp(), Purpose.TREAT, choice, List.of(), snapshot))
                .isEqualTo(new Permit(List.of(CARED_FOR, ByRule.AUTHOR), Instant.MAX));
        for (Decision refused : List.of(
                decide(People.gp(), Purpose.HOPERAT, choice, List.of(), snapshot),
                decide(People.consultant(), Purpose.TREAT, choice, List.of(), snapshot),
                decide(People.gp(), Purpose.TREAT, choice, List.of(), new Snapshot("p", 1, List.of(), List.of())))) {
            assertThat(refused).isEqualTo(never(ByRule.CHOICES_ARE_PRIVATE));
        }
        Grant narrow = new Grant.Proxy("n", "carer", "p", Interval.ALWAYS, new Reach(Set.of(Category.OTHER), false));
        Grant wide = new Grant.Proxy("w", "carer", "p", Interval.ALWAYS, Reach.everything());
        assertThat(decide(People.carer(), Purpose.PATRQT, choice, List.of(narrow, wide), snapshot))
                .isEqualTo(new Permit(List.of(new ByGrant("n", false), new ByGrant("w", false)), Instant.MAX));
        ItemFacts another = People.item(List.of("p"), Category.CHOICES, Confidentiality.N, Set.of());
        assertThat(decide(People.carer(), Purpose.PATRQT, another, List.of(narrow), snapshot))
                .isEqualTo(never(ByRule.NO_GRANT));
    }

    /** By the carer and by the practice. */
    private static ItemFacts written(ItemFacts x) {
        return new ItemFacts(
                x.type(),
                x.id(),
                x.patients(),
                x.profiles(),
                x.documentTypes(),
                x.category(),
                x.confidentiality(),
                x.sensitivity(),
                x.codes(),
                x.sourceOrganisation(),
                Set.of("RelatedPerson/carer", PRACTICE),
                x.names(),
                x.belongsTo(),
                x.clinical(),
                x.recorded(),
                x.noPatient(),
                x.namesPatient());
    }

    @Test
    void decideWhenExceptionNamesTheProxyThenDeniesByIt() {
        Grant proxy = new Grant.Proxy("g", "carer", "p", Interval.ALWAYS, Reach.everything());
        Directive exception = People.directive(
                "c",
                Provision.of(Effect.PERMIT),
                Provision.builder(Effect.DENY)
                        .actors(Set.of("RelatedPerson/carer"))
                        .categories(Set.of(Category.CONDITIONS))
                        .build());
        assertThat(decide(
                        People.carer(),
                        Purpose.PATRQT,
                        People.item("p"),
                        List.of(proxy),
                        People.snapshot("p", exception)))
                .isEqualTo(new Deny(List.of(new ByConsent("c", "1")), Instant.MAX, false));
        Directive unnamed = People.directive(
                "c",
                Provision.of(Effect.PERMIT),
                Provision.builder(Effect.DENY)
                        .categories(Set.of(Category.CONDITIONS))
                        .build(),
                Provision.builder(Effect.DENY)
                        .actors(Set.of("RelatedPerson/carer"))
                        .categories(Set.of(Category.DOCUMENTS))
                        .build(),
                Provision.builder(Effect.PERMIT)
                        .actors(Set.of("RelatedPerson/carer"))
                        .build());
        assertThat(decide(
                        People.carer(),
                        Purpose.PATRQT,
                        People.item("p"),
                        List.of(proxy),
                        People.snapshot("p", unnamed)))
                .isEqualTo(new Permit(List.of(new ByGrant("g", false)), Instant.MAX));
    }

    @Test
    void decideWhenGrantsAreNotYetOrNoLongerLiveThenTheyOnlyLimitUntilWhen() {
        Grant ended = new Grant.Emergency("a", "consultant", "p", Interval.of(NOW.minusSeconds(9), NOW));
        Grant coming = new Grant.Emergency("b", "consultant", "p", Interval.of(SOON, LATER));
        Grant others = new Grant.Emergency("d", "gp", "p", Interval.of(NOW, NOW.plusSeconds(1)));
        Snapshot closed = People.snapshot("p", People.directive("c", Provision.of(Effect.DENY)));
        assertThat(decide(People.consultant(), Purpose.TREAT, People.item("p"), List.of(ended, coming, others), closed))
                .isEqualTo(new Deny(List.of(new ByConsent("c", "1")), SOON, true));
    }
}
