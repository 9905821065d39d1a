package io.candour.enforcement;

import io.candour.enforcement.StoredResources.Numbered;
import io.candour.record.ItemGraph;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way through all items, some at a time: first those that HAPI holds, one record after the other as they came in,
 * so that few patients are touched at once; then those that only the index has.
 *
 * <p>Joins the transaction at hand. Safe for use by many threads.
 */
record Walk(StoredResources stored, ItemGraph graph) {
    /**
     * How far somebody has come.
     *
     * @param number HAPI's of the last item of the first part; what it holds has been passed where type is not empty
     */
    record Place(long number, String type, String id) {
        static final Place START = new Place(0, "", "");
    }

    /**
     * @param passed how many items were passed
     * @param references those among them to look at
     */
    record Stretch(int passed, Set<String> references, Place end) {}

    /** The next stretch; empty at the end. */
    Optional<Stretch> next(Place place, int most) {
        if (place.type().isEmpty()) {
            List<Numbered> next = stored.after(place.number(), most);
            if (!next.isEmpty()) {
                Set<String> references = new TreeSet<>();
                next.forEach(each -> references.add(each.reference()));
                Place end = new Place(next.get(next.size() - 1).number(), "", "");
                return Optional.of(new Stretch(next.size(), references, end));
            }
        }
        List<String> next = graph.after(place.type(), place.id(), most);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Set<String> alone = new TreeSet<>(next);
        alone.removeAll(stored.held(next));
        String last = next.get(next.size() - 1);
        int slash = last.indexOf('/');
        Place end = new Place(place.number(), last.substring(0, slash), last.substring(slash + 1));
        return Optional.of(new Stretch(next.size(), alone, end));
    }

    /** How many items there are to pass. */
    long length() {
        return passed(new Place(Long.MAX_VALUE, "", "")) + graph.count();
    }

    /** How many items have been passed at this place. */
    long passed(Place place) {
        return stored.countUpTo(place.number()) + graph.countUpTo(place.type(), place.id());
    }
}
