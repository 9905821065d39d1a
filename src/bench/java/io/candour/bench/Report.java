package io.candour.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All results so far, written after each: {@code report.json}, a list of rows; {@code report.txt}, a table; and {@code
 * report.svg}, a plot.
 */
final class Report {
    private static final Comparator<Row> IN_ORDER = Comparator.comparing(row -> Goal.valueOf(row.goal()));

    private final Path directory;
    private final List<Row> rows = new ArrayList<>();
    private Optional<Floor> floor = Optional.empty();

    Report(Path directory) {
        this.directory = directory;
    }

    /** Measures one goal. */
    @FunctionalInterface
    interface Attempt {
        List<Row> rows() throws Exception;
    }

    /** What fails is in the report as a goal that does not hold, and the others are still measured. */
    void add(Goal goal, Attempt attempt) throws IOException {
        Progress.say("%s: %s, %s", goal, goal.what(), goal.bound());
        List<Row> found;
        try {
            found = attempt.rows();
        } catch (Exception failed) {
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (!(failed instanceof BenchFailure)) {
                failed.printStackTrace();
            }
            found = List.of(goal.missing("not measured, " + failed.getMessage()));
        }
        rows.addAll(found);
        rows.sort(IN_ORDER);
        found.forEach(row -> Progress.say("%s", line(row)));
        write();
    }

    void stands(Floor measured) {
        floor = Optional.of(measured);
    }

    boolean holds() {
        return rows.stream().allMatch(Row::holds);
    }

    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-4s %8s  %-18s %-14s %-6s %s%n", "goal", "ratio", "range", "limit", "holds", "what"));
        rows.forEach(row -> table.append(line(row)).append('\n'));
        floor.ifPresent(machine -> table.append('\n').append(machine).append('\n'));
        return table.toString();
    }

    private static String line(Row row) {
        Double ratio = row.ratio();
        return String.format(
                Locale.ROOT,
                "%-4s %8s  %-18s %-14s %-6s %s",
                row.goal(),
                ratio == null ? "-" : String.format(Locale.ROOT, "%.3f", ratio),
                ratio == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%.3f to %.3f",
                                row.range().get(0),
                                row.range().get(1)),
                Goal.valueOf(row.goal()).bound(),
                row.holds() ? "yes" : "NO",
                row.what());
    }

    private void write() throws IOException {
        Row.write(rows, directory.resolve("report.json"));
        Files.writeString(directory.resolve("report.txt"), table());
        Files.writeString(directory.resolve("report.svg"), Plot.of(rows));
        if (floor.isPresent()) {
            new ObjectMapper().writeValue(directory.resolve("machine.json").toFile(), floor.get());
        }
    }
}
