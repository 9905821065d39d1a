package io.candour.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Goals P1 to P12 in one report, and what is held at a glance.
 *
 * <p>Run by {@code mvn -Pbench test-compile exec:exec@report}; {@code -Dbench.only=P1,P2} for some of them. Ends with
 * status 1 where a goal does not hold.
 */
public final class ReportBench {
    private static final Set<Goal> IN_A_DUEL =
            EnumSet.of(Goal.P1, Goal.P2, Goal.P3, Goal.P4, Goal.P8, Goal.P12, Goal.HELD);
    private static final Set<Goal> ON_A_STAGE = EnumSet.of(Goal.P5, Goal.P6, Goal.P7, Goal.P9);

    private final Set<Goal> goals;
    private final Turns turns;
    private final double seconds;
    private final Path directory;
    private final Report report;

    private ReportBench(Path directory) {
        this.directory = directory;
        this.report = new Report(directory);
        goals = Goal.chosen(System.getProperty("bench.only", ""));
        turns = new Turns(Integer.getInteger("bench.rounds", 5));
        seconds = Integer.getInteger("bench.seconds", 10);
    }

    /** Argument: directory for results and logs. The rest is said by system properties {@code bench.*}. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        Files.createDirectories(directory);
        ReportBench bench = new ReportBench(directory);
        bench.run();
        System.out.printf("%n%s%nWritten to %s%n", bench.report.table(), directory.resolve("report.json"));
        System.exit(bench.report.holds() ? 0 : 1);
    }

    private void run() throws Exception {
        Progress.say("%s, %d rounds of turns of %.0f s", goals, turns.rounds(), seconds);
        Programs programs = new Programs(directory);
        measure(Goal.P11, programs::decision);
        measure(Goal.P10, () -> programs.startUp(turns.rounds()));
        if (any(IN_A_DUEL) || any(ON_A_STAGE)) {
            try (Stage stage = Stage.set(Integer.getInteger("bench.people", 20), directory)) {
                report.stands(Floor.measure(stage, directory));
                onStage(stage);
            }
        }
    }

    private void onStage(Stage stage) throws Exception {
        measure(Goal.P5, () -> {
            LogBench guards = new LogBench(stage.stack(), seconds);
            guards.warmUp();
            return List.of(guards.withoutBoth(turns));
        });
        if (any(IN_A_DUEL)) {
            try (Duel duel = Duel.start(stage)) {
                inDuel(duel);
            }
        }
        Growth growth = new Growth(stage, turns, seconds);
        measure(Goal.P6, growth::consents);
        measure(Goal.P7, growth::patients);
        measure(Goal.P9, new WhoLooked(stage, turns, seconds)::rows);
    }

    private void inDuel(Duel duel) throws Exception {
        Reads reads = new Reads(duel, turns, seconds);
        try {
            reads.preflight().checkDenial();
        } catch (BenchFailure leak) {
            for (Goal each : IN_A_DUEL) {
                measure(each, () -> {
                    throw leak;
                });
            }
            return;
        }
        measure(Goal.P1, reads::page);
        measure(Goal.P2, reads::read);
        measure(Goal.P3, reads::everything);
        measure(Goal.HELD, reads::held);
        measure(Goal.P4, reads::latency);
        measure(Goal.P12, () -> new Footprint(duel, seconds).rows(turns));
        // Last, since it changes what is stored.
        measure(Goal.P8, () -> new Ingest(duel).rows(turns));
    }

    private void measure(Goal goal, Report.Attempt attempt) throws IOException {
        if (goals.contains(goal)) {
            report.add(goal, attempt);
        }
    }

    private boolean any(Collection<Goal> some) {
        return !Collections.disjoint(goals, some);
    }
}
