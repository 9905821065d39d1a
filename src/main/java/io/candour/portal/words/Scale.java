package io.candour.portal.words;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Round numbers beside a chart: from at most the least value to at least the greatest. */
record Scale(BigDecimal from, BigDecimal step, int steps) {
    private static final int AIM = 4;
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    static Scale of(double[] values) {
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        // Where all are the same there is a little room on both sides.
        double span = most > least ? most - least : Math.max(Math.abs(most), 1) / 2;
        double rough = span / AIM;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double round = Arrays.stream(ROUND)
                .filter(each -> each * power >= rough)
                .findFirst()
                .orElse(10);
        BigDecimal step = new BigDecimal(round * power, MathContext.DECIMAL32).stripTrailingZeros();
        BigDecimal from = times(least, step, RoundingMode.FLOOR);
        int steps = Math.max(
                1,
                new BigDecimal(most)
                        .subtract(from)
                        .divide(step, 0, RoundingMode.CEILING)
                        .intValueExact());
        return new Scale(from, step, steps);
    }

    private static BigDecimal times(double value, BigDecimal step, RoundingMode rounding) {
        return new BigDecimal(value, MathContext.DECIMAL64)
                .divide(step, 0, rounding)
                .multiply(step);
    }

    /** How far up a value is: 0 at the bottom, 1 at the top. */
    double part(double value) {
        return (value - from.doubleValue()) / (step.doubleValue() * steps);
    }

    List<BigDecimal> marks() {
        List<BigDecimal> marks = new ArrayList<>();
        for (int mark = 0; mark <= steps; mark++) {
            BigDecimal at = from.add(step.multiply(BigDecimal.valueOf(mark))).stripTrailingZeros();
            marks.add(at.scale() < 0 ? at.setScale(0) : at);
        }
        return marks;
    }
}
