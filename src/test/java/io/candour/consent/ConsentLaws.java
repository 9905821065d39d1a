package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByRule;
import io.candour.consent.Decision.Deny;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The laws of the decision, one test each. What a decision names and how long it holds is {@link EvidenceLaws}; that the
 * residual and a naive reading say the same is {@link ConsentAgreementTest}.
 */
class ConsentLaws extends Laws {
    private static boolean rests(Decision decision, Directive on) {
        return decision.restsOn().contains(on.basis());
    }

    /** What it says and why, leaving out until when. */
    private static List<Object> substance(Decision decision) {
        return List.of(decision.permitted(), overridable(decision), decision.restsOn());
    }

    @Test
    void denyBeatsPermit() {
        everywhere(access -> {
            Access calm = access.with(notEmergencies(access));
            for (Directive directive : calm.directives("p")) {
                Decision alone = decide(calm.with("p", List.of(directive)));
                if (!alone.permitted() && rests(alone, directive)) {
                    cases++;
                    hold(!decide(calm).permitted() && rests(decide(calm), directive), calm);
                }
            }
        });
        assertThat(cases).isGreaterThan(WORLDS / 10);
    }

    @Test
    void noGoverningRuleIsADeny() {
        Directive silent = People.directive(
                "c",
                Provision.builder(Effect.DENY).actors(Set.of("Group/others")).build());
        for (CallerKind kind : List.of(CallerKind.PRACTITIONER, CallerKind.SYSTEM)) {
            for (String code : List.of("HMARKT", "HPAYMT", "PATRQT", "HRESCH", "PUBHLTH", "HSYSADMIN")) {
                Caller caller = People.caller(kind, "s", Set.of(People.HOSPITAL));
                for (Snapshot snapshot : List.of(People.snapshot("p"), People.snapshot("p", silent))) {
                    assertThat(engine.decide(
                                    caller,
                                    new Purpose(code),
                                    People.item("p"),
                                    Map.of("p", snapshot),
                                    List.of(),
                                    People.NOW))
                            .isEqualTo(new Deny(List.of(ByRule.NO_GOVERNING_CHOICE), Instant.MAX, false));
                }
            }
        }
    }

    @Test
    void orderAndDuplicatesDoNotMatter() {
        everywhere(access -> {
            Map<String, Snapshot> shuffled = new HashMap<>();
            access.store()
                    .forEach((patient, old) -> shuffled.put(
                            patient,
                            new Snapshot(patient, 1, doubled(old.directives()), doubled(old.relationships()))));
            Access other = access.in(shuffled).with(doubled(access.grants()));
            hold(decide(other).equals(decide(access)), access, other);
        });
    }

    private <T> List<T> doubled(List<T> values) {
        List<T> twice = new ArrayList<>(values);
        twice.addAll(values);
        Collections.shuffle(twice, random);
        return twice;
    }

    @Test
    void addingLiveDenyNeverWidens() {
        List<Directive> denies = SmallWorld.rules().stream()
                .filter(rule -> rule.root().effect() == Effect.DENY
                        && rule.nested().stream().allMatch(nested -> nested.effect() == Effect.DENY))
                .toList();
        SmallWorld.accesses(2, access -> denies.forEach(deny -> neverWidens(access, deny)));
        world.accesses(
                WORLDS,
                access -> neverWidens(
                        access,
                        new Directive(
                                "added",
                                "1",
                                random.nextBoolean()
                                        ? Optional.of(world.oneOf(List.of(Choice.values())))
                                        : Optional.empty(),
                                world.provision(Effect.DENY, 0.1),
                                List.of(world.provision(Effect.DENY, 0.2)),
                                random.nextBoolean(),
                                Optional.empty())));
        assertThat(cases).isGreaterThan(WORLDS / 200);
    }

    private void neverWidens(Access access, Directive deny) {
        Access more = access.and("p", deny);
        boolean before = decide(access).permitted();
        boolean after = decide(more).permitted();
        hold(before || !after, access, more);
        cases += before && !after ? 1 : 0;
    }

