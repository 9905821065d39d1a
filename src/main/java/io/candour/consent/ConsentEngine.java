package io.candour.consent;

import io.candour.consent.Basis.ByRule;
import io.candour.consent.Decision.Deny;
import io.candour.consent.Decision.Permit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The decision. Reads top to bottom as the rules do; safe for any number of threads, and a function of its arguments
 * alone.
 */
public final class ConsentEngine {
    // Made once: they are given for item after item.
    private static final Permit ABOUT_NOBODY = new Permit(List.of(ByRule.ABOUT_NOBODY), Instant.MAX);
    private static final Permit SYSTEM = new Permit(List.of(ByRule.SYSTEM), Instant.MAX);
    private static final Permit SELF = new Permit(List.of(ByRule.SELF), Instant.MAX);

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
        if (barred(caller)) {
            return always(ByRule.BARRED_RECIPIENT);
        }
        if (item.noPatient() && person(caller)) {
            return always(ByRule.NOPAT);
        }
        if (item.patients().isEmpty()) {
            return AboutNobody.allows(item) ? ABOUT_NOBODY : always(ByRule.NO_PATIENT);
        }
        if (!readsRecords(caller)) {
            return always(ByRule.NO_CLINICAL_CONTENT);
        }
        if (keepsRecords(caller, purpose)) {
            return SYSTEM;
        }
        if (item.patients().size() == 1) {
            return forPatient(item.patients().get(0), caller, purpose, item, snapshots, grants, now);
        }
        List<Decision> each = new ArrayList<>();
        for (String patient : item.patients()) {
            each.add(forPatient(patient, caller, purpose, item, snapshots, grants, now));
        }
        return Decision.all(each);
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
            return SELF;
        }
        Standing standing = snapshot.standing(caller, purpose, grants, now);
        if (person(caller)) {
            return forProxy(item, standing);
        }
        if (item.category() == Category.CHOICES) {
            return forAuthor(item, standing);
        }
        return byVotes(item, standing);
    }

    /** Somebody who acts for the patient: by their grant alone, less what the patient denies them by name. */
    private static Decision forProxy(ItemFacts item, Standing standing) {
        boolean own = item.category() == Category.CHOICES && writtenBy(standing.caller(), item);
        Reasons permits = standing.none();
        for (Standing.Reaching proxy : standing.proxies()) {
            if (own || proxy.reach().covers(item)) {
                permits = permits.and(proxy.basis());
            }
        }
        if (permits.isEmpty()) {
            return standing.none().and(ByRule.NO_GRANT).deny(false);
        }
        Reasons denials = standing.none();
        for (Voice voice : standing.voices(item)) {
            if (voice.deniesByName(item)) {
                denials = denials.and(voice.basis());
            }
        }
        return denials.isEmpty() ? permits.permit() : denials.deny(false);
    }

    /** A patient's choices are theirs; whoever wrote one down for them may read it while they care for them. */
    private static Decision forAuthor(ItemFacts item, Standing standing) {
        if (!standing.related() || !writtenBy(standing.caller(), item)) {
            return standing.none().and(ByRule.CHOICES_ARE_PRIVATE).deny(false);
        }
        Basis relationship = standing.relationship().orElseThrow();
        return standing.none().and(relationship).and(ByRule.AUTHOR).permit();
    }

    /** Everybody else: relationship, or what they asked for and the patient let them have; then the votes of the live Consents, then the default, then emergency. */
    private Decision byVotes(ItemFacts item, Standing standing) {
        Reasons permits = standing.none();
        Reasons denials = standing.none();
        boolean overridable = standing.liftable();
        boolean voted = false;
        for (Standing.Reaching requested : standing.requested()) {
            if (requested.reach().covers(item)) {
                permits = permits.and(requested.basis());
                voted = true;
            }
        }
        if (standing.related()) {
            permits = permits.and(standing.relationship().orElseThrow());
        } else if (standing.care() && !voted) {
            denials = denials.and(ByRule.NO_RELATIONSHIP);
        }
        for (Voice voice : standing.voices(item)) {
            Voice.Vote vote = voice.vote(item);
            if (vote == Voice.Vote.PERMIT) {
                permits = permits.and(voice.basis());
            } else if (vote == Voice.Vote.DENY) {
                denials = denials.and(voice.basis());
                overridable &= voice.emergencyOverridable();
            }
            voted |= vote != Voice.Vote.ABSTAIN;
        }
        if (!voted) {
            Optional<Choice> governing = Governance.governing(standing.caller(), standing.purpose(), item);
            if (governing.isEmpty()) {
                denials = denials.and(ByRule.NO_GOVERNING_CHOICE);
            } else if (policy.opens(governing.get())) {
                permits = permits.and(ByRule.defaultOf(governing.get()));
            } else {
                denials = denials.and(ByRule.defaultOf(governing.get()));
            }
        }
        if (denials.isEmpty()) {
            return permits.permit();
        }
        Reasons lifted = standing.none();
        for (Standing.Emergency emergency : standing.emergencies()) {
            if (overridable && emergency.lifts(item)) {
                lifted = lifted.and(emergency.basis());
            }
        }
        return lifted.isEmpty() ? denials.deny(overridable) : lifted.permit();
    }

    /**
     * What is left to ask of each item that belongs to this patient alone. Said of other items it means nothing.
     *
     * @param grants as for {@link #decide}
     */
    public Residual residual(Caller caller, Purpose purpose, Snapshot snapshot, List<Grant> grants, Instant now) {
        return new PartialDecision(this, snapshot.standing(caller, purpose, grants, now)).residual();
    }

    /**
     * Whether something of the record may be closed to this caller, choices aside, whatever the record holds. May say yes
     * where the rules are too many to know.
     *
     * @param grants as for {@link #decide}
     */
    public boolean mayWithhold(Caller caller, Purpose purpose, Snapshot snapshot, List<Grant> grants, Instant now) {
        Condition open = residual(caller, purpose, snapshot, grants, now).condition();
        return !new TruthTable(open).holdsUnless(PartialDecision.CHOICES);
    }

    /**
     * Whether a member of staff is told that something may be withheld: some of the record is open to them and some is
     * not, choices aside and whatever it holds, and the patient does not mind that they know. A no beats a yes;
     * unanswered, the default counts. A record that is closed as a whole is as one that is not here.
     *
     * @param grants as for {@link #decide}
     */
    public boolean tellsSomethingIsHidden(
            Caller caller, Purpose purpose, Snapshot snapshot, List<Grant> grants, Instant now) {
        if (caller.kind() != CallerKind.PRACTITIONER || !purpose.care()) {
            return false;
        }
        Condition open = residual(caller, purpose, snapshot, grants, now).condition();
        if (!mayWithhold(caller, purpose, snapshot, grants, now)
                || new TruthTable(new Condition.Not(open)).holdsUnless(PartialDecision.CHOICES)) {
            return false;
        }
        Set<Effect> answers = EnumSet.noneOf(Effect.class);
        for (Rule rule : snapshot.rules()) {
            rule.answer(Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN, caller, purpose, now)
                    .ifPresent(answers::add);
        }
        if (answers.isEmpty()) {
            policy.defaultOf(Choice.TELL_CLINICIANS_SOMETHING_IS_HIDDEN).ifPresent(answers::add);
        }
        return !answers.contains(Effect.DENY);
    }

    /** What the deployment settles, by which this decides. */
    public Policy policy() {
        return policy;
    }

    /** A recipient whom no consent can let in. */
    boolean barred(Caller caller) {
        return Words.of(caller.roles()).meet(policy.barredRoles());
    }

    static boolean readsRecords(Caller caller) {
        return switch (caller.kind()) {
            case PATIENT, PROXY, PRACTITIONER, SYSTEM -> true;
            case RESEARCHER, GUARDIAN, AUDITOR -> false;
        };
    }

    /** Somebody who asks in their own name, for themselves or for another person. */
    static boolean person(Caller caller) {
        return caller.kind() == CallerKind.PATIENT || caller.kind() == CallerKind.PROXY;
    }

    /** A program that the deployment lets keep records for this purpose, by its scope alone. */
    boolean keepsRecords(Caller caller, Purpose purpose) {
        return caller.kind() == CallerKind.SYSTEM
                && policy.systemClients()
                        .getOrDefault(caller.client(), Set.of())
                        .contains(purpose.code())
                && caller.scopes().stream().anyMatch(scope -> scope.startsWith("system/"));
    }

    private static boolean writtenBy(Caller caller, ItemFacts item) {
        return Words.of(item.authors()).meet(caller.memberships());
    }

    private static Deny always(ByRule rule) {
        return new Deny(List.of(rule), Instant.MAX, false);
    }
}
