package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Basis.ByRule;
import io.candour.consent.Condition.Flag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link ConsentEngine#decide} for one patient with the item left open, rule by rule in the same order. */
final class PartialDecision {
    static final Condition CHOICES = new Condition.CategoryIn(Set.of(Category.CHOICES));

    private final ConsentEngine engine;
    private final Standing standing;
    private final Caller caller;
    private final Purpose purpose;
    private final Set<Basis> restsOn = new LinkedHashSet<>();
    private boolean overridable;

    PartialDecision(ConsentEngine engine, Standing standing) {
        this.engine = engine;
        this.standing = standing;
        this.caller = standing.caller();
        this.purpose = standing.purpose();
    }

    Residual residual() {
        Condition open = open();
        List<Basis> reasons = List.copyOf(restsOn);
        if (open == Flag.ALWAYS) {
            return new Residual.All(reasons, standing.until());
        }
        return open == Flag.NEVER
                ? new Residual.None(reasons, standing.until(), overridable)
                : new Residual.Where(open, reasons, standing.until());
    }

    private Condition open() {
        if (engine.barred(caller)) {
            return closed(ByRule.BARRED_RECIPIENT);
        }
        if (!ConsentEngine.readsRecords(caller)) {
            return closed(ByRule.NO_CLINICAL_CONTENT);
        }
        if (engine.keepsRecords(caller, purpose)) {
            restsOn.add(ByRule.SYSTEM);
            return Flag.ALWAYS;
        }
        if (caller.is(standing.patient())) {
            restsOn.add(ByRule.SELF);
            return not(Flag.NO_PATIENT);
        }
        if (ConsentEngine.person(caller)) {
            return all(List.of(not(Flag.NO_PATIENT), forProxy()));
        }
        return any(List.of(all(List.of(CHOICES, forAuthor())), all(List.of(not(CHOICES), byVotes()))));
    }

    private Condition closed(ByRule rule) {
        restsOn.add(rule);
        return Flag.NEVER;
    }

    private Condition forProxy() {
        List<Condition> reached = new ArrayList<>();
        for (Standing.Reaching proxy : standing.proxies()) {
            restsOn.add(proxy.basis());
            reached.add(proxy.reach().condition());
            reached.add(all(List.of(CHOICES, written())));
        }
        if (reached.isEmpty()) {
            return closed(ByRule.NO_GRANT);
        }
        List<Condition> denied = new ArrayList<>();
        for (Voice voice : standing.voices()) {
            Condition byName = voice.votes().denyByName();
            if (byName != Flag.NEVER) {
                restsOn.add(voice.basis());
                denied.add(byName);
            }
        }
        return all(List.of(any(reached), not(any(denied))));
    }

    private Condition forAuthor() {
        if (!standing.related()) {
            return Flag.NEVER;
        }
        restsOn.add(ByRule.AUTHOR);
        return written();
    }

    private Condition written() {
        return new Condition.AuthoredBy(caller.memberships());
    }

    private Condition byVotes() {
        if (standing.care()) {
            restsOn.add(standing.relationship().orElse(ByRule.NO_RELATIONSHIP));
        }
        List<Condition> requested = new ArrayList<>();
        for (Standing.Reaching each : standing.requested()) {
            restsOn.add(each.basis());
            requested.add(each.reach().condition());
        }
        List<Condition> permits = new ArrayList<>(requested);
        List<Condition> denials = new ArrayList<>();
        List<Condition> lasting = new ArrayList<>();
        for (Voice voice : standing.voices()) {
            Voice.Votes votes = voice.votes();
            restsOn.add(voice.basis());
            permits.add(votes.permit());
            denials.add(votes.deny());
            if (!voice.emergencyOverridable()) {
                lasting.add(votes.deny());
            }
        }
        permits.add(byDefault());
        boolean unrelated = standing.care() && !standing.related();
        Condition normally = all(List.of(not(any(denials)), any(unrelated ? requested : permits)));
        Condition liftable = not(any(lasting));
        overridable = standing.liftable() && liftable != Flag.NEVER;
        List<Condition> open = new ArrayList<>(List.of(normally));
        for (Standing.Emergency emergency : standing.emergencies()) {
            restsOn.add(emergency.basis());
            open.add(all(List.of(liftable, emergency.lifts())));
        }
        return any(open);
    }

    /** Where a choice governs whose default is to permit; with a vote against it this is never asked. */
    private Condition byDefault() {
        List<Condition> open = new ArrayList<>();
        boolean governed = false;
        for (Choice choice : Choice.values()) {
            Optional<Effect> effect = engine.policy().defaultOf(choice);
            if (effect.isPresent() && Governance.concerns(choice, caller, purpose)) {
                governed = true;
                restsOn.add(ByRule.defaultOf(choice));
                if (effect.get() == Effect.PERMIT) {
                    open.add(Governance.scope(choice, caller));
                }
            }
        }
        if (!governed) {
            restsOn.add(ByRule.NO_GOVERNING_CHOICE);
        }
        return any(open);
    }
}
