package io.candour.record;

import io.candour.consent.Category;
import io.candour.record.Holdings.Holding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Adds up the rows that {@link Holdings#count} asks for. Used by one thread. */
final class HoldingsReader implements RowCallbackHandler {
    /** An item that tells of others. */
    private record Item(Category category, Holding alone) {}

    private final Tally tally;
    private final Map<String, Item> items = new HashMap<>();
    private final Telling telling = new Telling();

    HoldingsReader(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void processRow(ResultSet row) throws SQLException {
        String item = row.getString("item");
        boolean undecided = row.getBoolean("undecided");
        switch (row.getString("kind")) {
            case "told" -> telling.link(item, row.getString("name"), undecided ? null : Tally.open(row));
            case "alike" -> tally.add(item, Tally.category(row).orElseThrow(), Tally.holding(row), Tally.open(row));
            default -> {
                if (undecided) {
                    telling.leave(item);
                } else {
                    telling.item(item, Tally.open(row));
                    Optional<Category> category = Tally.category(row);
                    if (category.isPresent()) {
                        items.put(item, new Item(category.get(), Tally.holding(row)));
                    }
                }
            }
        }
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
                tally.add(reference, item.category(), item.alone(), telling.open(reference));
            }
        });
        return tally.count(Map.of(), left);
    }
}
