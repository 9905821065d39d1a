package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The laws of the decision, one test each, held over random worlds. A failure names its seed; {@code
 * -Dcandour.laws.seed=…} plays it again.
 */
class ConsentLaws {
    private static final int WORLDS = Integer.getInteger("candour.laws.worlds", 8_000);

    private final long seed = Long.getLong("candour.laws.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomWorld world = new RandomWorld(random);
    private final ConsentEngine engine = new ConsentEngine(deployment());

    /** Where the laws are held; {@link OptOutLaws} holds them in the other kind of deployment. */
    Policy deployment() {
        return Deployments.OPT_IN;
    }

    /** Everything one decision depends on but the policy. */
    private record Access(
            Caller caller,
            Purpose purpose,
            ItemFacts item,
            Map<String, Snapshot> store,
            List<Grant> grants,
            Instant now) {
        Access at(Instant other) {
            return new Access(caller, purpose, item, store, grants, other);
        }

        Access withGrants(List<Grant> others) {
            return new Access(caller, purpose, item, store, others, now);
        }

        Access withDirectives(String patient, List<Directive> directives) {
            Map<String, Snapshot> changed = new HashMap<>(store);
            changed.computeIfPresent(
                    patient, (p, old) -> new Snapshot(p, old.version() + 1, directives, old.relationships()));
            return new Access(caller, purpose, item, changed, grants, now);
        }

        List<Directive> directives(String patient) {
            return Optional.ofNullable(store.get(patient))
                    .map(Snapshot::directives)
                    .orElse(List.of());
        }
    }

    private Access access() {
        List<String> patients = random.nextInt(5) == 0 ? RandomWorld.PATIENTS : List.of("p");
        return new Access(
                world.caller(), world.purpose(), world.item(patients), world.store(4), world.grants(), world.moment());
    }

    private Decision decide(Access access) {
        return engine.decide(
                access.caller(), access.purpose(), access.item(), access.store(), access.grants(), access.now());
    }

    /** What it says and why, leaving out until when. */
    private static List<Object> substance(Decision decision) {
        boolean overridable = decision instanceof Deny deny && deny.overridable();
        return List.of(decision.permitted(), overridable, decision.restsOn());
    }

    private String seeded(Access access) {
        return "seed " + seed + ", " + access;
    }

    @Test
    void denyBeatsPermit() {
        int seen = 0;
        for (int i = 0; i < WORLDS; i++) {
            Access access = access().withGrants(List.of());
            for (Directive directive : access.directives("p")) {
                Decision alone = decide(access.withDirectives("p", List.of(directive)));
                if (alone instanceof Deny
                        && alone.restsOn().contains(new ByConsent(directive.consent(), directive.version()))) {
                    seen++;
                    assertThat(decide(access).permitted())
                            .as(() -> seeded(access))
                            .isFalse();
                }
            }
        }
        assertThat(seen).isGreaterThan(WORLDS / 10);
    }

    @Test
    void noGoverningRuleIsADeny() {
        Caller system = People.caller(CallerKind.SYSTEM, "s", Set.of(People.HOSPITAL));
        for (String code : List.of("HMARKT", "HPAYMT", "PATRQT", "HRESCH", "PUBHLTH")) {
            Decision decision = engine.decide(
                    system,
                    new Purpose(code),
                    People.item("p"),
                    Map.of("p", People.snapshot("p")),
                    List.of(),
                    People.NOW);
            assertThat(decision).isEqualTo(new Deny(List.of(Basis.ByRule.NO_GOVERNING_CHOICE), Instant.MAX, false));
        }
    }

    @Test
    void orderAndDuplicatesDoNotMatter() {
        for (int i = 0; i < WORLDS; i++) {
            Access access = access();
            Map<String, Snapshot> shuffled = new HashMap<>();
            access.store()
                    .forEach((patient, snapshot) -> shuffled.put(
                            patient,
                            new Snapshot(
                                    patient, 1, doubled(snapshot.directives()), doubled(snapshot.relationships()))));
            Access other = new Access(
                    access.caller(), access.purpose(), access.item(), shuffled, doubled(access.grants()), access.now());
            assertThat(decide(other)).as(() -> seeded(access)).isEqualTo(decide(access));
        }
    }

    private <T> List<T> doubled(List<T> values) {
        List<T> twice = new ArrayList<>(values);
        twice.addAll(values);
        Collections.shuffle(twice, random);
        return twice;
    }

    @Test
    void addingLiveDenyNeverWidens() {
        int narrowed = 0;
        for (int i = 0; i < WORLDS; i++) {
            Access access = access();
            List<Directive> more = new ArrayList<>(access.directives("p"));
            more.add(new Directive(
                    "added",
                    "1",
                    random.nextBoolean() ? Optional.of(world.oneOf(List.of(Choice.values()))) : Optional.empty(),
                    world.provision(Effect.DENY, 0.1),
                    List.of(world.provision(Effect.DENY, 0.2)),
                    random.nextBoolean(),
                    Optional.empty()));
            boolean before = decide(access).permitted();
            boolean after = decide(access.withDirectives("p", more)).permitted();
            assertThat(after && !before).as(() -> seeded(access)).isFalse();
            narrowed += before && !after ? 1 : 0;
        }
        assertThat(narrowed).isGreaterThan(WORLDS / 200);
    }

    @Test
    void periodIsLocal() {
        for (int i = 0; i < WORLDS; i++) {
            Access access = access();
            Directive directive = world.directive("moved");
            if (directive.unenforceable().isPresent()) {
                continue;
            }
            Interval before = world.interval();
            Interval after = world.interval();
            List<Directive> rest = access.directives("p");
            List<Object> old = substance(decide(access.withDirectives("p", with(rest, lasting(directive, before)))));
            List<Object> now = substance(decide(access.withDirectives("p", with(rest, lasting(directive, after)))));
            if (before.contains(access.now()) && after.contains(access.now())) {
                assertThat(now).as(() -> seeded(access)).isEqualTo(old);
            } else if (!after.contains(access.now())) {
                assertThat(now).as(() -> seeded(access)).isEqualTo(substance(decide(access)));
            }
        }
    }

    private static List<Directive> with(List<Directive> rest, Directive one) {
        return Stream.concat(rest.stream(), Stream.of(one)).toList();
    }

    private static Directive lasting(Directive directive, Interval period) {
        Provision r = directive.root();
        Provision root = new Provision(
                r.effect(),
                r.actors(),
                r.purposes(),
                period,
                r.types(),
                r.profiles(),
                r.documentTypes(),
                r.categories(),
                r.codes(),
                r.instances(),
                r.related(),
                r.authoredBy(),
                r.dataPeriod(),
                r.confidentiality(),
                r.sensitivity());
        return new Directive(
                directive.consent(),
                directive.version(),
                directive.choice(),
                root,
                directive.nested(),
                directive.emergencyOverridable(),
                Optional.empty());
    }

    @Test
    void directiveTouchesOnlyTheCallersAndPatientsItNames() {
        int unnamed = 0;
        for (int i = 0; i < WORLDS; i++) {
            Access access = access();
            Directive directive = world.directive("added");
            Access more = access.withDirectives("p", with(access.directives("p"), directive));
            Set<String> actors = directive.root().actors();
            if (!actors.isEmpty()
                    && Collections.disjoint(actors, access.caller().memberships())) {
                unnamed++;
                assertThat(substance(decide(more))).as(() -> seeded(access)).isEqualTo(substance(decide(access)));
            }
            if (!access.item().patients().contains("q")) {
                Access elsewhere = access.withDirectives("q", with(access.directives("q"), directive));
                assertThat(decide(elsewhere)).as(() -> seeded(access)).isEqualTo(decide(access));
            }
        }
        assertThat(unnamed).isGreaterThan(WORLDS / 100);
    }

    @Test
    void everyDecisionNamesWhatItRestsOnAndHoldsUntilItSays() {
        int ending = 0;
        for (int i = 0; i < WORLDS; i++) {
            Access access = access();
            Decision decision = decide(access);
            for (Basis basis : decision.restsOn()) {
                assertThat(exists(basis, access)).as(() -> seeded(access)).isTrue();
            }
            assertThat(decision.validUntil()).as(() -> seeded(access)).isAfter(access.now());
            ending += decision.validUntil().equals(Instant.MAX) ? 0 : 1;
            for (int hours = 7; hours < 24 * 9; hours += 13) {
                Instant later = access.now().plus(Duration.ofHours(hours));
                if (later.isBefore(decision.validUntil())) {
                    assertThat(substance(decide(access.at(later))))
                            .as(() -> seeded(access))
                            .isEqualTo(substance(decision));
                }
            }
        }
        assertThat(ending).isGreaterThan(WORLDS / 10);
    }

    private static boolean exists(Basis basis, Access access) {
        if (basis instanceof ByConsent consent) {
            return RandomWorld.PATIENTS.stream()
                    .flatMap(patient -> access.directives(patient).stream())
                    .anyMatch(directive -> directive.consent().equals(consent.id())
                            && directive.version().equals(consent.version()));
        }
        if (basis instanceof Basis.ByGrant grant) {
            return access.grants().stream()
                    .anyMatch(held -> held.id().equals(grant.id())
                            && held.caller().equals(access.caller().id())
                            && held instanceof Grant.Emergency == grant.emergency());
        }
        if (basis instanceof Basis.ByRelationship relationship) {
            return access.caller().memberships().contains(relationship.organisation());
        }
        return true;
    }

    @Test
    void mandatoryDenyYieldsToNothing() {
        for (int i = 0; i < WORLDS; i++) {
            Access access = access();
            Access open = access.withDirectives("p", List.of(People.directive("all", Provision.of(Effect.PERMIT))));
            boolean person = ConsentEngine.person(access.caller());
            boolean barred = access.caller().roles().contains("insurer");
            if (barred || person && access.item().noPatient()) {
                assertThat(decide(open)).as(() -> seeded(access)).isInstanceOfSatisfying(Deny.class, deny -> assertThat(
                                deny.overridable())
                        .isFalse());
            }
        }
    }

    @Test
    void emergencyLiftsOverridableDenialsOnly() {
        int lifted = 0;
        int kept = 0;
        for (int i = 0; i < WORLDS; i++) {
            Access access = access().withGrants(List.of());
            Interval today = Interval.of(access.now(), access.now().plus(Duration.ofHours(1)));
            List<Grant> emergencies = RandomWorld.PATIENTS.stream()
                    .<Grant>map(
                            patient -> new Grant.Emergency("e", access.caller().id(), patient, today))
                    .toList();
            Decision without = decide(access);
            Decision with = decide(access.withGrants(emergencies));
            boolean overridable = without instanceof Deny deny && deny.overridable();
            assertThat(with.permitted()).as(() -> seeded(access)).isEqualTo(without.permitted() || overridable);
            lifted += overridable ? 1 : 0;
            kept += without instanceof Deny && !overridable ? 1 : 0;
            if (overridable) {
                assertThat(with).isInstanceOf(Permit.class);
                assertThat(with.restsOn()).contains(new Basis.ByGrant("e", true));
            }
        }
        assertThat(Math.min(lifted, kept)).isGreaterThan(WORLDS / 20);
    }

    @Test
    void withdrawingPermitOfEverythingClosesWhatOnlyItOpened() {
        ItemFacts sensitive = People.item(List.of("p"), Category.CONDITIONS, Confidentiality.R, Set.of("HIV"));
        Directive permit = People.directive("c", Provision.of(Effect.PERMIT));
        Access open = new Access(
                People.consultant(),
                Purpose.TREAT,
                sensitive,
                Map.of("p", People.snapshot("p", permit)),
                List.of(),
                People.NOW);
        assertThat(decide(open).permitted()).isTrue();
        assertThat(decide(open.withDirectives("p", List.of())).permitted()).isFalse();
    }
}
