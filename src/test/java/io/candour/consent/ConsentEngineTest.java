package io.candour.consent;

import static io.candour.consent.People.HOSPITAL;
import static io.candour.consent.People.NOW;
import static io.candour.consent.People.carer;
import static io.candour.consent.People.consultant;
import static io.candour.consent.People.directive;
import static io.candour.consent.People.gp;
import static io.candour.consent.People.item;
import static io.candour.consent.People.patient;
import static io.candour.consent.People.snapshot;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsentEngineTest {
    private final ConsentEngine engine = new ConsentEngine(Policy.standard());

    private Decision decide(Caller caller, Purpose purpose, ItemFacts item, Snapshot snapshot, Grant... grants) {
        return engine.decide(caller, purpose, item, Map.of(snapshot.patient(), snapshot), List.of(grants), NOW);
    }

    @Test
    void decideWhenPatientAsksForOwnItemThenPermitsBySelf() {
        assertThat(decide(patient("p"), Purpose.PATRQT, item("p"), snapshot("p")))
                .isEqualTo(new Permit(List.of(ByRule.SELF), Instant.MAX));
    }

    @Test
    void decideWhenPatientAsksForAnothersItemThenDeniesWhateverTheirConsentsPermit() {
        Snapshot open = snapshot("q", directive("c", Provision.of(Effect.PERMIT)));
        assertThat(decide(patient("p"), Purpose.PATRQT, item("q"), open))
                .isEqualTo(new Deny(List.of(ByRule.NO_GRANT), Instant.MAX, false));
    }

    @Test
    void decideWhenOrganisationIsDeniedThenOnlyItsMembersAreRefused() {
        Snapshot hidden = snapshot(
                "p",
                directive(
                        "c",
                        Provision.builder(Effect.DENY).actors(Set.of(HOSPITAL)).build()));
        assertThat(decide(consultant(), Purpose.TREAT, item("p"), hidden))
                .isEqualTo(new Deny(List.of(new ByConsent("c", "1")), Instant.MAX, true));
        assertThat(decide(gp(), Purpose.TREAT, item("p"), hidden))
                .isEqualTo(new Permit(
                        List.of(
                                new ByRelationship(People.PRACTICE, "managingOrganization"),
                                ByRule.defaultOf(Choice.CARE_INSIDE)),
                        Instant.MAX));
    }

    @Test
    void decideWhenNestedPermitThenItIsAnExceptionInsideItsRootOnly() {
        Directive hiv = directive(
                "c",
                Provision.builder(Effect.DENY).sensitivity(Set.of("HIV")).build(),
                Provision.builder(Effect.PERMIT)
                        .actors(Set.of("Practitioner/consultant"))
                        .build());
        ItemFacts labelled = item(List.of("p"), Category.CONDITIONS, Confidentiality.R, Set.of("HIV"));
        ItemFacts other = item(List.of("p"), Category.CONDITIONS, Confidentiality.R, Set.of("PSY"));
        assertThat(decide(consultant(), Purpose.TREAT, labelled, snapshot("p", hiv)))
                .isInstanceOf(Permit.class);
        assertThat(decide(gp(), Purpose.TREAT, labelled, snapshot("p", hiv))).isInstanceOf(Deny.class);
        assertThat(decide(consultant(), Purpose.TREAT, other, snapshot("p", hiv)))
                .isEqualTo(new Deny(List.of(ByRule.defaultOf(Choice.SENSITIVE_CARE_SHARING)), Instant.MAX, true));
    }

    @Test
    void decideWhenNoRelationshipThenEmergencyLiftsItUntilItEnds() {
        Snapshot stranger = new Snapshot("p", 1, List.of(), List.of());
        assertThat(decide(consultant(), Purpose.TREAT, item("p"), stranger))
                .isEqualTo(new Deny(List.of(ByRule.NO_RELATIONSHIP), Instant.MAX, true));
        Instant end = NOW.plus(Duration.ofHours(1));
        Grant emergency = new Grant.Emergency("g", "consultant", "p", Interval.of(NOW, end));
        assertThat(decide(consultant(), Purpose.BTG, item("p"), stranger, emergency))
                .isEqualTo(new Permit(List.of(new ByGrant("g", true)), end));
        assertThat(decide(consultant(), Purpose.HRESCH, item("p"), stranger, emergency))
                .isInstanceOf(Deny.class);
    }

    @Test
    void decideWhenProxyIsNamedByDenyThenRefusesOtherwiseReachDecides() {
        Grant proxy =
                new Grant.Proxy("g", "carer", "p", Interval.ALWAYS, new Reach(Set.of(Category.CONDITIONS), false));
        Directive named = directive(
                "c",
                Provision.builder(Effect.DENY)
                        .actors(Set.of("RelatedPerson/carer"))
                        .build());
        Directive unnamed = directive("d", Provision.of(Effect.DENY));
        assertThat(decide(carer(), Purpose.PATRQT, item("p"), snapshot("p", unnamed), proxy))
                .isEqualTo(new Permit(List.of(new ByGrant("g", false)), Instant.MAX));
        assertThat(decide(carer(), Purpose.PATRQT, item("p"), snapshot("p", named), proxy))
                .isEqualTo(new Deny(List.of(new ByConsent("c", "1")), Instant.MAX, false));
        ItemFacts letter = item(List.of("p"), Category.DOCUMENTS, Confidentiality.N, Set.of());
        assertThat(decide(carer(), Purpose.PATRQT, letter, snapshot("p"), proxy))
                .isEqualTo(new Deny(List.of(ByRule.NO_GRANT), Instant.MAX, false));
    }

    @Test
    void decideWhenConsentCannotBeHonouredThenClosesRecordToAllButPatientAndEmergency() {
        Snapshot closed = snapshot("p", Directive.unenforceable("c", "1", "no policyRule"));
        assertThat(decide(gp(), Purpose.TREAT, item("p"), closed)).isInstanceOf(Deny.class);
        assertThat(decide(patient("p"), Purpose.PATRQT, item("p"), closed)).isInstanceOf(Permit.class);
        Grant emergency = new Grant.Emergency("g", "gp", "p", Interval.of(NOW, NOW.plus(Duration.ofHours(1))));
        assertThat(decide(gp(), Purpose.TREAT, item("p"), closed, emergency)).isInstanceOf(Permit.class);
    }
}
