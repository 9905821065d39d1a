package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Basis.ByGrant;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.Condition.Flag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link ConsentEngine#decide} for one patient with the item left open, rule by rule in the same order. */
final class PartialDecision {
    private static final Condition CHOICES = new Condition.CategoryIn(Set.of(Category.CHOICES));

    private final ConsentEngine engine;
    private final Caller caller;
    private final Purpose purpose;
    private final Snapshot snapshot;
    private final List<Grant> grants;
    private final Instant now;
    private final Instant until;
    private final List<Basis> restsOn = new ArrayList<>();
    private boolean overridable;

    PartialDecision(
            ConsentEngine engine, Caller caller, Purpose purpose, Snapshot snapshot, List<Grant> grants, Instant now) {
        this.engine = engine;
        this.caller = caller;
        this.purpose = purpose;
        this.snapshot = snapshot;
        this.grants = grants;
        this.now = now;
        this.until = ConsentEngine.changesAfter(caller, snapshot, grants, now);
    }

    Residual residual() {
        Condition open = open();
        if (open == Flag.ALWAYS) {
            return new Residual.All(restsOn, until);
        }
        return open == Flag.NEVER
                ? new Residual.None(restsOn, until, overridable)
                : new Residual.Where(open, restsOn, until);
    }

    private Condition open() {
        Optional<ByRule> barred = engine.barred(caller);
        if (barred.isPresent()) {
            return closed(barred.get());
        }
        if (!ConsentEngine.readsRecords(caller)) {
            return closed(ByRule.NO_CLINICAL_CONTENT);
        }
        if (engine.keepsRecords(caller, purpose)) {
            restsOn.add(ByRule.SYSTEM);
            return Flag.ALWAYS;
        }
        if (caller.is(snapshot.patient())) {
            restsOn.add(ByRule.SELF);
            return not(Flag.NO_PATIENT);
        }
        if (ConsentEngine.person(caller)) {
            return all(List.of(not(Flag.NO_PATIENT), forProxy()));
        }
        Condition written = ConsentEngine.related(caller, purpose, snapshot, now)
                ? new Condition.AuthoredBy(caller.memberships())
                : Flag.NEVER;
        return any(List.of(all(List.of(CHOICES, written)), all(List.of(not(CHOICES), byVotes()))));
    }

    private Condition closed(ByRule rule) {
        restsOn.add(rule);
        return Flag.NEVER;
    }

    private Condition forProxy() {
        List<Condition> reached = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant instanceof Grant.Proxy proxy && ConsentEngine.live(proxy, caller, snapshot, now)) {
                restsOn.add(new ByGrant(proxy.id(), false));
                reached.add(proxy.reach().condition());
                reached.add(all(List.of(CHOICES, new Condition.AuthoredBy(caller.memberships()))));
            }
        }
        if (reached.isEmpty()) {
            return closed(ByRule.NO_GRANT);
        }
        List<Condition> denied = new ArrayList<>();
        for (Rule rule : snapshot.rules()) {
            Condition byName = rule.votes(caller, purpose, now).denyByName();
            if (byName != Flag.NEVER) {
                restsOn.add(rule.basis());
                denied.add(byName);
            }
        }
        return all(List.of(any(reached), not(any(denied))));
    }

    private Condition byVotes() {
        Optional<Grant> emergency = grants.stream()
                .filter(grant -> ConsentEngine.lifts(grant, caller, purpose, snapshot, now))
                .findFirst();
        emergency.ifPresent(grant -> restsOn.add(new ByGrant(grant.id(), true)));
        Optional<Basis> relationship = snapshot.relationship(caller, now);
        boolean related = !purpose.care() || relationship.isPresent();
        if (purpose.care()) {
            restsOn.add(relationship.orElse(ByRule.NO_RELATIONSHIP));
        }
        List<Condition> permits = new ArrayList<>();
        List<Condition> denials = new ArrayList<>();
        List<Condition> lasting = new ArrayList<>();
        for (Rule rule : snapshot.rules()) {
            Rule.Votes votes = rule.votes(caller, purpose, now);
            if (votes.permit() != Flag.NEVER || votes.deny() != Flag.NEVER) {
                restsOn.add(rule.basis());
            }
            permits.add(votes.permit());
            denials.add(votes.deny());
            if (!rule.directive().emergencyOverridable()) {
                lasting.add(votes.deny());
            }
        }
        permits.add(byDefault());
        Condition normally = related ? all(List.of(not(any(denials)), any(permits))) : Flag.NEVER;
        Condition liftable = not(any(lasting));
        overridable = ConsentEngine.liftable(caller, purpose) && liftable != Flag.NEVER;
        return emergency.isPresent() ? any(List.of(normally, liftable)) : normally;
    }

    /** Where a choice governs whose default is to permit; with a vote against it this is never asked. */
    private Condition byDefault() {
        List<Condition> open = new ArrayList<>();
        boolean governed = false;
        for (Choice choice : Choice.values()) {
            Condition scope = Governance.scope(choice, caller, purpose);
            Optional<Effect> effect = engine.policy().defaultOf(choice);
            if (effect.isPresent() && scope != Flag.NEVER) {
                governed = true;
                restsOn.add(ByRule.defaultOf(choice));
                if (effect.get() == Effect.PERMIT) {
                    open.add(scope);
                }
            }
        }
        if (!governed) {
            restsOn.add(ByRule.NO_GOVERNING_CHOICE);
        }
        return any(open);
    }
}
