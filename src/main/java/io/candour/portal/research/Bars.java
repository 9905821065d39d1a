package io.candour.portal.research;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer's groups as bars, ready to be drawn: coordinates are in the units of a view box {@value #WIDTH} wide. It is
 * beside a table that says the same; it adds nothing.
 *
 * @param height of the view box
 */
public record Bars(List<Bar> bars, int height) {
    static final int WIDTH = 480;

    private static final int ROW = 52;
    private static final int LABEL = 18;
    private static final int BELOW_LABEL = 8;
    private static final int MOST_LONG = 400;
    private static final int MOST = 40;

    /**
     * One group.
     *
     * @param labelAt where the middle of its words is, from above
     * @param barAt where its bar begins, from above
     * @param numberAt where its number begins, from the left
     * @param told empty where it is too few to tell, and there is no bar
     */
    public record Bar(
            Answer.Row row, String labelAt, String barAt, String length, String numberAt, Optional<Integer> told) {}

    public Bars {
        bars = List.copyOf(bars);
    }

    /** Empty where there is nothing to compare, or more than a picture can show. */
    public static Optional<Bars> of(Answer answer) {
        int most = answer.rows().stream()
                .flatMap(each -> each.told().stream())
                .mapToInt(each -> each)
                .max()
                .orElse(0);
        if (answer.rows().size() < 2 || answer.rows().size() > MOST || most == 0) {
            return Optional.empty();
        }
        List<Bar> bars = new ArrayList<>();
        for (Answer.Row row : answer.rows()) {
            int top = bars.size() * ROW;
            double length =
                    row.told().map(told -> (double) told * MOST_LONG / most).orElse(0.0);
            bars.add(new Bar(
                    row,
                    Integer.toString(top + LABEL),
                    Integer.toString(top + LABEL + BELOW_LABEL),
                    number(length),
                    number(length + BELOW_LABEL),
                    row.told()));
        }
        return Optional.of(new Bars(bars, bars.size() * ROW));
    }

    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
