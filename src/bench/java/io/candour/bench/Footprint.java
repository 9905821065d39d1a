package io.candour.bench;

import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Goal P12: what a server holds in memory while it is asked for pages and patients. */
final class Footprint {
    private static final double MEGABYTE = 1 << 20;

    private final Duel duel;
    private final double seconds;

    Footprint(Duel duel, double seconds) {
        this.duel = duel;
        this.seconds = seconds;
    }

    List<Row> rows(Turns turns) throws Exception {
        duel.ours().warmUp(ours());
        duel.theirs().warmUp(theirs());
        return List.of(Goal.P12.row(
                turns.ratios("MB held", () -> held(duel.ours(), ours()), () -> held(duel.theirs(), theirs()))));
    }

    private Asked ours() throws Exception {
        return duel.toOurs(duel.page(), duel.read());
    }

    private Asked theirs() {
        return duel.toTheirs(duel.page(), duel.read());
    }

    private double held(Contender contender, Asked asked) throws Exception {
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            try {
                Load.closed(asked, 8, seconds);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        Thread.sleep((long) (seconds * 500));
        double megabytes = held(contender);
        load.join();
        return megabytes;
    }

    private static double held(Contender contender) throws Exception {
        try (RemoteBeans beans = RemoteBeans.of(contender.process())) {
            MemoryMXBean memory = beans.memory();
            memory.gc();
            double heap = memory.getHeapMemoryUsage().getUsed() / MEGABYTE;
            double other = memory.getNonHeapMemoryUsage().getUsed() / MEGABYTE;
            Progress.say("  %-8s %.0f MB of heap, %.0f MB beside", contender.name(), heap, other);
            return heap + other;
        }
    }
}
