package io.candour.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** In which order the items of one type are read. Ties are broken by id, so that every order is total. */
public enum Order {
    NEWEST("-date", "clinical", true),
    OLDEST("date", "clinical", false),
    LAST_UPDATED("-_lastUpdated", "recorded", true),
    FIRST_UPDATED("_lastUpdated", "recorded", false);

    private final String sort;
    private final String column;
    private final boolean descending;

    Order(String sort, String column, boolean descending) {
        this.sort = sort;
        this.column = column;
        this.descending = descending;
    }

    /** The order that this value of {@code _sort} asks for. */
    public static Optional<Order> bySort(String sort) {
        return Arrays.stream(values()).filter(each -> each.sort.equals(sort)).findFirst();
    }

    /** The place of an item in this order. */
    public Position positionOf(RecordItem item) {
        Optional<Instant> time = column.equals("clinical")
                ? item.facts().clinical().flatMap(when -> when.start())
                : Optional.of(item.facts().recorded());
        return new Position(time.map(Instant::toString).orElse("-infinity"), item.id());
    }

    String beyond() {
        return "(" + column + ", id) " + (descending ? "<" : ">") + " (?::timestamptz, ?)";
    }

    String orderBy() {
        String direction = descending ? " desc" : " asc";
        return column + direction + ", id" + direction;
    }

    /**
     * A place between two items.
     *
     * @param time as PostgreSQL reads it; {@code -infinity} for an item without a clinical date
     */
    public record Position(String time, String id) {}
}
