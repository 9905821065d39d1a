package io.candour.portal.words;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A measurement over time, ready to be drawn: all coordinates are in the units of a view box {@value #WIDTH} wide and
 * {@value #HEIGHT} high. A chart is beside a table that says the same; it adds nothing.
 *
 * @param lines one for each thing measured, of two points at least
 * @param band the range that came with the newest result, cut to the plot
 * @param heights where lines across are, with what they stand for
 * @param days where days are along the bottom, with what they are
 */
public record Chart(List<Line> lines, Optional<Band> band, List<Tick> heights, List<Tick> days) {
    public static final int WIDTH = 480;
    public static final int HEIGHT = 280;
    public static final int LEFT = 64;
    public static final int RIGHT = 40;
    public static final int TOP = 12;
    public static final int BOTTOM = 36;

    private static final int MOST_DAYS = 3;
    private static final int OPEN = 5;
    private static final BigDecimal MOST = new BigDecimal("1E12");

    /** One result: when and how much. */
    public record Reading(LocalDate day, BigDecimal value) {}

    /** What was measured, and its results. */
    public record Series(String name, List<Reading> readings) {}

    public record Point(String x, String y, String words) {}

    /**
     * One thing measured.
     *
     * @param path the points as an SVG polyline has them
     */
    public record Line(String name, String path, List<Point> points) {}

    public record Band(String y, String height) {}

    public record Tick(String at, String words) {}

    /**
     * Empty where there is nothing to draw: fewer than two results of every thing.
     *
     * @param low where the range begins, if it does
     * @param high where it ends
     */
    public static Optional<Chart> of(
            List<Series> series, Optional<BigDecimal> low, Optional<BigDecimal> high, Dates dates) {
        if (Stream.of(low, high).flatMap(Optional::stream).anyMatch(limit -> !drawable(limit))) {
            return of(series, Optional.empty(), Optional.empty(), dates);
        }
        List<Series> drawn = series.stream()
                .map(each -> new Series(
                        each.name(),
                        each.readings().stream()
                                .filter(reading -> drawable(reading.value()))
                                .toList()))
                .filter(each -> each.readings().size() > 1)
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        List<Reading> all =
                drawn.stream().flatMap(each -> each.readings().stream()).toList();
        Scale up = Scale.of(DoubleStream.concat(
                        all.stream().mapToDouble(each -> each.value().doubleValue()), limits(all, low, high))
                .toArray());
        ToDoubleFunction<BigDecimal> y =
                value -> HEIGHT - BOTTOM - up.part(value.doubleValue()) * (HEIGHT - BOTTOM - TOP);
        LocalDate first =
                all.stream().map(Reading::day).min(LocalDate::compareTo).orElseThrow();
        LocalDate last =
                all.stream().map(Reading::day).max(LocalDate::compareTo).orElseThrow();
        long span = Math.max(1, ChronoUnit.DAYS.between(first, last));
        ToDoubleFunction<LocalDate> x =
                day -> LEFT + ChronoUnit.DAYS.between(first, day) * (double) (WIDTH - LEFT - RIGHT) / span;
        List<Line> lines = drawn.stream().map(each -> line(each, x, y, dates)).toList();
        return Optional.of(new Chart(
                lines,
                low.isEmpty() && high.isEmpty()
                        ? Optional.empty()
                        : Optional.of(band(low.map(y::applyAsDouble), high.map(y::applyAsDouble))),
                up.marks().stream()
                        .map(mark -> new Tick(number(y.applyAsDouble(mark)), Amounts.number(mark)))
                        .toList(),
                days(first, span, x, dates)));
    }

    /** Beyond that it is a slip of its sender's, and everything else would be a flat line. */
    private static boolean drawable(BigDecimal value) {
        return value.abs().compareTo(MOST) < 0;
    }

    /** The range is in the picture, so that results outside it are seen to be; of an open one, some of it. */
    private static DoubleStream limits(List<Reading> all, Optional<BigDecimal> low, Optional<BigDecimal> high) {
        double[] ends = Stream.of(low, high)
                .flatMap(Optional::stream)
                .mapToDouble(BigDecimal::doubleValue)
                .toArray();
        if (ends.length != 1) {
            return Arrays.stream(ends);
        }
        double farthest = all.stream()
                .mapToDouble(each -> Math.abs(each.value().doubleValue() - ends[0]))
                .max()
                .orElse(0);
        double some = farthest > 0 ? farthest / OPEN : Math.max(Math.abs(ends[0]), 1) / OPEN;
        return DoubleStream.of(ends[0], low.isPresent() ? ends[0] + some : ends[0] - some);
    }

    private static Line line(
            Series series, ToDoubleFunction<LocalDate> x, ToDoubleFunction<BigDecimal> y, Dates dates) {
        List<Point> points = series.readings().stream()
                .sorted((one, other) -> one.day().compareTo(other.day()))
                .map(each -> new Point(
                        number(x.applyAsDouble(each.day())),
                        number(y.applyAsDouble(each.value())),
                        dates.day(each.day()) + ": " + Amounts.number(each.value())))
                .toList();
        return new Line(
                series.name(),
                points.stream().map(each -> each.x() + "," + each.y()).collect(Collectors.joining(" ")),
                points);
    }

    /** A range that is open at one end goes on to the edge. */
    private static Band band(Optional<Double> low, Optional<Double> high) {
        double top = high.orElse((double) TOP);
        double bottom = low.orElse((double) (HEIGHT - BOTTOM));
        return new Band(number(top), number(bottom - top));
    }

    private static List<Tick> days(LocalDate first, long span, ToDoubleFunction<LocalDate> x, Dates dates) {
        long steps = Math.min(MOST_DAYS - 1, span);
        List<Tick> days = new ArrayList<>();
        for (long step = 0; step <= steps; step++) {
            LocalDate day = first.plusDays(span * step / steps);
            days.add(new Tick(number(x.applyAsDouble(day)), dates.shortDay(day, span)));
        }
        return days.stream()
                .collect(Collectors.toMap(Tick::words, each -> each, (one, other) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
