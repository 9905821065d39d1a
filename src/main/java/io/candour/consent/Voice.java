package io.candour.consent;

import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;

import io.candour.consent.Condition.Flag;
import java.util.ArrayList;
import java.util.List;

/** What one Consent has to say, once caller, purpose and time are known: how it votes on an item, or on any item. */
final class Voice {
    enum Vote {
        PERMIT,
        DENY,
        ABSTAIN
    }

    /** When it says yes, when it says no, and when that no names the caller; elsewhere it abstains. */
    record Votes(Condition permit, Condition deny, Condition denyByName) {}

    private final Rule rule;
    private final Directive directive;
    private final boolean permits;
    private final Caller caller;
    private final Condition rootData;
    /** Those that have a say. */
    private final List<Rule.Nested> exceptions;

    /** @param exceptions not to be changed any more */
    Voice(Rule rule, Caller caller, Condition rootData, List<Rule.Nested> exceptions) {
        this.rule = rule;
        this.directive = rule.directive();
        this.permits = directive.root().effect() == Effect.PERMIT;
        this.caller = caller;
        this.rootData = rootData;
        this.exceptions = exceptions;
    }

    Basis basis() {
        return rule.basis();
    }

    boolean emergencyOverridable() {
        return directive.emergencyOverridable();
    }

    /** How the Consent votes on the item. */
    Vote vote(ItemFacts item) {
        if (directive.choice().isPresent()
                && !Governance.concerns(directive.choice().get(), caller, item)) {
            return Vote.ABSTAIN;
        }
        boolean permitted = false;
        for (int i = 0; i < exceptions.size(); i++) {
            Rule.Nested exception = exceptions.get(i);
            if (exception.data().test(item)) {
                if (exception.provision().effect() == Effect.DENY) {
                    return Vote.DENY;
                }
                permitted = true;
            }
        }
        if (permitted) {
            return Vote.PERMIT;
        }
        boolean covered = rootData.test(item);
        return permits ? (covered ? Vote.PERMIT : Vote.DENY) : (covered ? Vote.DENY : Vote.ABSTAIN);
    }

    /** Whether it votes no and names the caller in doing so, or can't be honoured and so names everyone. */
    boolean deniesByName(ItemFacts item) {
        if (vote(item) != Vote.DENY) {
            return false;
        }
        return namesInRoot()
                || exceptions.stream()
                        .anyMatch(exception ->
                                deniesByName(exception) && exception.data().test(item));
    }

    private boolean namesInRoot() {
        return !directive.root().actors().isEmpty() || directive.unenforceable().isPresent();
    }

    private static boolean deniesByName(Rule.Nested exception) {
        Provision provision = exception.provision();
        return provision.effect() == Effect.DENY && !provision.actors().isEmpty();
    }

    /** {@link #vote} and {@link #deniesByName} with the item left open. */
    Votes votes() {
        List<Condition> permitted = new ArrayList<>();
        List<Condition> denied = new ArrayList<>();
        List<Condition> named = new ArrayList<>();
        List<Condition> excepted = new ArrayList<>();
        for (Rule.Nested exception : exceptions) {
            boolean deny = exception.provision().effect() == Effect.DENY;
            (deny ? denied : permitted).add(exception.data());
            excepted.add(exception.data());
            if (deniesByName(exception)) {
                named.add(exception.data());
            }
        }
        Condition scope = directive
                .choice()
                .map(choice -> Governance.scope(choice, caller))
                .orElse(Flag.ALWAYS);
        Condition noDenial = not(any(denied));
        denied.add(all(List.of(not(any(excepted)), permits ? not(rootData) : rootData)));
        if (permits) {
            permitted.add(rootData);
        }
        Condition yes = all(List.of(scope, noDenial, any(permitted)));
        Condition no = all(List.of(scope, any(denied)));
        return new Votes(yes, no, namesInRoot() ? no : all(List.of(scope, any(named))));
    }
}
