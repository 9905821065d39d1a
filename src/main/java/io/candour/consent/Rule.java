package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Condition.Flag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A directive with its data criteria worked out: how one Consent votes. */
final class Rule {
    enum Vote {
        PERMIT,
        DENY,
        ABSTAIN
    }

    /** When a rule says yes, when it says no, and when that no names the caller; elsewhere it abstains. */
    record Votes(Condition permit, Condition deny, Condition denyByName) {
        static final Votes NONE = new Votes(Flag.NEVER, Flag.NEVER, Flag.NEVER);
    }

    private static final class Nested {
        private final Provision provision;
        private final String[] actors;
        private final Condition data;

        Nested(Provision provision, Condition data) {
            this.provision = provision;
            this.actors = provision.actors().toArray(String[]::new);
            this.data = data;
        }
    }

    private final Directive directive;
    private final Basis basis;
    /** The root's actors as an array: walked for every decision, and a set's iterator is garbage each time. */
    private final String[] rootActors;

    private final Condition rootData;
    private final List<Nested> exceptions;

    Rule(Directive directive) {
        this.directive = directive;
        this.basis = directive.basis();
        this.rootActors = directive.root().actors().toArray(String[]::new);
        this.rootData = DataCriteria.of(directive.root());
        this.exceptions = directive.nested().stream()
                .map(nested -> new Nested(nested, DataCriteria.of(nested, directive.root())))
                .toList();
    }

    Directive directive() {
        return directive;
    }

    Basis basis() {
        return basis;
    }

    /** How the Consent votes on one access. */
    Vote vote(Caller caller, Purpose purpose, ItemFacts item, Instant now) {
        Provision root = directive.root();
        if (!contextMatches(root, rootActors, caller, purpose, now)
                || directive.choice().isPresent()
                        && !Governance.concerns(directive.choice().get(), caller, purpose, item)) {
            return Vote.ABSTAIN;
        }
        boolean permitted = false;
        for (int i = 0; i < exceptions.size(); i++) {
            Nested exception = exceptions.get(i);
            if (contextMatches(exception.provision, exception.actors, caller, purpose, now)
                    && exception.data.test(item)) {
                if (exception.provision.effect() == Effect.DENY) {
                    return Vote.DENY;
                }
                permitted = true;
            }
        }
        if (permitted) {
            return Vote.PERMIT;
        }
        boolean covered = rootData.test(item);
        return root.effect() == Effect.PERMIT
                ? (covered ? Vote.PERMIT : Vote.DENY)
                : (covered ? Vote.DENY : Vote.ABSTAIN);
    }

    /** What it says to a setting, which is about no item. */
    Optional<Effect> answer(Choice setting, Caller caller, Purpose purpose, Instant now) {
        boolean answers = directive.choice().equals(Optional.of(setting))
                && setting.covers(purpose)
                && contextMatches(directive.root(), rootActors, caller, purpose, now);
        return answers ? Optional.of(directive.root().effect()) : Optional.empty();
    }

    /** Whether it votes no and names the caller in doing so, or can't be honoured and so names everyone. */
    boolean deniesByName(Caller caller, Purpose purpose, ItemFacts item, Instant now) {
        if (vote(caller, purpose, item, now) != Vote.DENY) {
            return false;
        }
        return !directive.root().actors().isEmpty()
                || directive.unenforceable().isPresent()
                || exceptions.stream()
                        .anyMatch(exception -> exception.provision.effect() == Effect.DENY
                                && !exception.provision.actors().isEmpty()
                                && contextMatches(exception.provision, exception.actors, caller, purpose, now)
                                && exception.data.test(item));
    }

    /** {@link #vote} with the item left open. */
    Votes votes(Caller caller, Purpose purpose, Instant now) {
        Provision root = directive.root();
        if (!contextMatches(root, rootActors, caller, purpose, now)) {
            return Votes.NONE;
        }
        List<Condition> permits = new ArrayList<>();
        List<Condition> denies = new ArrayList<>();
        List<Condition> named = new ArrayList<>();
        for (Nested exception : exceptions) {
            if (contextMatches(exception.provision, exception.actors, caller, purpose, now)) {
                boolean deny = exception.provision.effect() == Effect.DENY;
                (deny ? denies : permits).add(exception.data);
                if (deny && !exception.provision.actors().isEmpty()) {
                    named.add(exception.data);
                }
            }
        }
        Condition scope = directive
                .choice()
                .map(choice -> Governance.scope(choice, caller, purpose))
                .orElse(Flag.ALWAYS);
        Condition noException = not(any(concat(permits, denies)));
        boolean permit = root.effect() == Effect.PERMIT;
        if (permit) {
            permits.add(rootData);
        }
        Condition yes = all(List.of(scope, not(any(denies)), any(permits)));
        denies.add(all(List.of(noException, permit ? not(rootData) : rootData)));
        Condition no = all(List.of(scope, any(denies)));
        boolean allNamed = !root.actors().isEmpty() || directive.unenforceable().isPresent();
        return new Votes(yes, no, allNamed ? no : all(List.of(scope, any(named))));
    }

    /** Whether purpose, actors and period let the provision have a say. */
    private static boolean contextMatches(
            Provision provision, String[] actors, Caller caller, Purpose purpose, Instant now) {
        return (provision.purposes().isEmpty() || provision.purposes().contains(purpose.code()))
                && (actors.length == 0 || named(actors, caller.memberships()))
                && provision.period().contains(now);
    }

    private static boolean named(String[] actors, Set<String> memberships) {
        for (String actor : actors) {
            if (memberships.contains(actor)) {
                return true;
            }
        }
        return false;
    }

    private static List<Condition> concat(List<Condition> some, List<Condition> others) {
        List<Condition> both = new ArrayList<>(some);
        both.addAll(others);
        return both;
    }

    /** The first moment after {@code now} at which any of its provisions starts or ends. */
    Instant changesAfter(Instant now) {
        Instant next = directive.root().period().changesAfter(now);
        for (Provision nested : directive.nested()) {
            Instant change = nested.period().changesAfter(now);
            next = change.isBefore(next) ? change : next;
        }
        return next;
    }
}
