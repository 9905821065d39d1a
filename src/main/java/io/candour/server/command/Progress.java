package io.candour.server.command;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** Shows how far a command is. Thread-safe. */
sealed interface Progress extends AutoCloseable {
    /** So many more are done, whatever became of them. */
    void advance(long more);

    @Override
    void close();

    /** A bar in a terminal, else a line every five seconds. */
    static Progress of(PrintWriter out, String task, String unit, long total) {
        return Ansi.AUTO.enabled()
                ? new Bar(task, unit, total)
                : new Lines(out, task, unit, total, Duration.ofSeconds(5));
    }

    /** For when nobody watches. */
    record Quiet() implements Progress {
        @Override
        public void advance(long more) {}

        @Override
        public void close() {}
    }

    /** For a terminal. */
    final class Bar implements Progress {
        private final ProgressBar bar;

        /**
         * @param task what is done, one word
         * @param unit of what, in the plural
         */
        Bar(String task, String unit, long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .setUpdateIntervalMillis(500)
                    .build();
        }

        @Override
        public void advance(long more) {
            bar.stepBy(more);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** For a log: a line now and then. */
    final class Lines implements Progress {
        private final PrintWriter out;
        private final String task;
        private final String unit;
        private final long total;
        private final long interval;
        private long done;
        private long last = System.nanoTime();

        Lines(PrintWriter out, String task, String unit, long total, Duration interval) {
            this.out = out;
            this.task = task;
            this.unit = unit;
            this.total = total;
            this.interval = interval.toNanos();
        }

        @Override
        public synchronized void advance(long more) {
            done += more;
            long now = System.nanoTime();
            if (now - last >= interval) {
                last = now;
                out.printf("%s: %,d of %,d %s%n", task, done, total, unit);
                out.flush();
            }
        }

        @Override
        public void close() {}
    }
}
