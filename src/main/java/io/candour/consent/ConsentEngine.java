package io.candour.consent;

import io.candour.consent.Basis.ByGrant;
import io.candour.consent.Basis.ByRule;
import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The decision. Reads top to bottom as the rules do; immutable, safe for any number of threads, and a function of its
 * arguments alone.
 */
public final class ConsentEngine {
    private final Policy policy;

    public ConsentEngine(Policy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Whether the caller may have the item.
     *
     * @param snapshots by patient; a patient of the item who isn't among them closes the item
     * @param grants any that may matter; those of other callers or patients are passed over
     * @param now the database's time
     */
    public Decision decide(
            Caller caller,
            Purpose purpose,
            ItemFacts item,
            Map<String, Snapshot> snapshots,
            List<Grant> grants,
            Instant now) {
        Optional<ByRule> barred = barred(caller);
        if (barred.isPresent()) {
            return always(barred.get());
        }
        if (item.noPatient() && person(caller)) {
            return always(ByRule.NOPAT);
        }
        if (item.patients().isEmpty()) {
            boolean open = AboutNobody.allows(item);
            return open ? new Permit(List.of(ByRule.ABOUT_NOBODY), Instant.MAX) : always(ByRule.NO_PATIENT);
        }
        if (!readsRecords(caller)) {
            return always(ByRule.NO_CLINICAL_CONTENT);
        }
        if (keepsRecords(caller, purpose)) {
            return new Permit(List.of(ByRule.SYSTEM), Instant.MAX);
        }
        if (item.patients().size() == 1) {
            return forPatient(item.patients().get(0), caller, purpose, item, snapshots, grants, now);
        }
        List<Decision> each = new ArrayList<>();
        for (String patient : item.patients()) {
            each.add(forPatient(patient, caller, purpose, item, snapshots, grants, now));
        }
        return together(each);
    }

    private Decision forPatient(
            String patient,
            Caller caller,
            Purpose purpose,
            ItemFacts item,
            Map<String, Snapshot> snapshots,
            List<Grant> grants,
            Instant now) {
        Snapshot snapshot = snapshots.get(patient);
        if (snapshot == null) {
            return always(ByRule.NO_SNAPSHOT);
        }
        if (caller.is(patient)) {
            return new Permit(List.of(ByRule.SELF), Instant.MAX);
        }
        Instant until = changesAfter(caller, snapshot, grants, now);
        if (person(caller)) {
            return forProxy(caller, purpose, item, snapshot, grants, now, until);
        }
        if (item.category() == Category.CHOICES) {
            boolean author = writtenBy(caller, item) && related(caller, purpose, snapshot, now);
            return author
                    ? new Permit(List.of(ByRule.AUTHOR), until)
                    : new Deny(List.of(ByRule.CHOICES_ARE_PRIVATE), until, false);
        }
        return byVotes(caller, purpose, item, snapshot, grants, now, until);
    }

    /** Somebody who acts for the patient: by their grant alone, less what the patient denies them by name. */
    private static Decision forProxy(
            Caller caller,
            Purpose purpose,
            ItemFacts item,
            Snapshot snapshot,
            List<Grant> grants,
            Instant now,
            Instant until) {
        List<Basis> reaching = new ArrayList<>();
        boolean own = item.category() == Category.CHOICES && writtenBy(caller, item);
        for (Grant grant : grants) {
            if (grant instanceof Grant.Proxy proxy
                    && live(proxy, caller, snapshot, now)
                    && (own || proxy.reach().covers(item))) {
                reaching.add(new ByGrant(proxy.id(), false));
            }
        }
        if (reaching.isEmpty()) {
            return new Deny(List.of(ByRule.NO_GRANT), until, false);
        }
        List<Basis> denials = new ArrayList<>();
        for (Rule rule : snapshot.rules()) {
            if (rule.deniesByName(caller, purpose, item, now)) {
                denials.add(rule.basis());
            }
        }
        return denials.isEmpty() ? new Permit(sorted(reaching), until) : new Deny(denials, until, false);
    }

    /** Everybody else: relationship, then the votes of the live Consents, then the default, then emergency. */
    private Decision byVotes(
            Caller caller,
            Purpose purpose,
            ItemFacts item,
            Snapshot snapshot,
            List<Grant> grants,
            Instant now,
            Instant until) {
        Reasons permits = snapshot.reasons();
        Reasons denials = snapshot.reasons();
        boolean overridable = liftable(caller, purpose);
        if (purpose.care()) {
            Optional<Basis> relationship = snapshot.relationship(caller, now);
            if (relationship.isPresent()) {
                permits = permits.and(relationship.get());
            } else {
                denials = denials.and(ByRule.NO_RELATIONSHIP);
            }
        }
        boolean voted = false;
        for (Rule rule : snapshot.rules()) {
            Rule.Vote vote = rule.vote(caller, purpose, item, now);
            if (vote == Rule.Vote.PERMIT) {
                permits = permits.and(rule.basis());
            } else if (vote == Rule.Vote.DENY) {
                denials = denials.and(rule.basis());
                overridable &= rule.directive().emergencyOverridable();
            }
            voted |= vote != Rule.Vote.ABSTAIN;
        }
        if (!voted) {
            Optional<Choice> governing = Governance.governing(caller, purpose, item);
            if (governing.isEmpty()) {
                denials = denials.and(ByRule.NO_GOVERNING_CHOICE);
            } else if (policy.opens(governing.get())) {
                permits = permits.and(ByRule.defaultOf(governing.get()));
            } else {
                denials = denials.and(ByRule.defaultOf(governing.get()));
            }
        }
        if (denials.isEmpty()) {
            return permits.permit(until);
        }
        List<Basis> lifting = new ArrayList<>();
        for (Grant grant : grants) {
            if (overridable && lifts(grant, caller, purpose, snapshot, now)) {
                lifting.add(new ByGrant(grant.id(), true));
            }
        }
        return lifting.isEmpty() ? denials.deny(until, overridable) : new Permit(sorted(lifting), until);
    }

    /**
     * What is left to ask of each item that belongs to this patient alone. Said of other items it means nothing.
     *
     * @param grants as for {@link #decide}
     */
    public Residual residual(Caller caller, Purpose purpose, Snapshot snapshot, List<Grant> grants, Instant now) {
        return new PartialDecision(this, caller, purpose, snapshot, grants, now).residual();
    }

    /**
     * Whether the patient lets this caller know that something is withheld. A no beats a yes; unanswered, the default
     * counts.
     */
    public boolean tellsSomethingIsHidden(Caller caller, Purpose purpose, Snapshot snapshot, Instant now) {
        Set<Effect> answers = new HashSet<>();
        for (Rule rule : snapshot.rules()) {
            rule.answer(Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN, caller, purpose, now)
                    .ifPresent(answers::add);
        }
        if (answers.isEmpty()) {
            policy.defaultOf(Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN).ifPresent(answers::add);
        }
        return purpose.care() && !answers.contains(Effect.DENY) && answers.contains(Effect.PERMIT);
    }

    Policy policy() {
        return policy;
    }

    Optional<ByRule> barred(Caller caller) {
        for (String role : caller.roles()) {
            if (policy.barredRoles().contains(role)) {
                return Optional.of(ByRule.BARRED_RECIPIENT);
            }
        }
        return Optional.empty();
    }

    static boolean readsRecords(Caller caller) {
        return switch (caller.kind()) {
            case PATIENT, PROXY, PRACTITIONER, SYSTEM -> true;
            case RESEARCHER, GUARDIAN, AUDITOR -> false;
        };
    }

    static boolean person(Caller caller) {
        return caller.kind() == CallerKind.PATIENT || caller.kind() == CallerKind.PROXY;
    }

    boolean keepsRecords(Caller caller, Purpose purpose) {
        return caller.kind() == CallerKind.SYSTEM
                && policy.systemClients()
                        .getOrDefault(caller.client(), Set.of())
                        .contains(purpose.code())
                && caller.scopes().stream().anyMatch(scope -> scope.startsWith("system/"));
    }

    static boolean live(Grant grant, Caller caller, Snapshot snapshot, Instant now) {
        return grant.covers(caller, snapshot.patient()) && grant.period().contains(now);
    }

    /** An emergency is about care: it never opens a record for another purpose. */
    static boolean liftable(Caller caller, Purpose purpose) {
        return caller.kind() == CallerKind.PRACTITIONER && purpose.care();
    }

    static boolean lifts(Grant grant, Caller caller, Purpose purpose, Snapshot snapshot, Instant now) {
        return grant instanceof Grant.Emergency && liftable(caller, purpose) && live(grant, caller, snapshot, now);
    }

    /** Whether the caller cares for the patient, and asks for that reason. */
    static boolean related(Caller caller, Purpose purpose, Snapshot snapshot, Instant now) {
        return purpose.care() && snapshot.relationship(caller, now).isPresent();
    }

    static Instant changesAfter(Caller caller, Snapshot snapshot, List<Grant> grants, Instant now) {
        Instant next = snapshot.changesAfter(now);
        for (Grant grant : grants) {
            if (grant.covers(caller, snapshot.patient())) {
                Instant change = grant.period().changesAfter(now);
                next = change.isBefore(next) ? change : next;
            }
        }
        return next;
    }

    private static boolean writtenBy(Caller caller, ItemFacts item) {
        return item.authors().stream().anyMatch(caller.memberships()::contains);
    }

    /** Grants come in any order and a reason must not depend on it. */
    private static List<Basis> sorted(List<Basis> grants) {
        return grants.stream()
                .distinct()
                .sorted(Comparator.comparing(Basis::toString))
                .toList();
    }

    private static Deny always(ByRule rule) {
        return new Deny(List.of(rule), Instant.MAX, false);
    }

    /** An item of several patients needs them all. */
    private static Decision together(List<Decision> each) {
        Instant until =
                each.stream().map(Decision::validUntil).min(Instant::compareTo).orElseThrow();
        Set<Basis> denials = new LinkedHashSet<>();
        Set<Basis> permits = new LinkedHashSet<>();
        boolean overridable = true;
        for (Decision decision : each) {
            if (decision instanceof Deny deny) {
                denials.addAll(deny.restsOn());
                overridable &= deny.overridable();
            } else {
                permits.addAll(decision.restsOn());
            }
        }
        return denials.isEmpty()
                ? new Permit(List.copyOf(permits), until)
                : new Deny(List.copyOf(denials), until, overridable);
    }
}
