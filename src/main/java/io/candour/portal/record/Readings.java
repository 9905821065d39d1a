package io.candour.portal.record;

import io.candour.portal.words.Chart;
import io.candour.portal.words.Dates;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Measured;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same thing measured again and again.
 *
 * @param names of what is measured, the columns of the table
 * @param rows the newest first
 * @param chart empty where there is too little to draw
 * @param more whether there are older ones than these
 */
public record Readings(
        String name, String unit, List<String> names, List<Reading> rows, Optional<Chart> chart, boolean more) {

    /** One time; results as the columns, where there is one. */
    public record Reading(Entry entry, List<Optional<Measured>> results) {}

    /** @param entries the newest first, all of one kind */
    static Readings of(List<Entry> entries, boolean more, Dates dates) {
        List<String> names = entries.stream()
                .flatMap(each -> each.results().stream().map(Measured::name))
                .distinct()
                .toList();
        List<Reading> rows = entries.stream()
                .filter(each -> !each.results().isEmpty())
                .map(each -> new Reading(
                        each,
                        names.stream()
                                .map(name -> each.results().stream()
                                        .filter(result -> result.name().equals(name))
                                        .findFirst())
                                .toList()))
                .toList();
        String unit = entries.stream()
                .flatMap(each -> each.results().stream())
                .filter(each -> each.number().isPresent())
                .map(Measured::unit)
                .findFirst()
                .orElse("");
        return new Readings(
                entries.isEmpty() ? "" : entries.get(0).name(), unit, names, rows, chart(entries, unit, dates), more);
    }

    /** Of the results in the unit of the newest: others can't be on one scale with them. */
    private static Optional<Chart> chart(List<Entry> entries, String unit, Dates dates) {
        Map<String, List<Chart.Reading>> series = new LinkedHashMap<>();
        Optional<Measured> newest = Optional.empty();
        for (Entry entry : entries) {
            if (entry.wrong() || entry.date().isEmpty()) {
                continue;
            }
            for (Measured result : entry.results()) {
                Optional<BigDecimal> number =
                        result.number().filter(any -> result.unit().equals(unit));
                if (number.isPresent()) {
                    series.computeIfAbsent(result.name(), name -> new ArrayList<>())
                            .add(new Chart.Reading(entry.date().get(), number.get()));
                    newest = newest.or(() -> Optional.of(result));
                }
            }
        }
        // Two things have two ranges: a band would be of one of them only.
        Optional<Measured> ranged = newest.filter(any -> series.size() == 1);
        return Chart.of(
                series.entrySet().stream()
                        .map(each -> new Chart.Series(each.getKey(), each.getValue()))
                        .toList(),
                ranged.flatMap(Measured::low),
                ranged.flatMap(Measured::high),
                dates);
    }
}
