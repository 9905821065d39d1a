package io.candour.release;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Looks once more, as something leaves, at what it rested on when it was put together. On a server that is in use somebody's
 * snapshot has always moved since; so of those who moved it is decided anew, with what they say and what their records are
 * now. Where that comes to what is about to leave, it may. Used inside a transaction. Safe for use by many threads.
 *
 * <p>INVARIANT: after {@link #holds}, everybody in it says yes to what of theirs is in it, and nobody can change that before
 * the transaction at hand has committed.
 */
final class SecondLook {
    private final Ledger ledger;
    private final Willingness willingness;

    SecondLook(Ledger ledger, Willingness willingness) {
        this.ledger = ledger;
        this.willingness = willingness;
    }

    /** A run of something, and what it rested on. */
    record Ran(PeopleIn people, String id, int run, String ground, Optional<Instant> validUntil) {}

    /**
     * What a look came to.
     *
     * @param willing who says yes now
     * @param people everybody in it
     * @param uninvited those in it who say no, and whose snapshot is the one that it rested on: they did then, too
     * @param stands whether the recipient and the deployment's defaults are as they were, and everybody in it says yes
     * @param moved those in it whose part in it is to be looked at again
     */
    record Looked(Willing willing, Set<String> people, Set<String> uninvited, boolean stands, Willing moved) {}

    /** Looks while everybody may go on choosing. */
    Looked look(Programme programme, Ran ran) {
        // Who says yes before who has moved: whoever says no in between is then seen to have moved.
        Willing willing = willingness.of(programme);
        Map<String, Long> rested = ran.people().rested(ran.id(), ran.run());
        Set<String> silent = new TreeSet<>(rested.keySet());
        silent.removeAll(willing.versions().keySet());
        boolean ground = ran.ground().equals(willing.ground());
        boolean timely = ran.validUntil().map(willing.now()::isBefore).orElse(true);
        Set<String> uninvited = new TreeSet<>();
        if (!silent.isEmpty() && ground && timely) {
            Map<String, Long> now = ran.people().now(ran.id(), ran.run());
            uninvited.addAll(silent);
            uninvited.removeIf(patient -> !Objects.equals(rested.get(patient), now.get(patient)));
        }
        Set<String> moved = new TreeSet<>(rested.keySet());
        if (timely) {
            moved.removeIf(patient ->
                    Objects.equals(rested.get(patient), willing.versions().get(patient)));
        }
        return new Looked(willing, rested.keySet(), uninvited, ground && silent.isEmpty(), willing.only(moved));
    }

    /**
     * Lets nobody change anything any more, and looks again at those who moved since that look.
     *
     * @param same whether what is about to leave of these people is what they say yes to now
     * @return whether it may leave; else it may later
     */
    boolean holds(Programme programme, Ran ran, Looked looked, Predicate<Willing> same) {
        Willing before = looked.willing();
        if (!ledger.hold()) {
            return false;
        }
        Map<String, Long> now = ran.people().now(ran.id(), ran.run());
        Set<String> late = new TreeSet<>(looked.people());
        late.removeIf(patient -> Objects.equals(before.versions().get(patient), now.get(patient)));
        Willing after = willingness.of(programme, late);
        return after.ground().equals(before.ground())
                && before.validUntil().map(after.now()::isBefore).orElse(true)
                && after.versions().keySet().containsAll(late)
                && (late.isEmpty() || same.test(after));
    }
}
