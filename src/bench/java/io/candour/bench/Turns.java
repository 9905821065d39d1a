package io.candour.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two that take turns, A B B A in each round: a machine that gets slower or faster meanwhile does so to both.
 *
 * @param rounds how many; each gives one ratio
 */
record Turns(int rounds) {
    private static final int MOST = 50;

    /** Measures once. */
    @FunctionalInterface
    interface Figure {
        double measure() throws Exception;
    }

    /** Measures once, and gives the same number of figures each time. */
    @FunctionalInterface
    interface Figures {
        double[] measure() throws Exception;
    }

    Turns {
        if (rounds < 1 || rounds > MOST) {
            throw new IllegalArgumentException("From 1 to %d rounds".formatted(MOST));
        }
    }

    /** In each round the first's two figures to the second's. */
    Spread ratios(String what, Figure first, Figure second) throws Exception {
        return ratios(List.of(what), () -> new double[] {first.measure()}, () -> new double[] {second.measure()})
                .get(0);
    }

    /** The same of several figures, each with its name. */
    List<Spread> ratios(List<String> what, Figures first, Figures second) throws Exception {
        List<List<Double>> ratios = new ArrayList<>();
        what.forEach(each -> ratios.add(new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            double[] a = first.measure();
            double[] b = second.measure();
            double[] laterB = second.measure();
            double[] laterA = first.measure();
            for (int i = 0; i < what.size(); i++) {
                double one = (a[i] + laterA[i]) / 2;
                double other = (b[i] + laterB[i]) / 2;
                ratios.get(i).add(one / other);
                Progress.say(
                        "%s, round %d of %d: %s / %s = %.3f",
                        what.get(i), round, rounds, figure(one), figure(other), one / other);
            }
        }
        return ratios.stream().map(Spread::of).toList();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
