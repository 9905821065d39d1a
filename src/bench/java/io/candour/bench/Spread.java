package io.candour.bench;

import java.util.List;
import java.util.Locale;

/** Median and range of some figures: with a handful of runs on a shared machine a mean would be the noise's. */
public record Spread(double median, double smallest, double largest) {

    /** @param figures at least one */
    public static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, smallest, largest);
    }
}
