package io.candour.record;

import io.candour.consent.Basis;
import io.candour.consent.Caller;
import io.candour.consent.Category;
import io.candour.consent.ConsentEngine;
import io.candour.consent.Decision;
import io.candour.consent.ItemFacts;
import io.candour.consent.Purpose;
import io.candour.consent.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What somebody would see of a patient's record: numbers by category, and what refusals rest on. No item leaves here.
 *
 * <p>Safe for use by many threads.
 */
public final class SharingPreview {
    private static final int PAGE = 1000;

    private final ConsentEngine engine;
    private final RecordIndex index;

    public SharingPreview(ConsentEngine engine, RecordIndex index) {
        this.engine = engine;
        this.index = index;
    }

    /**
     * One category of the record.
     *
     * @param refused for how many items each reason counts, most first; one item may have several
     */
    public record Line(Category category, int permitted, int refused, Map<Basis, Integer> reasons) {
        public Line {
            reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
        }
    }

    /**
     * Everything there is to tell.
     *
     * @param lines categories with at least one item, in their own order
     * @param validUntil when the passing of time alone may change it; {@link Instant#MAX} for never
     */
    public record Preview(List<Line> lines, Instant validUntil) {
        public Preview {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Counts the whole record.
     *
     * @param snapshot what would be decided on
     * @param counted which items are counted: those the person who asks may see themselves; an item that is somebody
     *     else's too is closed here, as their choices are not known
     */
    public Preview of(Snapshot snapshot, Caller caller, Purpose purpose, Instant at, Predicate<ItemFacts> counted) {
        Map<String, Snapshot> snapshots = Map.of(snapshot.patient(), snapshot);
        Map<Category, Tally> tallies = new EnumMap<>(Category.class);
        Instant until = Instant.MAX;
        NamedItems named = new NamedItems(index);
        Optional<ItemFacts> last = Optional.empty();
        List<ItemFacts> page;
        do {
            page = index.facts(snapshot.patient(), last, PAGE);
            named.read(page);
            for (ItemFacts item : page) {
                if (counted.test(item)) {
                    Decision decision = Decision.all(named.with(item).stream()
                            .map(each -> engine.decide(caller, purpose, each, snapshots, List.of(), at))
                            .toList());
                    tallies.computeIfAbsent(item.category(), any -> new Tally()).add(decision);
                    until = decision.validUntil().isBefore(until) ? decision.validUntil() : until;
                }
                last = Optional.of(item);
            }
        } while (page.size() == PAGE);
        List<Line> lines = new ArrayList<>();
        tallies.forEach((category, tally) -> lines.add(tally.line(category)));
        return new Preview(lines, until);
    }

    private static final class Tally {
        private int permitted;
        private int refused;
        private final Map<Basis, Integer> reasons = new LinkedHashMap<>();

        void add(Decision decision) {
            if (decision.permitted()) {
                permitted++;
            } else {
                refused++;
                decision.restsOn().forEach(basis -> reasons.merge(basis, 1, Integer::sum));
            }
        }

        Line line(Category category) {
            Map<Basis, Integer> sorted = new LinkedHashMap<>();
            reasons.entrySet().stream()
                    .sorted(Map.Entry.<Basis, Integer>comparingByValue().reversed())
                    .forEach(each -> sorted.put(each.getKey(), each.getValue()));
            return new Line(category, permitted, refused, sorted);
        }
    }
}
