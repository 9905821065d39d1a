package io.candour.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One goal's result, as reports list it.
 *
 * @param goal its number, such as P10
 * @param what what was divided by what
 * @param ratio median of the paired ratios
 * @param range smallest and largest paired ratio
 * @param holds whether the ratio keeps to the goal
 */
public record Row(String goal, String what, double ratio, List<Double> range, boolean holds) {
    public Row {
        range = List.copyOf(range);
    }

    public static Row atMost(double limit, String goal, String what, Spread ratios) {
        return new Row(
                goal, what, ratios.median(), List.of(ratios.smallest(), ratios.largest()), ratios.median() <= limit);
    }

    /** Writes JSON: a list of rows. */
    public static void write(List<Row> rows, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), rows);
    }
}
