package io.candour.bench;

import io.candour.demo.DemoPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Goal P10: from the start of the process to the first CapabilityStatement, on a database whose tables are there.
 *
 * <p>Both servers run from one class path; Candour also, where this is Java 25, as its image starts it ({@link
 * Archived}). Each is started once to make its tables, then as A C B B C A in every round: a machine that gets
 * slower meanwhile slows all. Starts of one half of a round make a pair.
 */
final class StartUpBench {
    private static final double LIMIT = 0.6;
    private static final double LIMIT_WITH_CACHE = 0.45;
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
        Optional<Arm> image = Archived.possible() ? Optional.of(image(candour)) : Optional.empty();
        List<Start> candours = new ArrayList<>();
        List<Start> images = new ArrayList<>();
        List<Start> stocks = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            String label = "Round %d of %d".formatted(round, rounds);
            candours.add(measure(label, candour));
            if (image.isPresent()) {
                images.add(measure(label + ", with the AOT cache", image.get()));
            }
            stocks.add(measure(label, stock));
            stocks.add(measure(label, stock));
            if (image.isPresent()) {
                images.add(measure(label + ", with the AOT cache", image.get()));
            }
            candours.add(measure(label, candour));
        }
        report(candours, images, stocks);
    }

    private Arm image(Arm candour) throws IOException, InterruptedException {
        Archived archived = Archived.in(directory);
        measure("Writing the AOT cache", archived.writing(candour));
        return archived.reading(candour);
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

    private void report(List<Start> candours, List<Start> images, List<Start> stocks) throws IOException {
        String wall = "seconds to the first answer";
        String cpu = "CPU seconds to the first answer";
        List<Row> rows = new ArrayList<>(List.of(
                compare(wall, LIMIT, candours, stocks, Start::wallSeconds),
                compare(cpu, LIMIT, candours, stocks, Start::cpuSeconds)));
        if (!images.isEmpty()) {
            String cached = ", with the image's AOT cache";
            rows.add(compare(wall + cached, LIMIT_WITH_CACHE, images, stocks, Start::wallSeconds));
            rows.add(compare(cpu + cached, LIMIT_WITH_CACHE, images, stocks, Start::cpuSeconds));
        }
        Path file = directory.resolve("start-up.json");
        Row.write(rows, file);
        System.out.println("Written to " + file);
    }

    private static Row compare(
            String what, double limit, List<Start> candours, List<Start> stocks, ToDoubleFunction<Start> figure) {
        List<Double> ours = candours.stream().map(figure::applyAsDouble).toList();
        List<Double> theirs = stocks.stream().map(figure::applyAsDouble).toList();
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < ours.size(); pair++) {
            ratios.add(ours.get(pair) / theirs.get(pair));
        }
        Row row = Row.atMost(limit, "P10", what + ", candour / stock", Spread.of(ratios));
        System.out.printf(
                Locale.ROOT,
                "%n%s, median (range)%n  candour %s%n  stock   %s%n  ratio   %s: at most %.2f %s%n",
                what,
                Spread.of(ours),
                Spread.of(theirs),
                Spread.of(ratios),
                limit,
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
