package io.candour.interference;

import io.candour.demo.DemoSettings;
import io.candour.demo.DemoStack;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Can the time that a read takes tell what is withheld from what is not there? Reads over HTTP on the whole stack, one
 * at a time and in random order, and of all pairs of one of each the share in which the withheld one took longer (the
 * area under the ROC curve): 0.5 tells nothing. More than 0.55 either way ends with status 1.
 *
 * <p>Run by {@code mvn -Pbench test-compile exec:exec@timing}.
 */
public final class TimingBench {
    private static final int SAMPLES = 2_000;
    private static final int WARM_UP = 500;
    private static final double MOST = 0.55;

    private TimingBench() {}

    public static void main(String[] arguments) throws Exception {
        boolean tells = false;
        try (DemoStack stack = DemoStack.start(DemoSettings.ofTests())) {
            tells |= tells(stack, "consultant", "labelled", "restricted");
            tells |= tells(stack, "consultant", "another patient's", "plain-of-patient2");
            tells |= tells(stack, "consultant", "deleted", "deleted");
            tells |= tells(stack, "consultant", "of several", "list");
            tells |= tells(stack, "patient", "not told", "not-told");
        }
        System.exit(tells ? 1 : 0);
    }

    /** Each with tokens of its own: all together take longer than a token holds. */
    private static boolean tells(DemoStack stack, String account, String what, String item) throws Exception {
        Scene scene = Scene.set(stack);
        try {
            return tells(scene, scene.people().named(account), what, scene.item(item));
        } finally {
            scene.end();
        }
    }

    /** What is not there has another id each time: whose snapshot is read in its stead depends on the id. */
    private static boolean tells(Scene scene, Person person, String what, String withheld) {
        String type = withheld.substring(0, withheld.indexOf('/') + 1);
        List<Supplier<String>> items = List.of(() -> type + UUID.randomUUID(), () -> withheld);
        Random random = new Random(1);
        long[][] nanos = new long[2][SAMPLES];
        int[] taken = new int[2];
        for (int i = 0; i < WARM_UP; i++) {
            time(scene, person, items.get(i % 2).get());
        }
        while (taken[0] < SAMPLES || taken[1] < SAMPLES) {
            int which = taken[0] == SAMPLES ? 1 : taken[1] == SAMPLES ? 0 : random.nextInt(2);
            nanos[which][taken[which]++] = time(scene, person, items.get(which).get());
        }
        double area = area(nanos[0], nanos[1]);
        System.out.printf(
                "%-18s to %-10s AUC %.3f, median %.2f ms against %.2f ms absent%n",
                what, person.name(), area, median(nanos[1]) / 1e6, median(nanos[0]) / 1e6);
        return Math.abs(area - 0.5) > MOST - 0.5;
    }

    private static long time(Scene scene, Person person, String item) {
        long start = System.nanoTime();
        int status = scene.get(item, person).status();
        long end = System.nanoTime();
        if (status != 404) {
            throw new IllegalStateException(item + " is shown to " + person.name() + ": " + status);
        }
        return end - start;
    }

    /** The share of pairs in which the second took longer; where both took the same, half. */
    static double area(long[] first, long[] second) {
        long[] sorted = first.clone();
        Arrays.sort(sorted);
        double longer = 0;
        for (long each : second) {
            longer += (below(sorted, each) + below(sorted, each + 1)) / 2.0;
        }
        return longer / ((double) first.length * second.length);
    }

    /** How many are smaller. */
    private static int below(long[] sorted, long value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
