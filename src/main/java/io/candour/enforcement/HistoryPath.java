package io.candour.enforcement;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import io.candour.identity.VerifiedToken;
import io.candour.record.Cursor;
import io.candour.record.Order;
import io.candour.record.RecordItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Earlier versions of an item (R4 3.1.0.4 'vread', 3.1.0.9 'history' of an instance). Who may not have the item as it is
 * now may have none of its versions; of the others each is decided on what it said itself, under the label lists of
 * now. Versions that are withheld, and those that deleted it, are left out. Safe for use by many threads.
 */
final class HistoryPath {
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 50;
    private static final Duration CURSOR_LIFE = Duration.ofHours(1);

    private final RecordPath records;
    private final DaoRegistry daos;
    private final IndexWork index;
    private final Cursor cursors;
    private final String baseUrl;

    HistoryPath(RecordPath records, DaoRegistry daos, IndexWork index, Cursor cursors, String baseUrl) {
        this.records = records;
        this.daos = daos;
        this.index = index;
        this.cursors = cursors;
        this.baseUrl = baseUrl;
    }

    /** Answers a request for one version or for all of them, that passed the gate. */
    Answer answer(FhirRequest request, VerifiedToken token) {
        Verdicts verdicts = records.verdicts(token);
        Optional<RecordItem> now =
                records.find(request.type().orElseThrow(), request.id().orElseThrow(), verdicts);
        if (now.isEmpty()) {
            return Answer.notThere(verdicts.evidence());
        }
        return request.interaction() == Interaction.VREAD
                ? version(request.version().orElseThrow(), now.get(), verdicts)
                : history(request, now.get(), token, verdicts);
    }

    private Answer version(String version, RecordItem now, Verdicts verdicts) {
        Optional<RecordItem> found =
                version.matches("[1-9]\\d{0,17}") ? at(Long.parseLong(version), now, verdicts) : Optional.empty();
        return found.map(verdicts::disclose)
                .map(item -> new Answer(200, item.content(), Map.of("ETag", etag(item)), verdicts.evidence()))
                .orElseGet(() -> Answer.notThere(verdicts.evidence()));
    }

    private static String etag(RecordItem item) {
        return "W/\"" + item.version() + "\"";
    }

    /** A version that the caller may have. */
    private Optional<RecordItem> at(long version, RecordItem now, Verdicts verdicts) {
        if (version == now.version()) {
            return Optional.of(now);
        }
        if (version > now.version()) {
            return Optional.empty();
        }
        Optional<RecordItem> then = stored(now, version);
        return then.filter(item -> verdicts.permits(item.facts()));
    }

    private Optional<RecordItem> stored(RecordItem now, long version) {
        IdType id = new IdType(now.facts().type(), now.id(), Long.toString(version));
        try {
            Resource then = (Resource) daos.getResourceDao(now.facts().type()).read(id, new SystemRequestDetails());
            return Optional.of(index.asIndexed(then));
        } catch (ResourceGoneException | ResourceNotFoundException deletedThenOrExpunged) {
            return Optional.empty();
        }
    }

    private Answer history(FhirRequest request, RecordItem now, VerifiedToken token, Verdicts verdicts) {
        int count = request.values("_count").stream()
                .findFirst()
                .map(HistoryPath::count)
                .orElse(DEFAULT_COUNT);
        String binding = "_history\n" + token.caller().kind() + "\n"
                + token.caller().id() + "\n" + now.facts().reference();
        long version = request.values("_cursor").stream()
                .findFirst()
                .map(cursor -> cursors.read(cursor, binding, verdicts.now())
                        .map(place -> Long.parseLong(place.id()))
                        .orElseThrow(() -> Refusal.invalid("_cursor", "The page link is not valid, or no longer")))
                .orElse(now.version());
        List<RecordItem> page = new ArrayList<>();
        for (; version > 0 && page.size() <= count; version--) {
            at(version, now, verdicts).ifPresent(page::add);
        }
        Optional<String> next = Optional.empty();
        if (page.size() > count) {
            Order.Position place =
                    new Order.Position("-", Long.toString(page.remove(count).version()));
            next = Optional.of(cursors.write(place, binding, verdicts.now().plus(CURSOR_LIFE)));
        }
        Map<String, List<String>> asked = new TreeMap<>(request.parameters());
        asked.keySet().retainAll(List.of("_count"));
        String url = baseUrl + "/" + Searchset.query(now.facts().reference() + "/_history", asked);
        Searchset.Links links =
                new Searchset.Links(url, request.values("_cursor").stream().findFirst(), next);
        return new Answer(
                200,
                Searchset.history(baseUrl, page.stream().map(verdicts::disclose).toList(), links),
                Map.of(),
                verdicts.evidence());
    }

    private static int count(String value) {
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw Refusal.invalid("_count", "A count is a whole number from 1");
        }
        return Math.min(MAX_COUNT, Integer.parseInt(value));
    }
}
