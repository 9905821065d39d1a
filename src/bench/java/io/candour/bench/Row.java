package io.candour.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One goal's result, as reports list it.
 *
 * @param goal its number, such as P10
 * @param what what was divided by what
 * @param ratio median of the paired ratios; null where there is none
 * @param range smallest and largest paired ratio; empty where there is none
 * @param holds whether the ratio keeps to the goal
 */
public record Row(String goal, String what, @Nullable Double ratio, List<Double> range, boolean holds) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

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
        JSON.writeValue(file.toFile(), rows);
    }

    /** What {@link #write} wrote. */
    static List<Row> read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), new TypeReference<List<Row>>() {});
    }
}