    @Test
    void periodIsLocal() {
        List<Interval> periods = Stream.of(0, 2, 4)
                .flatMap(start -> Stream.of(1, 3, 6).map(days -> Interval.of(day(start), day(start + days))))
                .toList();
        SmallWorld.accesses(1, access -> SmallWorld.rules().forEach(moved -> {
            Interval before = world.oneOf(periods);
            Interval after = world.oneOf(periods);
            local(access.at(day(random.nextInt(10))), moved, before, after);
        }));
        world.accesses(WORLDS, access -> {
            Directive moved = world.directive("moved");
            if (moved.unenforceable().isEmpty()) {
                local(access, moved, world.interval(), world.interval());
            }
        });
        assertThat(cases).isGreaterThan(WORLDS / 10);
    }

    private static Instant day(int day) {
        return People.NOW.plus(Duration.ofDays(day));
    }

    private void local(Access access, Directive moved, Interval before, Interval after) {
        Access then = access.and("p", People.lasting(moved, before));
        Access now = access.and("p", People.lasting(moved, after));
        if (before.contains(access.now()) && after.contains(access.now())) {
            cases++;
            hold(substance(decide(now)).equals(substance(decide(then))), then, now);
        } else if (!after.contains(access.now())) {
            hold(substance(decide(now)).equals(substance(decide(access))), access, now);
        }
    }

    @Test
    void directiveTouchesOnlyTheCallersAndPatientsItNames() {
        SmallWorld.accesses(2, access -> SmallWorld.rules().forEach(added -> touchesOnlyThose(access, added)));
        world.accesses(WORLDS, access -> touchesOnlyThose(access, world.directive("added")));
        assertThat(cases).isGreaterThan(WORLDS / 100);
    }

    private void touchesOnlyThose(Access access, Directive added) {
        if (!named(added.root(), access)) {
            cases++;
            Access more = access.and("p", added);
            hold(substance(decide(more)).equals(substance(decide(access))), access, more);
        }
        List<Provision> heard =
                added.nested().stream().filter(nested -> named(nested, access)).toList();
        if (heard.size() < added.nested().size()) {
            Access more = access.and("p", added);
            Access fewer = access.and("p", People.but(added, added.root(), heard));
            hold(substance(decide(more)).equals(substance(decide(fewer))), fewer, more);
        }
        if (!access.item().patients().contains("q")) {
            Access elsewhere = access.and("q", added);
            hold(decide(elsewhere).equals(decide(access)), access, elsewhere);
        }
    }

    private static boolean named(Provision provision, Access access) {
        return provision.actors().isEmpty()
                || !Collections.disjoint(provision.actors(), access.caller().memberships());
    }

    @Test
    void mandatoryDenyYieldsToNothing() {
        everywhere(access -> {
            Access open = access.with("p", List.of(People.directive("all", Provision.of(Effect.PERMIT))))
                    .and(emergencies(access));
            Access barred = open.as("insurer");
            hold(substance(decide(barred)).equals(List.of(false, false, List.of(ByRule.BARRED_RECIPIENT))), barred);
            if (ConsentEngine.person(access.caller())) {
                Access untold = open.as("none").of(People.notToBeTold(access.item()));
                hold(substance(decide(untold)).equals(List.of(false, false, List.of(ByRule.NOPAT))), untold);
                cases++;
            }
        });
        assertThat(cases).isPositive();
    }

    /** Of every patient, for what the caller asks for anyway, so far as that is for an emergency. */
    private static Grant[] emergencies(Access access) {
        return emergencies(access, access.purpose().emergency() ? access.purpose() : Purpose.BTG);
    }

    private static Grant[] emergencies(Access access, Purpose purpose) {
        Interval hour = Interval.of(access.now(), access.now().plus(Duration.ofHours(1)));
        return RandomWorld.PATIENTS.stream()
                .map(patient -> new Grant.Emergency("e", access.caller().id(), patient, hour, purpose))
                .toArray(Grant[]::new);
    }

