package io.candour.release;

import io.candour.choice.SnapshotStore;
import io.candour.choice.Snapshots;
import io.candour.consent.Caller;
import io.candour.consent.CallerKind;
import io.candour.consent.Condition;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Decision;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import io.candour.consent.Purpose;
import io.candour.consent.Residual;
import io.candour.consent.Snapshot;
import io.candour.identity.Directory;
import io.candour.record.NamedItems;
import io.candour.record.RecordIndex;
import io.candour.record.Sweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Who says yes to a programme: decided by the same engine as every read, with the programme as the caller. Used inside a
 * transaction. Safe for use by many threads.
 */
final class Willingness {
    /** Choices that come to the same share a rule; the rare ones beyond so many are decided item by item. */
    private static final int MOST_RULES = 64;

    private final ConsentEngine engine;
    private final SnapshotStore snapshots;
    private final RecordIndex index;
    private final Directory directory;

    Willingness(ConsentEngine engine, SnapshotStore snapshots, RecordIndex index, Directory directory) {
        this.engine = engine;
        this.snapshots = snapshots;
        this.index = index;
        this.directory = directory;
    }

    /** Everybody who lets this programme have anything, now. */
    Willing of(Programme programme) {
        return willing(programme, snapshots.load(List.of()).now(), snapshots::each);
    }

    /** Those of these people who let this programme have anything, now. */
    Willing of(Programme programme, Collection<String> patients) {
        Snapshots now = snapshots.load(patients);
        return willing(programme, now.now(), each -> now.byPatient().values().forEach(each));
    }

    private Willing willing(Programme programme, Instant now, Consumer<Consumer<Snapshot>> choices) {
        Asking asking = asking(programme);
        Map<String, Long> versions = new TreeMap<>();
        Map<String, Integer> rules = new TreeMap<>();
        Map<Condition, Integer> numbered = new LinkedHashMap<>();
        Instant[] until = {Instant.MAX};
        choices.accept(snapshot -> {
            Residual residual = engine.residual(asking.as(), asking.purpose(), snapshot, List.of(), now);
            if (residual instanceof Residual.None) {
                return;
            }
            versions.put(snapshot.patient(), snapshot.version());
            rules.put(snapshot.patient(), rule(residual.condition(), numbered));
            until[0] = residual.validUntil().isBefore(until[0]) ? residual.validUntil() : until[0];
        });
        return new Willing(
                asking.as(),
                asking.purpose(),
                versions,
                rules,
                new ArrayList<>(numbered.keySet()),
                now,
                asking.ground(),
                Optional.of(until[0]).filter(end -> end.isBefore(Instant.MAX)));
    }

    /**
     * Whom the decision takes a programme for, now.
     *
     * @param ground as {@link Ground#of} has it
     */
    record Asking(Caller as, Purpose purpose, String ground) {}

    Asking asking(Programme programme) {
        Caller as = caller(programme);
        Purpose purpose = new Purpose(programme.purpose());
        return new Asking(as, purpose, Ground.of(as, purpose, engine.policy()));
    }

    /** Whether these choices let a programme have anything, at that time. */
    boolean says(Asking asking, Snapshot choices, Instant at) {
        return !(engine.residual(asking.as(), asking.purpose(), choices, List.of(), at) instanceof Residual.None);
    }

    /** Those of these people whose choices, as they are now, came to the same at that time. */
    Set<String> alike(Willing willing, Collection<String> patients, Instant then) {
        Set<String> alike = new TreeSet<>();
        snapshots.load(patients).byPatient().values().forEach(choices -> {
            if (open(willing, choices, then).equals(open(willing, choices, willing.now()))) {
                alike.add(choices.patient());
            }
        });
        return alike;
    }

    private Condition open(Willing willing, Snapshot choices, Instant at) {
        return engine.residual(willing.as(), willing.purpose(), choices, List.of(), at)
                .condition();
    }

    private static int rule(Condition condition, Map<Condition, Integer> numbered) {
        Integer known = numbered.get(condition);
        if (known != null) {
            return known;
        }
        if (numbered.size() == MOST_RULES) {
            return Sweep.Open.EACH;
        }
        numbered.put(condition, numbered.size());
        return numbered.size() - 1;
    }

    /** Whom choices are about that say who may have something: the recipient by all its names, of its type. */
    private Caller caller(Programme programme) {
        Set<String> roles = new TreeSet<>(Set.of(programme.recipient().type().role()));
        if (programme.commercial()) {
            roles.add(Policy.COMMERCIAL);
        }
        String ods = programme.recipient().ods();
        return new Caller(
                CallerKind.SYSTEM,
                "ResearchStudy/" + programme.id(),
                programme.title(),
                Optional.of(ods),
                roles,
                "release",
                Set.of(),
                directory.memberships(Directory.ODS_CODE + "|" + ods),
                Optional.empty());
    }

    /**
     * Those of these items that are open with all that they tell of, and are one patient's alone with all that: a ledger
     * knows who is in a release, and not on whose yes it rests beside theirs.
     *
     * @return their references
     */
    Set<String> open(Willing willing, Collection<ItemFacts> items) {
        NamedItems named = new NamedItems(index);
        Set<String> patients = named.read(items);
        items.forEach(item -> patients.addAll(item.patients()));
        Snapshots now = snapshots.load(patients);
        Set<String> open = new TreeSet<>();
        for (ItemFacts item : items) {
            List<ItemFacts> all = named.with(item);
            Set<String> whose = new TreeSet<>();
            all.forEach(each -> whose.addAll(each.patients()));
            if (whose.size() > 1) {
                continue;
            }
            Decision decision = Decision.all(all.stream()
                    .map(each -> engine.decide(
                            willing.as(), willing.purpose(), each, now.byPatient(), List.of(), willing.now()))
                    .toList());
            // Of somebody whose choices have moved since, nothing more is looked at.
            boolean same = item.patients().stream()
                    .allMatch(each -> Optional.ofNullable(willing.versions().get(each))
                            .filter(version -> version == now.version(each))
                            .isPresent());
            if (same && decision.permitted()) {
                open.add(item.reference());
            }
        }
        return open;
    }
}
