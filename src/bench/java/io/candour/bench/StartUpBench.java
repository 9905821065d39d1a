package io.candour.bench;

import io.candour.demo.DemoPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Goal P10: from the start of the process to the first CapabilityStatement, on a database whose tables are there.
 *
 * <p>Both servers run from one class path rather than from packed jars; what a jar or an AOT cache changes is not
 * measured here. Each is started once to make its tables, then as A B B A in every round: a machine that gets slower
 * meanwhile slows both. Neighbouring starts make a pair.
 */
final class StartUpBench {
    private static final double LIMIT = 0.6;
    private static final int MOST_ROUNDS = 20;

    private final Path directory;

    private StartUpBench(Path directory) {
        this.directory = directory;
    }

    /** Arguments: number of rounds, directory for data, logs and the result. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException("From 1 to %d rounds".formatted(MOST_ROUNDS));
        }
        Path directory = Path.of(arguments[1]);
        Files.createDirectories(directory);
        try {
            new StartUpBench(directory).run(rounds);
        } catch (BenchFailure failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }

    private void run(int rounds) throws Exception {
        System.out.printf(
                "Java %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        DemoPostgres postgres =
                DemoPostgres.start(directory.resolve("postgres-binaries"), directory.resolve("postgres"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres), "stop-postgres"));
        Arm candour = Arm.candour(postgres, postgres.emptyDatabase("start_up_candour"));
        Arm stock = Arm.stock(postgres, postgres.emptyDatabase("start_up_stock"));

        measure("Making tables", stock);
        measure("Making tables", candour);
        List<Start> candours = new ArrayList<>();
        List<Start> stocks = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            String label = "Round %d of %d".formatted(round, rounds);
            candours.add(measure(label, candour));
            stocks.add(measure(label, stock));
            stocks.add(measure(label, stock));
            candours.add(measure(label, candour));
        }
        report(candours, stocks);
    }

    private Start measure(String label, Arm arm) throws IOException, InterruptedException {
        System.out.printf("%s: %s ... ", label, arm.name());
        System.out.flush();
        Path log = directory.resolve("start-up-%s.log".formatted(arm.name()));
        try (ServerProcess server = ServerProcess.launch(arm, log)) {
            Start start = server.firstAnswer();
            System.out.println(start);
            return start;
        }
    }

    private void report(List<Start> candours, List<Start> stocks) throws IOException {
        Row wall = compare("seconds to the first answer", candours, stocks, Start::wallSeconds);
        Row cpu = compare("CPU seconds to the first answer", candours, stocks, Start::cpuSeconds);
        Path file = directory.resolve("start-up.json");
        Row.write(List.of(wall, cpu), file);
        System.out.println("Written to " + file);
    }

    private static Row compare(String what, List<Start> candours, List<Start> stocks, ToDoubleFunction<Start> figure) {
        List<Double> ours = candours.stream().map(figure::applyAsDouble).toList();
        List<Double> theirs = stocks.stream().map(figure::applyAsDouble).toList();
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < ours.size(); pair++) {
            ratios.add(ours.get(pair) / theirs.get(pair));
        }
        Row row = Row.atMost(LIMIT, "P10", what + ", candour / stock", Spread.of(ratios));
        System.out.printf(
                Locale.ROOT,
                "%n%s, median (range)%n  candour %s%n  stock   %s%n  ratio   %s: at most %.2f %s%n",
                what,
                Spread.of(ours),
                Spread.of(theirs),
                Spread.of(ratios),
                LIMIT,
                row.holds() ? "holds" : "does not hold");
        return row;
    }

    private static void stop(DemoPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL did not stop cleanly", failed);
        }
    }
}