    @Test
    void emergencyLiftsOverridableDenialsOnly() {
        int[] kept = {0};
        everywhere(access -> {
            Access calm = access.with(notEmergencies(access));
            Access urgent = calm.and(emergencies(calm));
            Decision without = decide(calm);
            Decision with = decide(urgent);
            boolean lifted = calm.item().patients().isEmpty()
                    ? without.permitted()
                    : calm.item().patients().stream()
                            .allMatch(patient ->
                                    opensInEmergency(calm.of(calm.item().of(List.of(patient)))));
            hold(with.permitted() == lifted, calm, urgent);
            if (lifted && !without.permitted()) {
                cases++;
                hold(with.restsOn().contains(new Basis.ByGrant("e", true)), urgent);
            } else if (!overridable(without)) {
                hold(!overridable(with), calm, urgent);
                kept[0] += without.permitted() ? 0 : 1;
            }
        });
        assertThat(Math.min(cases, kept[0])).isGreaterThan(WORLDS / 20);
    }

    /**
     * Of an item of one patient: each of several decides by themselves. What is final of the emergency's own purpose stays
     * so, though the caller asks for another.
     */
    private boolean opensInEmergency(Access access) {
        Decision calm = decide(access);
        Decision inEmergency = decide(access.forThe(Purpose.BTG));
        return calm.permitted()
                || overridable(calm)
                        && (access.purpose().emergency() || inEmergency.permitted() || overridable(inEmergency));
    }

    private static List<Grant> notEmergencies(Access access) {
        return access.grants().stream()
                .filter(grant -> !(grant instanceof Grant.Emergency))
                .toList();
    }

    @Test
    void claimIsACareRelationshipAndNothingMore() {
        Interval hour = Interval.of(People.NOW, People.NOW.plus(Duration.ofHours(1)));
        everywhere(access -> {
            Access without = access.with(access.grants().stream()
                            .filter(grant -> !(grant instanceof Grant.Claim))
                            .toList())
                    .at(People.NOW);
            Access claimed = without.and(RandomWorld.PATIENTS.stream()
                    .map(patient -> new Grant.Claim("c", access.caller().id(), patient, hour))
                    .toArray(Grant[]::new));
            Access related = without;
            for (String patient : RandomWorld.PATIENTS) {
                for (String name : access.caller().memberships()) {
                    related = related.related(patient, name);
                }
            }
            if (access.caller().memberships().isEmpty()) {
                return;
            }
            hold(decide(claimed).permitted() == decide(related).permitted(), claimed, related);
            cases += decide(claimed).permitted() && !decide(without).permitted() ? 1 : 0;
        });
        assertThat(cases).isPositive();
    }

    @Test
    void accessByRequestIsARelationshipAndAPermitForCareWithinItsReach() {
        Interval hour = Interval.of(People.NOW, People.NOW.plus(Duration.ofHours(1)));
        Directive yes = People.directive(
                "yes", Provision.builder(Effect.PERMIT).purposes(Purpose.CARE).build());
        int[] outside = {0};
        everywhere(access -> {
            Access without = access.at(People.NOW);
            Reach reach = random.nextBoolean() ? Reach.everything() : world.reach();
            Access asked = without.and(RandomWorld.PATIENTS.stream()
                    .map(patient -> new Grant.Requested("r", access.caller().id(), patient, hour, reach))
                    .toArray(Grant[]::new));
            if (!reach.covers(access.item())) {
                outside[0]++;
                hold(decide(asked).permitted() == decide(without).permitted(), without, asked);
                return;
            }
            Access related = without;
            for (String patient : RandomWorld.PATIENTS) {
                for (String name : access.caller().memberships()) {
                    related = related.related(patient, name);
                }
                related = related.and(patient, yes);
            }
            // Nobody reads choices because the patient lets them see the record.
            if (access.caller().memberships().isEmpty() || access.item().category() == Category.CHOICES) {
                return;
            }
            hold(decide(asked).permitted() == decide(related).permitted(), asked, related);
            cases += decide(asked).permitted() && !decide(without).permitted() ? 1 : 0;
        });
        assertThat(Math.min(cases, outside[0])).isPositive();
    }
}
