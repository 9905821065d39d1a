package io.candour.record;

import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import io.candour.record.Holdings.Holding;
import io.candour.record.Holdings.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rows of a count say, category by category. Used by one thread. */
final class Tally {
    private final List<Integer> others;
    private final Map<Category, Holding> held = new EnumMap<>(Category.class);
    private final Map<Category, String> samples = new EnumMap<>(Category.class);

    /** @param others at which place the rows say of each of them whether something is open; at none where nothing is */
    Tally(List<Integer> others) {
        this.others = others;
    }

    /** Adds items of which this is one, if they are open to the reader. */
    void add(String sample, Category category, Holding holding, boolean[] open) {
        if (open[0]) {
            samples.putIfAbsent(category, sample);
            List<Integer> counts = others.stream()
                    .map(place -> place >= 0 && open[place] ? holding.count() : 0)
                    .toList();
            Holdings.add(held, category, holding.openTo(counts));
        }
    }

    /** One item of each category. */
    Set<String> samples() {
        return Set.copyOf(samples.values());
    }

    /** @param read facts of {@link #samples} */
    Holdings.Count count(Map<String, ItemFacts> read, Set<String> left) {
        return new Holdings.Count(held, samples(), read, left);
    }

    /** Empty of what is no item of its own. */
    static Optional<Category> category(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("category")).map(Category::valueOf);
    }

    static Holding holding(ResultSet row) throws SQLException {
        return new Holding(
                row.getInt("count"),
                instant(row.getTimestamp("first")),
                instant(row.getTimestamp("last")),
                row.getTimestamp("newest").toInstant(),
                Set.of(Source.of(row)),
                List.of());
    }

    /** To whom the row is open, a digit each. */
    static boolean[] open(ResultSet row) throws SQLException {
        String digits = row.getString("open");
        boolean[] open = new boolean[digits.length()];
        for (int i = 0; i < open.length; i++) {
            open[i] = digits.charAt(i) == '1';
        }
        return open;
    }

    private static Optional<Instant> instant(@Nullable Timestamp at) {
        return Optional.ofNullable(at).map(Timestamp::toInstant);
    }
}
