package io.candour.bench;

import io.candour.consent.DecisionBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Goals P10 and P11, which have programs of their own: run here as such, so that no other server is up meanwhile. */
final class Programs {
    private static final double NANOS_A_DECISION = 100;
    private static final double NOTHING = 0.01;

    private final Path directory;

    Programs(Path directory) {
        this.directory = directory;
    }

    List<Row> startUp(int rounds) throws Exception {
        run(StartUpBench.class, 300 + 4L * 180 * rounds, Integer.toString(rounds), directory.toString());
        return Row.read(directory.resolve("start-up.json"));
    }

    List<Row> decision() throws Exception {
        RunResult measured = new Runner(new OptionsBuilder()
                        .include(DecisionBench.class.getName() + ".decide$")
                        .param("directives", "5")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
        Statistics nanos = measured.getPrimaryResult().getStatistics();
        double bytes = measured.getSecondaryResults().entrySet().stream()
                .filter(each -> each.getKey().endsWith("gc.alloc.rate.norm"))
                .map(each -> (Result<?>) each.getValue())
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElseThrow();
        Row row = Goal.P11.row(
                "%s (%.1f ns, %.3f bytes)".formatted(Goal.P11.what(), nanos.getMean(), bytes),
                new Spread(
                        nanos.getPercentile(50) / NANOS_A_DECISION,
                        nanos.getMin() / NANOS_A_DECISION,
                        nanos.getMax() / NANOS_A_DECISION));
        return List.of(bytes < NOTHING ? row : new Row(row.goal(), row.what(), row.ratio(), row.range(), false));
    }

    private static void run(Class<?> program, long mostSeconds, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(process::destroy, "stop-" + program.getSimpleName());
        Runtime.getRuntime().addShutdownHook(end);
        if (!process.waitFor(mostSeconds, TimeUnit.SECONDS)) {
            process.destroy();
            throw new BenchFailure("not done within %d s".formatted(mostSeconds));
        }
        Runtime.getRuntime().removeShutdownHook(end);
        if (process.exitValue() != 0) {
            throw new BenchFailure("ended with %d, see above".formatted(process.exitValue()));
        }
    }
}
