package io.candour.server.command;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far the load is, counted in resources. Thread-safe. */
sealed interface ImportProgress extends AutoCloseable {
    /** So many more resources are done, whatever became of them. */
    void advance(long resources);

    @Override
    void close();

    /** For when nobody watches. */
    record Quiet() implements ImportProgress {
        @Override
        public void advance(long resources) {}

        @Override
        public void close() {}
    }

    /** For a terminal. */
    final class Bar implements ImportProgress {
        private final ProgressBar bar;

        Bar(long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Loading")
                    .setInitialMax(total)
                    .setUnit(" resources", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .setUpdateIntervalMillis(500)
                    .build();
        }

        @Override
        public void advance(long resources) {
            bar.stepBy(resources);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** For a log: a line now and then. */
    final class Lines implements ImportProgress {
        private final PrintWriter out;
        private final long total;
        private final long interval;
        private long done;
        private long last = System.nanoTime();

        Lines(PrintWriter out, long total, Duration interval) {
            this.out = out;
            this.total = total;
            this.interval = interval.toNanos();
        }

        @Override
        public synchronized void advance(long resources) {
            done += resources;
            long now = System.nanoTime();
            if (now - last >= interval) {
                last = now;
                out.printf("Loading: %,d of %,d resources%n", done, total);
                out.flush();
            }
        }

        @Override
        public void close() {}
    }
}
