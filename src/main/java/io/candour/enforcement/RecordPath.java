package io.candour.enforcement;

import io.candour.choice.SnapshotStore;
import io.candour.consent.ConsentEngine;
import io.candour.consent.ItemFacts;
import io.candour.identity.VerifiedToken;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads and searches answered from the record index, item by item as decided; HAPI's entities are not touched.
 *
 * <p>Makes answers and sends none: the log is asked first. Safe for use by many threads.
 */
final class RecordPath {
    private final ConsentEngine engine;
    private final SnapshotStore snapshots;
    private final RecordIndex index;
    private final SearchPath searches;

    RecordPath(ConsentEngine engine, SnapshotStore snapshots, RecordIndex index, SearchPath searches) {
        this.engine = engine;
        this.snapshots = snapshots;
        this.index = index;
        this.searches = searches;
    }

    /** Answers a read or a search that passed the gate, on what is committed now. */
    Answer answer(FhirRequest request, VerifiedToken token) {
        Verdicts verdicts = new Verdicts(engine, snapshots, token);
        return request.interaction() == Interaction.READ
                ? read(request, token, verdicts)
                : searches.answer(request, token, verdicts);
    }

    /** The item, if it is there and this caller may have it. */
    Optional<RecordItem> find(String type, String id, Verdicts verdicts) {
        // Snapshots before the item that is judged: what narrows in between is then seen in one or the other.
        Optional<RecordItem> item = index.read(type, id);
        verdicts.about(patients(item));
        Optional<RecordItem> judged = index.read(type, id);
        if (!patients(judged).equals(patients(item))) {
            throw Refusal.unavailable("This record is being changed right now; try again");
        }
        return judged.filter(found -> verdicts.permits(found.facts()));
    }

    private static List<String> patients(Optional<RecordItem> item) {
        return item.map(each -> each.facts().patients()).orElse(List.of());
    }

    /** Those of these items, by reference, that are there and this caller may have. */
    Set<String> seen(Collection<String> references, VerifiedToken token) {
        Verdicts verdicts = verdicts(token);
        Map<String, ItemFacts> facts = index.facts(references);
        verdicts.about(facts.values().stream()
                .flatMap(each -> each.patients().stream())
                .toList());
        return facts.entrySet().stream()
                .filter(each -> verdicts.permits(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Verdicts verdicts(VerifiedToken token) {
        return new Verdicts(engine, snapshots, token);
    }

    private Answer read(FhirRequest request, VerifiedToken token, Verdicts verdicts) {
        // A person's own log shows each of their reads alike, whether or not there was something to find.
        verdicts.about(token.caller().patient().stream().toList());
        Optional<RecordItem> item =
                find(request.type().orElseThrow(), request.id().orElseThrow(), verdicts);
        item.ifPresent(verdicts::show);
        return item.map(found -> new Answer(
                        200, found.content(), Map.of("ETag", "W/\"" + found.version() + "\""), verdicts.evidence()))
                .orElseGet(() -> Answer.notThere(verdicts.evidence()));
    }
}
