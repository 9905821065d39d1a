package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Basis.ByConsent;
import io.candour.consent.Basis.ByRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws of what a decision says beside yes or no: what it rests on, and until when. */
class EvidenceLaws extends Laws {
    /** Rules that hold whatever the time. */
    private static final Set<ByRule> TIMELESS = Set.of(
            ByRule.BARRED_RECIPIENT,
            ByRule.NOPAT,
            ByRule.ABOUT_NOBODY,
            ByRule.NO_PATIENT,
            ByRule.NO_CLINICAL_CONTENT,
            ByRule.SYSTEM);

    @Test
    void everyDecisionNamesWhatItRestsOn() {
        everywhere(access -> {
            Decision decision = decide(access);
            decision.restsOn().forEach(basis -> hold(exists(basis, access), access));
            Access bare = onlyWhat(decision, access);
            hold(
                    decide(bare).permitted() == decision.permitted()
                            && overridable(decide(bare)) == overridable(decision),
                    access,
                    bare);
        });
    }

    private static boolean exists(Basis basis, Access access) {
        if (basis instanceof Basis.ByGrant grant) {
            return access.grants().stream()
                    .anyMatch(held -> held.id().equals(grant.id())
                            && held.caller().equals(access.caller().id())
                            && held.period().contains(access.now())
                            && held instanceof Grant.Emergency == grant.emergency());
        }
        if (basis instanceof Basis.ByRelationship named) {
            return access.caller().memberships().contains(named.organisation())
                    && access.item().patients().stream()
                            .flatMap(patient ->
                                    Optional.ofNullable(access.store().get(patient)).stream())
                            .flatMap(snapshot -> snapshot.relationships().stream())
                            .anyMatch(each -> each.organisation().equals(named.organisation())
                                    && each.period().contains(access.now()));
        }
        return !(basis instanceof ByConsent)
                || access.item().patients().stream()
                        .flatMap(patient -> access.directives(patient).stream())
                        .anyMatch(directive -> directive.basis().equals(basis));
    }

    /** The same world without anything the decision doesn't name: the reasons it gives are reason enough. */
    private static Access onlyWhat(Decision decision, Access access) {
        Map<String, Snapshot> bare = new HashMap<>();
        access.store()
                .forEach((patient, old) -> bare.put(
                        patient,
                        new Snapshot(
                                patient,
                                old.version(),
                                old.directives().stream()
                                        .filter(directive -> decision.restsOn().contains(directive.basis()))
                                        .toList(),
                                old.relationships().stream()
                                        .filter(each -> decision.restsOn()
                                                .contains(new Basis.ByRelationship(each.organisation(), each.basis())))
                                        .toList())));
        return access.in(bare)
                .with(access.grants().stream()
                        .filter(grant -> decision.restsOn()
                                .contains(new Basis.ByGrant(grant.id(), grant instanceof Grant.Emergency)))
                        .toList());
    }

    @Test
    void residualNamesWhateverItsDecisionsRestOn() {
        Set<ByRule> unsaid = Set.of(ByRule.NOPAT, ByRule.NO_GRANT, ByRule.CHOICES_ARE_PRIVATE);
        everywhere(access -> {
            if (access.store().containsKey("p") && access.item().patients().equals(List.of("p"))) {
                Decision decision = decide(access);
                Residual residual = residual(access);
                Set<Basis> named = new HashSet<>(decision.restsOn());
                named.removeAll(unsaid);
                hold(residual.restsOn().containsAll(named), access);
                hold(Set.copyOf(residual.restsOn()).size() == residual.restsOn().size(), access);
                hold(!residual.validUntil().isAfter(decision.validUntil()), access);
                closedIsLiftedAsItSays(access, residual);
            }
        });
        assertThat(cases).isGreaterThan(WORLDS / 50);
    }

