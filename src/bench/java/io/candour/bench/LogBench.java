package io.candour.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoSettings;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.enforcement.Guards;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Goal P5, what the guards cost: searches over HTTP on 64 connections with consent and access log and without, in turns
 * (A B B A) on one server, and the ratio of answers.
 *
 * <p>Run by {@code mvn -Pbench test-compile exec:exec@access-log}, which also takes out the log alone.
 */
public final class LogBench {
    private static final int CONNECTIONS = 64;
    private static final String PAGE = "Observation?_count=20";

    private final DemoStack stack;
    private final Guards guards;
    private final double seconds;

    LogBench(DemoStack stack, double seconds) throws ReflectiveOperationException {
        this.stack = stack;
        this.seconds = seconds;
        guards = Guards.of(stack.server());
    }

    /** Arguments: rounds, directory for the result. */
    public static void main(String[] arguments) throws Exception {
        Turns turns = new Turns(Integer.parseInt(arguments[0]));
        try (DemoStack stack = DemoStack.start(DemoSettings.ofTests())) {
            LogBench bench = new LogBench(stack, 10);
            bench.warmUp();
            Row log = bench.withoutLog(turns);
            bench.printMetrics();
            Row both = bench.withoutBoth(turns);
            List.of(both, log).forEach(row -> System.out.println(row));
            Row.write(List.of(both, log), Path.of(arguments[1], "access-log.json"));
        }
        System.exit(0);
    }

    /** First sees that the answers are the same. */
    void warmUp() throws Exception {
        FhirClient patient = new FhirClient(new Asked(stack.fhirUrl(), Optional.of(token()), List.of("metadata")));
        List<JsonNode> guarded = patient.must(PAGE).resources();
        List<JsonNode> unguarded;
        try {
            guards.set(false, false);
            unguarded = patient.must(PAGE).resources();
        } finally {
            guards.set(true, true);
        }
        if (guarded.size() != 20 || !guarded.equals(unguarded)) {
            throw new BenchFailure("not the same page of 20 with consent and log as without");
        }
        WarmUp.of("without", LogBench::compiling, lasting -> answers(false, false, lasting));
        WarmUp.of("with", LogBench::compiling, lasting -> answers(true, true, lasting));
    }

    /** Of the server, which runs in this JVM. */
    private static double compiling() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3;
    }

    Row withoutBoth(Turns turns) throws Exception {
        return Goal.P5.row(turns.ratios(
                "Answers with consent and log / without", () -> answers(true, true), () -> answers(false, false)));
    }

    Row withoutLog(Turns turns) throws Exception {
        return Goal.P5.row(
                "answers a second, log on / off",
                turns.ratios("Answers with the log / without", () -> answers(true, true), () -> answers(true, false)));
    }

    private double answers(boolean consent, boolean log) throws Exception {
        return answers(consent, log, seconds);
    }

    /** How many a second. */
    private double answers(boolean consent, boolean log, double lasting) throws Exception {
        guards.set(consent, log);
        try {
            return read(lasting) / lasting;
        } finally {
            guards.set(true, true);
        }
    }

    private String token() throws IOException, InterruptedException {
        return new DemoTokens(stack.keycloak()).of("patient", "openid patient/*.rs");
    }

    private int read(double lasting) throws IOException, InterruptedException {
        Process readers = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Readers.class.getName(),
                        stack.fhirUrl() + "/" + PAGE,
                        token(),
                        Integer.toString(CONNECTIONS),
                        Double.toString(lasting))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(readers.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (readers.waitFor() != 0) {
            throw new BenchFailure("the readers failed");
        }
        return Integer.parseInt(said);
    }

    private void printMetrics() {
        MeterRegistry metrics = stack.server().getBean(MeterRegistry.class);
        DistributionSummary batch = metrics.get("candour.access.log.batch").summary();
        Timer commit = metrics.get("candour.access.log.commit").timer();
        System.out.printf(
                Locale.ROOT,
                "%d commits of %.1f records (at most %.0f), %.2f ms each (at most %.1f ms)%n",
                batch.count(),
                batch.mean(),
                batch.max(),
                commit.mean(TimeUnit.MICROSECONDS) / 1e3,
                commit.max(TimeUnit.MICROSECONDS) / 1e3);
    }
}
