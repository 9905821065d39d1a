package io.candour.record;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * In which order items are read. Ties are broken by id, so that every order is total: the first four among the items of
 * one type, the others among those of all types.
 */
public enum Order {
    NEWEST("-date", "clinical", "id", true),
    OLDEST("date", "clinical", "id", false),
    LAST_UPDATED("-_lastUpdated", "recorded", "id", true),
    FIRST_UPDATED("_lastUpdated", "recorded", "id", false),
    /** Newest first, whatever they are. */
    TIMELINE("", "clinical", "type || '/' || id", true),
    BY_TYPE("", "type", "id", false);

    /** Of an item without a clinical date. */
    private static final String UNDATED = "-infinity";

    private final String sort;
    private final String column;
    private final String tie;
    private final boolean descending;

    Order(String sort, String column, String tie, boolean descending) {
        this.sort = sort;
        this.column = column;
        this.tie = tie;
        this.descending = descending;
    }

    /** The order that this value of {@code _sort} asks for. */
    public static Optional<Order> bySort(String sort) {
        return Arrays.stream(values())
                .filter(each -> !each.sort.isEmpty() && each.sort.equals(sort))
                .findFirst();
    }

    /** The place of an item in this order. */
    public Position positionOf(RecordItem item) {
        String first =
                switch (column) {
                    case "clinical" ->
                        item.facts()
                                .clinical()
                                .flatMap(when -> when.start())
                                .map(Instant::toString)
                                .orElse(UNDATED);
                    case "recorded" -> item.facts().recorded().toString();
                    default -> item.type();
                };
        return new Position(first, this == TIMELINE ? item.facts().reference() : item.id());
    }

    /** Which of two places comes first, as a {@link java.util.Comparator} says it. */
    public int compare(Position one, Position other) {
        Comparator<Position> rising = column.equals("type")
                ? Comparator.comparing(Position::first)
                : Comparator.comparing(
                        each -> each.first().equals(UNDATED) ? Instant.MIN : Instant.parse(each.first()));
        Comparator<Position> total = rising.thenComparing(Position::id);
        return descending ? total.compare(other, one) : total.compare(one, other);
    }

    Sql beyond(Position place) {
        return Sql.of(
                "(" + column + ", " + tie + ") " + (descending ? "<" : ">") + " (?::"
                        + (column.equals("type") ? "text" : "timestamptz") + ", ?)",
                column.equals("type") ? place.first() : moment(place),
                place.id());
    }

    /** As PostgreSQL takes it, which reads years of four digits only where they are text. */
    static Object moment(Position place) {
        return place.first().equals(UNDATED)
                ? UNDATED
                : Instant.parse(place.first()).atOffset(ZoneOffset.UTC);
    }

    String orderBy() {
        String direction = descending ? " desc" : " asc";
        return column + direction + ", " + tie + direction;
    }

    /**
     * A place between two items.
     *
     * @param first what is ordered by, as PostgreSQL reads it; {@code -infinity} for an item without a clinical date
     * @param id of the item; in an order of all types its reference, where the type is not ordered by already
     */
    public record Position(String first, String id) {}
}
