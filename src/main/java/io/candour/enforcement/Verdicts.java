package io.candour.enforcement;

import io.candour.audit.Basis;
import io.candour.audit.DecidedOn;
import io.candour.audit.Item;
import io.candour.audit.Outcome;
import io.candour.choice.Holder;
import io.candour.choice.SnapshotSource;
import io.candour.choice.Snapshots;
import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.Condition;
import io.candour.consent.Confidentiality;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Decision;
import io.candour.consent.ItemFacts;
import io.candour.consent.Residual;
import io.candour.consent.Snapshot;
import io.candour.identity.VerifiedToken;
import io.candour.record.NamedItems;
import io.candour.record.RecordIndex;
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
import java.util.stream.Collectors;

/**
 * The decisions of one answer, taken on one reading of the snapshots, with the evidence for the access log.
 *
 * <p>Used by one thread, for one answer; where the log finds that a version moved, a new one decides again.
 */
final class Verdicts {
    private static final String STAND_IN =
            StoredJson.write(any("Observation", "any", Category.TEST_RESULTS, Instant.EPOCH));

    private final ConsentEngine engine;
    private final SnapshotSource source;
    private final NamedItems named;
    private final VerifiedToken token;
    private final Holder holder;
    private final HeldGrants grants = new HeldGrants();
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private final TreeSet<String> patients = new TreeSet<>();
    private final Set<Basis> basis = new LinkedHashSet<>();
    private final List<Item> shown = new ArrayList<>();
    private Optional<Snapshots> moment = Optional.empty();
    private Map<String, Snapshot> instead = Map.of();
    private Instant validUntil = Instant.MAX;
    private final Set<String> refused = new TreeSet<>();

    Verdicts(ConsentEngine engine, SnapshotSource source, RecordIndex index, VerifiedToken token) {
        this.engine = engine;
        this.source = source;
        this.named = new NamedItems(index);
        this.token = token;
        this.holder = token.holder();
    }

    /** Reads the snapshots of these patients, whom the request is about. */
    void about(Collection<String> more) {
        patients.addAll(more);
        Set<String> missing = new TreeSet<>(more);
        missing.removeAll(snapshots.keySet());
        if (!missing.isEmpty() || moment.isEmpty()) {
            Snapshots read = source.load(missing, holder);
            snapshots.putAll(read.byPatient());
            grants.add(read.grants());
            moment = moment.or(() -> Optional.of(read));
        }
    }

