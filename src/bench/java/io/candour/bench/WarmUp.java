package io.candour.bench;

import java.util.concurrent.Callable;

/** Load on a server until its data is in memory and its compilers have little left to do, or the time for that is over. */
final class WarmUp {
    private static final int MOST_TURNS = 12;
    private static final double SECONDS = 10;
    private static final double LITTLE = 0.04;

    private WarmUp() {}

    /** Answers a second that the load gets within so many seconds, or somewhat more. */
    @FunctionalInterface
    interface Load {
        double perSecond(double seconds) throws Exception;
    }

    /** @param compiling seconds that the server's compilers have worked so far */
    static void of(String name, Callable<Double> compiling, Load load) throws Exception {
        double rate = 0;
        double share = 1;
        for (int i = 0; i < MOST_TURNS && share > LITTLE; i++) {
            double before = compiling.call();
            long start = System.nanoTime();
            rate = load.perSecond(SECONDS);
            share = (compiling.call() - before) / ((System.nanoTime() - start) / 1e9);
        }
        Progress.say("  %-8s %6.0f a second, %.0f%% of a processor compiles", name, rate, share * 100);
    }
}
