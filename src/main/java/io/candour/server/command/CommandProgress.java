package io.candour.server.command;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** Shows how far a command is, counted in whatever it works through. Thread-safe. */
sealed interface CommandProgress extends AutoCloseable {
    /**
     * For who watches: a bar on a terminal, else a line now and then.
     *
     * @param doing what is being done: {@code Loading}
     * @param things what is counted: {@code resources}
     */
    static CommandProgress of(PrintWriter out, String doing, String things, long total) {
        return Ansi.AUTO.enabled()
                ? new Bar(doing, things, total)
                : new Lines(out, doing, things, total, Duration.ofSeconds(5));
    }

    /** So many more are done, whatever became of them. */
    void advance(long more);

    @Override
    void close();

    /** For when nobody watches. */
    record Quiet() implements CommandProgress {
        @Override
        public void advance(long more) {}

        @Override
        public void close() {}
    }

    /** For a terminal. */
    final class Bar implements CommandProgress {
        private final ProgressBar bar;

        Bar(String doing, String things, long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName(doing)
                    .setInitialMax(total)
                    .setUnit(" " + things, 1)
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
    final class Lines implements CommandProgress {
        private final PrintWriter out;
        private final String doing;
        private final String things;
        private final long total;
        private final long interval;
        private long done;
        private long last = System.nanoTime();

        Lines(PrintWriter out, String doing, String things, long total, Duration interval) {
            this.out = out;
            this.doing = doing;
            this.things = things;
            this.total = total;
            this.interval = interval.toNanos();
        }

        @Override
        public synchronized void advance(long more) {
            done += more;
            long now = System.nanoTime();
            if (now - last >= interval) {
                last = now;
                out.printf("%s: %,d of %,d %s%n", doing, done, total, things);
                out.flush();
            }
        }

        @Override
        public void close() {}
    }
}