    /**
     * Reads the snapshots of the caller and of an item's patients. Of an item that is not there somebody else's is read,
     * and {@link #decideOnNothing} then costs what a refusal would: the time an answer takes is not to tell (I5).
     */
    void aboutItem(String id, Collection<String> of) {
        Set<String> named = new TreeSet<>(of);
        token.caller().patient().ifPresent(named::add);
        if (of.isEmpty()) {
            patients.addAll(named);
            Snapshots read = source.loadWithAnother(named, id, holder);
            grants.add(read.grants());
            instead = read.byPatient().entrySet().stream()
                    .filter(each -> !named.contains(each.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            named.forEach(patient -> Optional.ofNullable(read.byPatient().get(patient))
                    .ifPresent(snapshot -> snapshots.put(patient, snapshot)));
            moment = moment.or(() -> Optional.of(read));
        } else {
            about(named);
        }
    }

    /**
     * Reads and decides an item of nobody asked about, and says nothing of it.
     *
     * @param times how often the facts of one that is refused would be read
     */
    void decideOnNothing(int times) {
        ItemFacts facts = StoredJson.read(STAND_IN, ItemFacts.class);
        for (int i = 1; i < times; i++) {
            facts = StoredJson.read(STAND_IN, ItemFacts.class);
        }
        ItemFacts read = facts;
        ItemFacts again = read.of(List.copyOf(instead.keySet()));
        engine.decide(token.caller(), token.purpose(), again, instead, grants.all(), now())
                .restsOn()
                .forEach(each -> Bases.of(each, read, instead));
    }

    /** Whether the snapshots of all these patients were read. */
    boolean areAbout(Collection<String> these) {
        return moment.isPresent() && patients.containsAll(these);
    }

    /** Reads all that decisions about these items need, at once. */
    void aboutAll(Collection<ItemFacts> items) {
        about(items.stream().flatMap(item -> item.patients().stream()).toList());
        Set<String> others = named.read(items);
        while (!patients.containsAll(others)) {
            // Snapshots before the items that are judged: what narrows in between is then seen in one or the other.
            about(others);
            named.forget();
            others = named.read(items);
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
    ItemFacts choicesOf(String patient) {
        return any("Consent", patient, Category.CHOICES, now());
    }

    /** Stands for any item of the patient of this kind that is not labelled. */
    static ItemFacts any(String type, String patient, Category category, Instant recorded) {
        return new ItemFacts(
                type,
                "any",
                List.of(patient),
                Set.of(),
                Set.of(),
                category,
                Confidentiality.N,
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                recorded,
                false,
                true);
    }

    /** As {@link #permits}; no evidence is kept, since nothing is shown, and patients not asked about deny. */
    boolean wouldPermit(ItemFacts facts) {
        return named.with(facts).stream().allMatch(each -> decide(each).permitted());
    }

    /**
     * What makes an item of this patient alone, whom {@link #about} was told of, open to the caller. Each item is still
     * decided before it is shown.
     */
    Condition open(String patient) {
        Optional<Residual> residual = snapshot(patient)
                .map(snapshot -> engine.residual(token.caller(), token.purpose(), snapshot, grants.all(), now()));
        residual.ifPresent(left -> {
            holdsUntil(left.validUntil());
            if (left instanceof Residual.None none) {
                none.restsOn().forEach(each -> restsOn(Bases.of(each, choicesOf(patient), snapshots)));
                refused.add(patient);
            }
        });
        return residual.map(Residual::condition).orElse(Condition.Flag.NEVER);
    }

    /** Whether the caller is told that something of this patient, whom {@link #about} was told of, may be withheld. */
    boolean tellsSomethingIsHidden(String patient) {
        return snapshot(patient)
                .filter(snapshot ->
                        engine.tellsSomethingIsHidden(token.caller(), token.purpose(), snapshot, grants.all(), now()))
                .isPresent();
    }

    private Decision decide(ItemFacts facts) {
        return engine.decide(
                token.caller(),
                token.purpose(),
                facts,
                snapshots,
                grants.all(),
                moment.orElseThrow().now());
    }

    /** The item and all that it tells of: a caller needs it all. */
    private List<ItemFacts> needed(ItemFacts item) {
        boolean ready = item.names().isEmpty() && areAbout(item.patients());
        if (!ready) {
            aboutAll(List.of(item));
        }
        return named.with(item);
    }

    /** Whether the caller may have this item. */
    boolean permits(ItemFacts facts) {
        List<ItemFacts> items = needed(facts);
        List<Decision> decisions = items.stream().map(this::decide).toList();
        boolean permitted = decisions.stream().allMatch(Decision::permitted);
        if (!permitted && token.caller().patient().isPresent() && items.stream().anyMatch(ItemFacts::noPatient)) {
            // Their own log must not tell a person that there is something they are not to be told of.
            return false;
        }
        for (int i = 0; i < decisions.size(); i++) {
            ItemFacts item = items.get(i);
            decisions.get(i).restsOn().forEach(each -> restsOn(Bases.of(each, item, snapshots)));
            grants.used(decisions.get(i));
            holdsUntil(decisions.get(i).validUntil());
        }
        if (!permitted) {
            refused.addAll(facts.patients());
        }
        return permitted;
    }

    /** Adds what the answer rests on beside decisions about items. */
    void restsOn(Basis more) {
        basis.add(more);
    }

    /** Tells when the answer may change by itself. */
    void holdsUntil(Instant until) {
        validUntil = until.isBefore(validUntil) ? until : validUntil;
    }

    /** The item as this caller gets it, counted as disclosed. */
    RecordItem disclose(RecordItem item) {
        ItemFacts facts = item.facts();
        show(facts, item.version());
        boolean cut = !facts.names().isEmpty()
                && Narratives.in(item.content())
                && facts.patients().stream().anyMatch(this::mayWithhold);
        return cut ? new RecordItem(item.version(), facts, Narratives.cut(item.content())) : item;
    }

    private boolean mayWithhold(String patient) {
        return snapshot(patient)
                .filter(snapshot -> engine.mayWithhold(token.caller(), token.purpose(), snapshot, grants.all(), now()))
                .isPresent();
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

    /** Of who is who, at these decisions. */
    long epoch() {
        return moment.orElseThrow().epoch();
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
                        Math.min(token.epoch(), epoch()),
                        Optional.of(validUntil).filter(until -> until.isBefore(Instant.MAX)),
                        Optional.empty())),
                List.copyOf(basis),
                nothingShownOfSomebody() ? Outcome.REFUSED : Outcome.PERMITTED,
                grants.emergency());
    }
}
