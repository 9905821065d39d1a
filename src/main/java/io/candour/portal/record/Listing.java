package io.candour.portal.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some items, newest first.
 *
 * @param older where the next page begins; empty on the last
 */
public record Listing(List<Row> rows, Optional<String> older) {

    /** What happened on one day; {@code day} is empty for what does not say when it happened. */
    public record Day(Optional<String> day, List<Row> rows) {}

    public List<Day> days() {
        Map<Optional<String>, List<Row>> days = new LinkedHashMap<>();
        rows.forEach(row -> days.computeIfAbsent(row.entry().day(), day -> new ArrayList<>())
                .add(row));
        return days.entrySet().stream()
                .map(each -> new Day(each.getKey(), each.getValue()))
                .toList();
    }
}
