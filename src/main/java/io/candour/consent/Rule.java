package io.candour.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directive as the engine asks it: first whether it has a say at all, then, as a {@link Voice}, about items. */
final class Rule {
    /** A provision within a Consent, and the items it is about. */
    record Nested(Provision provision, Condition data) {}

    private final Directive directive;
    private final Basis basis;

    /** Worked out when the rule first has a say: many a rule never does. Being immutable, a race may make them twice. */
    private @Nullable Condition rootData;

    private @Nullable List<Nested> exceptions;
    private volatile @Nullable Set<String> words;

    Rule(Directive directive) {
        this.directive = directive;
        this.basis = directive.basis();
    }

    Directive directive() {
        return directive;
    }

    Basis basis() {
        return basis;
    }

    /** As {@link DataCriteria#words}. */
    Set<String> words() {
        Set<String> known = words;
        if (known == null) {
            known = DataCriteria.words(directive);
            words = known;
        }
        return known;
    }

    /** The rule's say in what this caller asks for now; absent where it has none, whatever the item. */
    Optional<Voice> voice(Caller caller, Purpose purpose, Instant now) {
        if (!heard(directive.root(), caller, purpose, now)
                || directive.choice().isPresent()
                        && !Governance.concerns(directive.choice().get(), caller, purpose)) {
            return Optional.empty();
        }
        return Optional.of(new Voice(this, caller, rootData(), heard(exceptions(), caller, purpose, now)));
    }

    private static List<Nested> heard(List<Nested> exceptions, Caller caller, Purpose purpose, Instant now) {
        List<Nested> heard = new ArrayList<>();
        for (Nested exception : exceptions) {
            if (heard(exception.provision(), caller, purpose, now)) {
                heard.add(exception);
            }
        }
        return heard;
    }

    /** What it says to a setting, which is about no item. */
    Optional<Effect> answer(Choice setting, Caller caller, Purpose purpose, Instant now) {
        boolean answers = directive.choice().equals(Optional.of(setting))
                && setting.covers(purpose)
                && heard(directive.root(), caller, purpose, now);
        return answers ? Optional.of(directive.root().effect()) : Optional.empty();
    }

    /** Whether purpose, actors and period let the provision have a say. */
    private static boolean heard(Provision provision, Caller caller, Purpose purpose, Instant now) {
        return (provision.purposes().isEmpty() || provision.purposes().contains(purpose.code()))
                && (provision.actors().isEmpty() || !Collections.disjoint(caller.memberships(), provision.actors()))
                && provision.period().contains(now);
    }

    private Condition rootData() {
        Condition known = rootData;
        if (known == null) {
            known = DataCriteria.of(directive.root(), directive.root());
            rootData = known;
        }
        return known;
    }

    private List<Nested> exceptions() {
        List<Nested> known = exceptions;
        if (known == null) {
            known = directive.nested().stream()
                    .map(nested -> new Nested(nested, DataCriteria.of(nested, directive.root())))
                    .toList();
            exceptions = known;
        }
        return known;
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
