package io.candour.enforcement;

import io.candour.choice.RecentSnapshots;
import io.candour.choice.SnapshotStore;
import io.candour.consent.CallerKind;
import io.candour.consent.ConsentEngine;
import io.candour.consent.ItemFacts;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and searches answered from the record index, item by item as decided; HAPI's entities are not touched.
 *
 * <p>Makes answers and sends none: the log is asked first. Safe for use by many threads.
 */
final class RecordPath {
    private final ConsentEngine engine;
    private final SnapshotStore snapshots;
    private final RecentSnapshots recent;
    private final RecordIndex index;
    private final SearchPath searches;

    RecordPath(
            ConsentEngine engine,
            SnapshotStore snapshots,
            RecentSnapshots recent,
            RecordIndex index,
            SearchPath searches) {
        this.engine = engine;
        this.snapshots = snapshots;
        this.recent = recent;
        this.index = index;
        this.searches = searches;
    }

    /**
     * Answers a read or a search that passed the gate, on snapshots that may be a moment old: for answers that the access log
     * holds against those of now before they leave.
     */
    Answer answer(FhirRequest request, VerifiedToken token) {
        return request.interaction() == Interaction.READ
                ? recentlyOpen(request, token).orElseGet(() -> answerNow(request, token))
                : searches.answer(request, token, recentVerdicts(token));
    }

    /** The same on what is committed now. */
    Answer answerNow(FhirRequest request, VerifiedToken token) {
        Verdicts verdicts = verdicts(token);
        return request.interaction() == Interaction.READ
                ? read(find(request.type().orElseThrow(), request.id().orElseThrow(), verdicts), verdicts)
                : searches.answer(request, token, verdicts);
    }

    /**
     * An item that the caller may have, with one look at the database, where whose it is can be guessed: a Patient's own, and
     * else the caller's. Whatever is not shown is looked for once more without guessing, be it withheld or not there. A
     * Binary is decided by what it is attached to, which is never one look.
     */
    private Optional<Answer> recentlyOpen(FhirRequest request, VerifiedToken token) {
        String type = request.type().orElseThrow();
        String id = request.id().orElseThrow();
        Optional<String> guess =
                type.equals("Patient") ? Optional.of(id) : token.caller().patient();
        if (guess.isEmpty() || type.equals("Binary")) {
            return Optional.empty();
        }
        Verdicts verdicts = recentVerdicts(token);
        return open(type, id, guess.get(), token, verdicts).map(item -> read(Optional.of(item), verdicts));
    }

    /**
     * An item, if it is this patient's alone and the caller may have it; one look at the database beside the snapshot. Not
     * for who has a record of their own and asks about another's: their own log tells of that too.
     */
    private Optional<RecordItem> open(String type, String id, String patient, VerifiedToken token, Verdicts verdicts) {
        if (!token.caller().patient().map(patient::equals).orElse(true)) {
            return Optional.empty();
        }
        verdicts.about(List.of(patient));
        return index.read(type, id)
                .filter(item -> item.facts().patients().equals(List.of(patient)) && verdicts.permits(item.facts()));
    }

    /** The patient's own resource, as {@link #find}; with one look where the caller may have it. */
    Optional<RecordItem> person(String patient, VerifiedToken token, Verdicts verdicts) {
        return open("Patient", patient, patient, token, verdicts).or(() -> find("Patient", patient, verdicts));
    }

    /**
     * The item, if it is there and this caller may have it. The caller's own patient counts as asked about: a person's log
     * shows each of their reads alike, whether or not there was something to find.
     */
    Optional<RecordItem> find(String type, String id, Verdicts verdicts) {
        return type.equals("Binary") ? binary(id, verdicts) : item(type, id, verdicts);
    }

    private Optional<RecordItem> item(String type, String id, Verdicts verdicts) {
        // Snapshots before the item that is judged: what narrows in between is then seen in one or the other.
        SortedSet<String> patients = index.patients(type, id);
        verdicts.aboutItem(id, patients);
        Optional<RecordItem> judged = index.read(type, id);
        checkSame(patients, patients(judged.map(RecordItem::facts).stream()));
        if (judged.isEmpty()) {
            verdicts.decideOnNothing(1);
        }
        return judged.filter(found -> verdicts.permits(found.facts()));
    }

    /**
     * A document's bytes are whoever's the items are that they are attached to: who may have those may have it. Where
     * its securityContext names patients, they decide too.
     */
    private Optional<RecordItem> binary(String id, Verdicts verdicts) {
        SortedSet<String> patients = patients(grounds(id).stream());
        verdicts.aboutItem(id, patients);
        List<ItemFacts> grounds = grounds(id);
        checkSame(patients, patients(grounds.stream()));
        Optional<RecordItem> item = index.read("Binary", id);
        boolean permitted = !grounds.isEmpty();
        if (grounds.isEmpty()) {
            verdicts.decideOnNothing(2);
        }
        for (ItemFacts ground : grounds) {
            permitted &= verdicts.permits(ground);
        }
        return permitted ? item.map(found -> found.of(patients)) : Optional.empty();
    }

    private List<ItemFacts> grounds(String binary) {
        List<ItemFacts> grounds = new ArrayList<>(index.attachedTo("Binary/" + binary));
        index.read("Binary", binary)
                .map(RecordItem::facts)
                .filter(facts -> !facts.patients().isEmpty())
                .ifPresent(grounds::add);
        return grounds;
    }

    private static void checkSame(SortedSet<String> before, SortedSet<String> now) {
        if (!now.equals(before)) {
            throw Refusal.unavailable("This record is being changed right now; try again");
        }
    }

    private static SortedSet<String> patients(Stream<ItemFacts> items) {
        return items.flatMap(item -> item.patients().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of these items, by reference, that are there and this caller may have. */
    Set<String> seen(Collection<String> references, VerifiedToken token) {
        return permitted(references, verdicts(token));
    }

    /** The same where most are this patient's: the index finds those, and only what is left is decided one by one. */
    Set<String> seen(String patient, Collection<String> references, VerifiedToken token) {
        Verdicts verdicts = verdicts(token);
        verdicts.about(List.of(patient));
        Set<String> seen = index.open(patient, verdicts.open(patient), references);
        Set<String> left = new TreeSet<>(references);
        left.removeAll(seen);
        seen.addAll(permitted(left, verdicts));
        return seen;
    }

    private Set<String> permitted(Collection<String> references, Verdicts verdicts) {
        Map<String, ItemFacts> facts = index.facts(references);
        verdicts.aboutAll(facts.values());
        return facts.entrySet().stream()
                .filter(each -> verdicts.wouldPermit(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether they are staff with one of these roles, and may see this patient. */
    boolean areStaffOf(String patient, Set<String> roles, VerifiedToken token) {
        return token.caller().kind() == CallerKind.PRACTITIONER
                && !Collections.disjoint(token.caller().roles(), roles)
                && !seen(Set.of("Patient/" + patient), token).isEmpty();
    }

    Verdicts verdicts(VerifiedToken token) {
        return new Verdicts(engine, snapshots, index, token);
    }

    /** The same on snapshots that may be a moment old, for what {@link #answer} says. */
    Verdicts recentVerdicts(VerifiedToken token) {
        return new Verdicts(engine, recent, index, token);
    }

    private static Answer read(Optional<RecordItem> item, Verdicts verdicts) {
        return item.map(verdicts::disclose)
                .map(found -> new Answer(
                        200, found.content(), Map.of("ETag", "W/\"" + found.version() + "\""), verdicts.evidence()))
                .orElseGet(() -> Answer.notThere(verdicts.evidence()));
    }
}
