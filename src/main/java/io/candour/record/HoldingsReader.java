package io.candour.record;

import io.candour.consent.Category;
import io.candour.record.Holdings.Holding;
import io.candour.record.Holdings.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Adds up the rows that {@link Holdings#count} asks for. Used by one thread. */
final class HoldingsReader implements RowCallbackHandler {
    /** An item that tells of others. */
    private record Item(Category category, Holding alone) {}

    private final List<Integer> others;
    private final Map<Category, Holding> held = new EnumMap<>(Category.class);
    private final Map<Category, String> samples = new EnumMap<>(Category.class);
    private final Map<String, Item> items = new HashMap<>();
    private final Telling telling = new Telling();

    /** @param others at which place the rows say of each of them whether something is open; at none where nothing is */
    HoldingsReader(List<Integer> others) {
        this.others = others;
    }

    @Override
    public void processRow(ResultSet row) throws SQLException {
        String item = row.getString("item");
        boolean undecided = row.getBoolean("undecided");
        switch (row.getString("kind")) {
            case "told" -> telling.link(item, row.getString("name"), undecided ? null : open(row));
            case "alike" -> add(item, category(row).orElseThrow(), holding(row), open(row));
            default -> {
                if (undecided) {
                    telling.leave(item);
                } else {
                    telling.item(item, open(row));
                    Optional<Category> category = category(row);
                    if (category.isPresent()) {
                        items.put(item, new Item(category.get(), holding(row)));
                    }
                }
            }
        }
    }

    private static Optional<Category> category(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("category")).map(Category::valueOf);
    }

    /** What items tell of that is not this patient's. */
    Set<String> elsewhere() {
        return telling.elsewhere();
    }

    /** @param elsewhere of {@link #elsewhere}, what is about somebody */
    Holdings.Count count(Collection<String> elsewhere) {
        elsewhere.forEach(telling::leave);
        telling.settle();
        Set<String> left = new HashSet<>(telling.left());
        left.removeAll(elsewhere);
        items.forEach((reference, item) -> {
            if (!left.contains(reference)) {
                add(reference, item.category(), item.alone(), telling.open(reference));
            }
        });
        return new Holdings.Count(held, Set.copyOf(samples.values()), left);
    }

    private void add(String sample, Category category, Holding holding, boolean[] open) {
        if (open[0]) {
            samples.putIfAbsent(category, sample);
            List<Integer> counts = others.stream()
                    .map(place -> place >= 0 && open[place] ? holding.count() : 0)
                    .toList();
            Holdings.add(held, category, holding.openTo(counts));
        }
    }

    private static Holding holding(ResultSet row) throws SQLException {
        return new Holding(
                row.getInt("count"),
                instant(row.getTimestamp("first")),
                instant(row.getTimestamp("last")),
                row.getTimestamp("newest").toInstant(),
                Set.of(Source.of(row)),
                List.of());
    }

    private static boolean[] open(ResultSet row) throws SQLException {
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
