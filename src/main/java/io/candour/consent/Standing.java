package io.candour.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a caller stands towards one patient's record, for one purpose and while nothing starts or ends: all of a
 * decision that needs no item, worked out once for the items that follow. Immutable but for reasons it remembers.
 */
final class Standing {
    /** A live grant of the caller that opens what it reaches. */
    record Reaching(Reach reach, Basis basis) {}

    /**
     * A live emergency grant of the caller.
     *
     * @param lasting every Consent with a say on the purpose of the emergency whose denial is final; not to be written to
     */
    record Emergency(Basis basis, Voice[] lasting) {
        boolean lifts(ItemFacts item) {
            for (Voice voice : lasting) {
                if (voice.vote(item) == Voice.Vote.DENY) {
                    return false;
                }
            }
            return true;
        }

        /** {@link #lifts} with the item left open. */
        Condition lifts() {
            return Condition.not(Condition.any(
                    Stream.of(lasting).map(voice -> voice.votes().deny()).toList()));
        }
    }

    private final Snapshot snapshot;
    private final Caller caller;
    private final Purpose purpose;
    private final boolean care;
    private final List<Grant> grants;
    private final Instant since;
    private final Instant until;
    private final Optional<Basis> relationship;
    private final Reaching[] proxies;
    private final Reaching[] requested;
    private final Voice[] voices;
    private final Voice[] onAnyItem;
    private final Reasons none;
    private final Emergency[] emergencies;

    Standing(Snapshot snapshot, Caller caller, Purpose purpose, List<Grant> grants, Instant now) {
        this.snapshot = snapshot;
        this.caller = caller;
        this.purpose = purpose;
        this.care = purpose.care();
        this.grants = List.copyOf(grants);
        this.since = now;
        this.until = changesAfter(snapshot, caller, this.grants, now);
        List<Voice> heard = new ArrayList<>();
        List<Voice> unnamed = new ArrayList<>();
        for (Rule rule : snapshot.rules()) {
            Optional<Voice> voice = rule.voice(caller, purpose, now);
            if (voice.isPresent()) {
                heard.add(voice.get());
                if (rule.words().isEmpty()) {
                    unnamed.add(voice.get());
                }
            }
        }
        this.voices = heard.toArray(Voice[]::new);
        this.onAnyItem = unnamed.toArray(Voice[]::new);
        this.none = Reasons.none(until);
        List<Grant> live = live(snapshot, caller, this.grants, now);
        List<Reaching> acting = new ArrayList<>();
        List<Reaching> asked = new ArrayList<>();
        List<Emergency> lifting = new ArrayList<>();
        Optional<Basis> related = snapshot.relationship(caller, now);
        for (Grant grant : live) {
            Basis basis = new Basis.ByGrant(grant.id(), grant instanceof Grant.Emergency);
            if (grant instanceof Grant.Proxy proxy) {
                acting.add(new Reaching(proxy.reach(), basis));
            } else if (grant instanceof Grant.Requested request && care) {
                asked.add(new Reaching(request.reach(), basis));
            } else if (grant instanceof Grant.Claim) {
                related = related.or(() -> Optional.of(basis));
            } else if (grant instanceof Grant.Emergency emergency && liftable()) {
                lifting.add(new Emergency(basis, lasting(emergency.purpose(), now)));
            }
        }
        this.relationship = related;
        this.proxies = acting.toArray(Reaching[]::new);
        this.requested = asked.toArray(Reaching[]::new);
        this.emergencies = lifting.toArray(Emergency[]::new);
    }

    private Voice[] lasting(Purpose emergency, Instant now) {
        List<Voice> lasting = new ArrayList<>();
        for (Rule rule : snapshot.rules()) {
            rule.voice(caller, emergency, now)
                    .filter(voice -> !voice.emergencyOverridable())
                    .ifPresent(lasting::add);
        }
        return lasting.toArray(Voice[]::new);
    }

    /** Whether this is the answer to the same question. */
    boolean answers(Snapshot asked, Caller by, Purpose why, List<Grant> held, Instant now) {
        return !now.isBefore(since)
                && now.isBefore(until)
                && caller.equals(by)
                && purpose.equals(why)
                && grants.equals(held)
                && snapshot.equals(asked);
    }

    String patient() {
        return snapshot.patient();
    }

    Caller caller() {
        return caller;
    }

    Purpose purpose() {
        return purpose;
    }

    /** Whether the caller asks in order to care for the patient. */
    boolean care() {
        return care;
    }

    /** The nearest start or end of anything in the snapshot or among the caller's grants. */
    Instant until() {
        return until;
    }

    /** The care relationship the caller has or has claimed, whatever they ask for. */
    Optional<Basis> relationship() {
        return relationship;
    }

    /** Whether the caller cares for the patient, and asks for that reason. */
    boolean related() {
        return care && relationship.isPresent();
    }

    /** Whether an emergency could lift a denial: it is about care and never opens a record for another purpose. */
    boolean liftable() {
        return care && caller.kind() == CallerKind.PRACTITIONER;
    }

    /** The live proxy grants of the caller; not to be written to. */
    Reaching[] proxies() {
        return proxies;
    }

    /** What the patient let the caller have for care, who asked for it; not to be written to. */
    Reaching[] requested() {
        return requested;
    }

    /** The live emergency grants of the caller; none where they couldn't lift anything. Not to be written to. */
    Emergency[] emergencies() {
        return emergencies;
    }

    /** Every Consent that has a say; not to be written to. */
    Voice[] voices() {
        return voices;
    }

    /** Every Consent that may have a say on the item; not to be written to. */
    Voice[] voices(ItemFacts item) {
        return snapshot.names(item) ? voices : onAnyItem;
    }

    /** No reason yet. */
    Reasons none() {
        return none;
    }

    /** Grants come in any order and a reason must not depend on it. */
    private static List<Grant> live(Snapshot snapshot, Caller caller, List<Grant> grants, Instant now) {
        List<Grant> live = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant.covers(caller, snapshot.patient()) && grant.period().contains(now)) {
                live.add(grant);
            }
        }
        live.sort(Comparator.comparing(Grant::id));
        return live;
    }

    private static Instant changesAfter(Snapshot snapshot, Caller caller, List<Grant> grants, Instant now) {
        Instant next = snapshot.changesAfter(now);
        for (Grant grant : grants) {
            if (grant.covers(caller, snapshot.patient())) {
                Instant change = grant.period().changesAfter(now);
                next = change.isBefore(next) ? change : next;
            }
        }
        return next;
    }
}
