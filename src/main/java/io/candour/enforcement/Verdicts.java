package io.candour.enforcement;

import io.candour.audit.Basis;
import io.candour.audit.DecidedOn;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import io.candour.choice.SnapshotStore;
import io.candour.choice.Snapshots;
import io.candour.consent.Category;
import io.candour.consent.Confidentiality;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Decision;
import io.candour.consent.ItemFacts;
import io.candour.consent.Snapshot;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The decisions of one answer, taken on one reading of the snapshots, with the evidence for the access log.
 *
 * <p>Used by one thread, for one answer; where the log finds that a version moved, a new one decides again.
 */
final class Verdicts {
    private final ConsentEngine engine;
    private final SnapshotStore store;
    private final VerifiedToken token;
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private final TreeSet<String> patients = new TreeSet<>();
    private final Set<Basis> basis = new LinkedHashSet<>();
    private final List<Item> shown = new ArrayList<>();
    private Optional<Snapshots> moment = Optional.empty();
    private Instant validUntil = Instant.MAX;
    private final Set<String> refused = new TreeSet<>();

    Verdicts(ConsentEngine engine, SnapshotStore store, VerifiedToken token) {
        this.engine = engine;
        this.store = store;
        this.token = token;
    }

    /** Reads the snapshots of these patients, whom the request is about. */
    void about(Collection<String> more) {
        patients.addAll(more);
        Set<String> missing = new TreeSet<>(more);
        missing.removeAll(snapshots.keySet());
        if (!missing.isEmpty() || moment.isEmpty()) {
            Snapshots read = store.load(missing);
            snapshots.putAll(read.byPatient());
            moment = moment.or(() -> Optional.of(read));
        }
    }

    /** The snapshot of a patient {@link #about} was told of; empty for one this server does not know. */
    Optional<Snapshot> snapshot(String patient) {
        return Optional.ofNullable(snapshots.get(patient));
    }

    /** Whether the caller may see the choices of this patient, whom {@link #about} was told of, whoever wrote them. */
    boolean permitsChoicesOf(String patient) {
        return permits(choicesOf(patient));
    }

    /** {@link #permitsChoicesOf}, where the answer rests on something else if it is no. */
    boolean wouldPermitChoicesOf(String patient) {
        return wouldPermit(choicesOf(patient));
    }

    /** Stands for any Consent of the patient that nobody is known to have written. */
    private ItemFacts choicesOf(String patient) {
        return new ItemFacts(
                "Consent",
                "any",
                List.of(patient),
                Set.of(),
                Set.of(),
                Category.CHOICES,
                Confidentiality.N,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                now(),
                false,
                true);
    }

    /** Whether the caller may have this item; no evidence is kept, since nothing of it is shown. */
    boolean wouldPermit(ItemFacts facts) {
        return decide(facts).permitted();
    }

    /** Whether the caller is told that something of this patient, whom {@link #about} was told of, may be withheld. */
    boolean tellsSomethingIsHidden(String patient) {
        return snapshot(patient)
                .filter(snapshot ->
                        engine.tellsSomethingIsHidden(token.caller(), token.purpose(), snapshot, List.of(), now()))
                .isPresent();
    }

    private Decision decide(ItemFacts facts) {
        return engine.decide(
                token.caller(),
                token.purpose(),
                facts,
                snapshots,
                List.of(),
                moment.orElseThrow().now());
    }

    /** Whether the caller may have this item, whose patients {@link #about} was told of. */
    boolean permits(ItemFacts facts) {
        Decision decision = decide(facts);
        if (!decision.permitted()
                && facts.noPatient()
                && token.caller().patient().isPresent()) {
            // Their own log must not tell a person that there is something they are not to be told of.
            return false;
        }
        decision.restsOn().forEach(each -> restsOn(Bases.of(each, facts, snapshots)));
        holdsUntil(decision.validUntil());
        if (!decision.permitted()) {
            refused.addAll(facts.patients());
        }
        return decision.permitted();
    }

    /** Adds what the answer rests on beside decisions about items. */
    void restsOn(Basis more) {
        basis.add(more);
    }

    /** Tells when the answer may change by itself. */
    void holdsUntil(Instant until) {
        validUntil = until.isBefore(validUntil) ? until : validUntil;
    }

    /** Counts an item as disclosed. */
    void show(RecordItem item) {
        show(item.facts(), item.version());
    }

    /** Counts an item as disclosed that is told of in other words than its own. */
    void show(ItemFacts facts, long version) {
        shown.add(new Item(facts.type(), facts.id(), version, new TreeSet<>(facts.patients())));
    }

    private boolean nothingShownOfSomebody() {
        Set<String> without = new TreeSet<>(refused);
        shown.forEach(item -> without.removeAll(item.patients()));
        return !without.isEmpty();
    }

    /** The database's time of these decisions. */
    Instant now() {
        return moment.orElseThrow().now();
    }

    /** What the log is told: refused where somebody's items were denied and none of theirs was shown. */
    Answer.Evidence evidence() {
        TreeMap<String, Long> versions = new TreeMap<>();
        for (String patient : patients) {
            Snapshot snapshot = snapshots.get(patient);
            versions.put(patient, snapshot == null ? Snapshots.ABSENT : snapshot.version());
        }
        return new Answer.Evidence(
                patients,
                shown,
                Optional.of(new DecidedOn(
                        versions,
                        Math.min(token.epoch(), moment.orElseThrow().epoch()),
                        Optional.of(validUntil).filter(until -> until.isBefore(Instant.MAX)),
                        Optional.empty())),
                List.copyOf(basis),
                nothingShownOfSomebody() ? Outcome.REFUSED : Outcome.PERMITTED);
    }
}