    /** An emergency opens some of a record that says so, and nothing of one that doesn't. */
    private void closedIsLiftedAsItSays(Access access, Residual residual) {
        if (residual instanceof Residual.None none) {
            cases++;
            Interval hour = Interval.of(access.now(), access.now().plus(Duration.ofHours(1)));
            Purpose purpose = access.purpose().emergency() ? access.purpose() : Purpose.BTG;
            Grant emergency = new Grant.Emergency("e", access.caller().id(), "p", hour, purpose);
            boolean lifted = !(residual(access.and(emergency)) instanceof Residual.None);
            // Something final of the emergency's own purpose may keep closed what the caller's purpose would let lift.
            hold(none.overridable() == lifted || !access.purpose().equals(purpose) && none.overridable(), access);
        }
    }

    private Residual residual(Access access) {
        Snapshot snapshot = Optional.ofNullable(access.store().get("p")).orElseThrow();
        return engine.residual(access.caller(), access.purpose(), snapshot, access.grants(), access.now());
    }

    @Test
    void everyDecisionHoldsUntilItSaysAndNoLonger() {
        everywhere(access -> holdsUntil(access));
        SmallWorld.accesses(2, access -> holdsUntil(timed(access)));
        assertThat(cases).isGreaterThan(WORLDS / 10);
    }

    private void holdsUntil(Access access) {
        Decision decision = decide(access);
        hold(decision.validUntil().equals(nearest(decision, access)), access);
        for (Instant later : bounds(access)) {
            for (Instant at : List.of(later.minusNanos(1), later)) {
                if (!at.isBefore(access.now()) && at.isBefore(decision.validUntil())) {
                    cases++;
                    hold(decide(access.at(at)).equals(decision), access, access.at(at));
                }
            }
        }
    }

    /** The nearest start or end of anything that this decision looked at. */
    private static Instant nearest(Decision decision, Access access) {
        if (decision.restsOn().stream().anyMatch(TIMELESS::contains)) {
            return Instant.MAX;
        }
        return access.item().patients().stream()
                .filter(patient -> !access.caller().is(patient))
                .flatMap(patient -> bounds(access, patient))
                .filter(access.now()::isBefore)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static List<Instant> bounds(Access access) {
        return RandomWorld.PATIENTS.stream()
                .flatMap(patient -> bounds(access, patient))
                .distinct()
                .toList();
    }

    private static Stream<Instant> bounds(Access access, String patient) {
        if (!access.store().containsKey(patient)) {
            return Stream.empty();
        }
        Stream<Interval> rules = access.directives(patient).stream()
                .flatMap(directive -> Stream.concat(Stream.of(directive.root()), directive.nested().stream()))
                .map(Provision::period);
        Stream<Interval> ties = Optional.ofNullable(access.store().get(patient)).stream()
                .flatMap(snapshot -> snapshot.relationships().stream())
                .map(Relationship::period);
        Stream<Interval> grants = access.grants().stream()
                .filter(grant -> grant.caller().equals(access.caller().id())
                        && grant.patient().equals(patient))
                .map(Grant::period);
        return Stream.of(rules, ties, grants)
                .flatMap(intervals -> intervals)
                .flatMap(interval -> Stream.of(interval.start(), interval.end()))
                .flatMap(Optional::stream);
    }

    /** Each directive with a period of its own, and grants that end. */
    private static Access timed(Access access) {
        Access timed = access;
        for (String patient : RandomWorld.PATIENTS) {
            List<Directive> lasting = new ArrayList<>();
            for (Directive directive : access.directives(patient)) {
                Instant start = access.now().plus(Duration.ofDays(lasting.size() - 1L));
                lasting.add(People.lasting(directive, Interval.of(start, start.plus(Duration.ofDays(3)))));
            }
            timed = timed.with(patient, lasting);
        }
        Interval day = Interval.of(access.now(), access.now().plus(Duration.ofDays(1)));
        return timed.with(List.of(
                new Grant.Proxy("g", "carer", "p", day, Reach.everything()),
                new Grant.Emergency("e", "consultant", "q", day)));
    }
}
