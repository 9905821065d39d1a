package io.candour.enforcement;

import io.candour.enforcement.Candidates.Filled;
import io.candour.identity.VerifiedToken;
import io.candour.record.Cursor;
import io.candour.record.Order;
import io.candour.record.RecordItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Searchsets, page by page. Pages are filled with what was permitted, so none has holes, none says how much was passed
 * over, and the link to a next page is there exactly when there is something to see behind it. Safe for use by many
 * threads.
 */
final class Pages {
    /** Before all items in the order of their types, the only one in which others come first. */
    private static final Order.Position BEGINNING = new Order.Position("", "");

    private static final Duration CURSOR_LIFE = Duration.ofHours(1);

    private final Cursor cursors;
    private final String baseUrl;

    Pages(Cursor cursors, String baseUrl) {
        this.cursors = cursors;
        this.baseUrl = baseUrl;
    }

    /**
     * A page that is asked for.
     *
     * @param query the search behind the FHIR base as this server understood it, the same on every page
     * @param cursor where it begins; empty at the start
     * @param total whether all are to be counted
     * @param hidden whether the reader is told that something may be withheld
     */
    record Wanted(String query, Optional<String> cursor, int count, boolean total, boolean hidden) {}

    /**
     * How items become entries.
     *
     * @param included what comes with those on a page
     * @param cut what is left of an item's content
     */
    record Shown(Function<List<RecordItem>, List<RecordItem>> included, UnaryOperator<RecordItem> cut) {
        static final Shown PLAIN = new Shown(any -> List.of(), UnaryOperator.identity());
    }

    /** The page; always with an entry in {@code first}, on the first page, before the others. */
    Answer answer(
            Wanted wanted,
            Candidates candidates,
            List<RecordItem> first,
            Shown shown,
            VerifiedToken token,
            Verdicts verdicts) {
        String binding = token.caller().kind() + "\n" + token.caller().id() + "\n" + wanted.query();
        Optional<Order.Position> start = wanted.cursor().map(cursor -> cursors.read(cursor, binding, verdicts.now())
                .orElseThrow(() -> Refusal.invalid("_cursor", "The page link is not valid, or no longer")));
        List<RecordItem> before = start.isEmpty() ? first : List.of();
        Filled page = candidates.fill(verdicts, start, Math.max(0, wanted.count() - before.size()));
        Optional<Integer> total =
                wanted.total() ? Optional.of(first.size() + candidates.count(verdicts)) : Optional.empty();
        // Where those before the others leave no room, the first of the others is on the next page.
        boolean none = !before.isEmpty() && wanted.count() == before.size();
        Optional<Order.Position> end = none
                ? candidates.fill(verdicts, start, 1).items().stream()
                        .map(any -> BEGINNING)
                        .findFirst()
                : Optional.of(page).filter(Filled::more).map(full -> candidates
                        .order()
                        .positionOf(full.items().get(full.items().size() - 1)));
        Optional<String> next =
                end.map(place -> cursors.write(place, binding, verdicts.now().plus(CURSOR_LIFE)));
        List<RecordItem> matches = new ArrayList<>(wanted.count() > 0 ? before : List.of());
        matches.addAll(page.items());
        List<Searchset.Entry> entries = new ArrayList<>();
        matches.forEach(item -> entries.add(Searchset.Entry.match(shown.cut().apply(verdicts.disclose(item)))));
        shown.included()
                .apply(matches)
                .forEach(item -> entries.add(Searchset.Entry.include(shown.cut().apply(verdicts.disclose(item)))));
        Searchset.Links links = new Searchset.Links(baseUrl + "/" + wanted.query(), wanted.cursor(), next);
        return new Answer(
                200, Searchset.write(baseUrl, entries, total, links, wanted.hidden()), Map.of(), verdicts.evidence());
    }
}
