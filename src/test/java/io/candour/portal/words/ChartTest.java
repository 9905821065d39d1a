package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.words.Chart.Reading;
import io.candour.portal.words.Chart.Series;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    private static final Dates DATES = new Dates(Said.phrases(), ZoneId.of("Europe/London"));
    private static final double BOTTOM = Chart.HEIGHT - Chart.BOTTOM;

    private static Optional<Chart> chart(String low, String high, String... values) {
        List<Reading> readings = new ArrayList<>();
        for (String value : values) {
            readings.add(new Reading(LocalDate.of(2020, 1, 1).plusDays(40L * readings.size()), new BigDecimal(value)));
        }
        return Chart.of(List.of(new Series("Weight", readings)), limit(low), limit(high), DATES);
    }

    private static Optional<BigDecimal> limit(String limit) {
        return limit.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(limit));
    }

    @ParameterizedTest
    @CsvSource({
        "3.5, 5.1, 4, 4.2",
        "3.5, 5.1, 9, 9.5",
        "3.5, 5.1, 1, 1.2",
        "'', 200, 250, 300",
        "60, '', 40, 30",
        "3.5, 5.1, 4, 4",
        "'', '', 80, 80",
        "'', '', 0, 0",
        "'', '', -5, 12",
        "'', '', 1000000, 1200000",
        "'', '', 0.0001, 0.0002"
    })
    void everythingIsWithinThePicture(String low, String high, String one, String other) {
        Chart chart = chart(low, high, one, other).orElseThrow();

        for (Chart.Point point : chart.lines().get(0).points()) {
            assertThat(Double.parseDouble(point.x()))
                    .isBetween((double) Chart.LEFT, (double) Chart.WIDTH - Chart.RIGHT);
            assertThat(Double.parseDouble(point.y())).isBetween((double) Chart.TOP - 0.1, BOTTOM + 0.1);
        }
        chart.band().ifPresent(band -> {
            double top = Double.parseDouble(band.y());
            double height = Double.parseDouble(band.height());
            assertThat(height).isPositive();
            assertThat(top).isBetween(Chart.TOP - 0.1, BOTTOM);
            assertThat(top + height).isLessThanOrEqualTo(BOTTOM + 0.1);
        });
        assertThat(chart.heights()).hasSizeBetween(2, 8);
        assertThat(chart.days()).hasSizeBetween(2, 3);
    }

    @Test
    void resultsOutsideTheRangeAreOutsideTheBand() {
        Chart chart = chart("3.5", "5.1", "9", "9.5").orElseThrow();
        double top = Double.parseDouble(chart.band().orElseThrow().y());

        assertThat(chart.lines().get(0).points()).allMatch(point -> Double.parseDouble(point.y()) < top);
    }

    @Test
    void marksAreRoundNumbersAndDaysAreShort() {
        Chart chart = chart("", "", "71.3", "79.9", "83").orElseThrow();

        assertThat(chart.heights()).extracting(Chart.Tick::words).containsExactly("70", "75", "80", "85");
        assertThat(chart.days()).extracting(Chart.Tick::words).containsExactly("1 Jan", "10 Feb", "21 Mar");
        assertThat(chart.lines().get(0).points())
                .extracting(Chart.Point::words)
                .containsExactly("1 January 2020: 71.3", "10 February 2020: 79.9", "21 March 2020: 83");
        assertThat(chart.lines().get(0).path()).matches("64\\.0,\\S+ 252\\.0,\\S+ 440\\.0,\\S+");
    }

    @Test
    void whatCannotBeIsNotDrawn() {
        assertThat(chart("", "1E+9999", "71", "1E+100000", "72").orElseThrow().band())
                .isEmpty();
        assertThat(chart("", "", "71", "1E+100000")).isEmpty();
    }

    @Test
    void oneResultIsNoChart() {
        assertThat(chart("", "", "71.3")).isEmpty();
        assertThat(chart("", "")).isEmpty();
    }

    @Test
    void resultsOfOneDayAreAboveEachOther() {
        Reading one = new Reading(LocalDate.of(2020, 1, 1), BigDecimal.ONE);
        Chart chart = Chart.of(List.of(new Series("x", List.of(one, one))), Optional.empty(), Optional.empty(), DATES)
                .orElseThrow();

        assertThat(chart.lines().get(0).points()).extracting(Chart.Point::x).containsExactly("64.0", "64.0");
    }
}
