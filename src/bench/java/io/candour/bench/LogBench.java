package io.candour.bench;

import io.candour.audit.AccessLog;
import io.candour.audit.AccessRecord;
import io.candour.audit.RecordId;
import io.candour.demo.DemoSettings;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import io.candour.enforcement.DisclosureFilter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the access log costs: searches over HTTP on 64 connections with it and without, in turns (A B B A) on one server,
 * and the ratio of answers. The server has no way to be without its log; here it is taken out of the running filter.
 *
 * <p>Run by {@code mvn -Pbench test-compile exec:exec@access-log}.
 */
public final class LogBench {
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_SECONDS = 40;
    private static final int SECONDS = 10;
    private static final double LEAST = 0.9;

    private final DemoStack stack;
    private final DisclosureFilter filter;
    private final Field field;
    private final AccessLog log;

    private LogBench(DemoStack stack) throws ReflectiveOperationException {
        this.stack = stack;
        filter = stack.server().getBeansOfType(FilterRegistrationBean.class).values().stream()
                .map(FilterRegistrationBean::getFilter)
                .filter(DisclosureFilter.class::isInstance)
                .map(DisclosureFilter.class::cast)
                .findFirst()
                .orElseThrow();
        field = DisclosureFilter.class.getDeclaredField("log");
        field.setAccessible(true);
        log = (AccessLog) field.get(filter);
    }

    /** Arguments: rounds, directory for the result. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (DemoStack stack = DemoStack.start(DemoSettings.ofTests())) {
            LogBench bench = new LogBench(stack);
            bench.answers(true, WARM_UP_SECONDS);
            bench.answers(false, WARM_UP_SECONDS / 4);
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                int on = bench.answers(true, SECONDS);
                int off = bench.answers(false, SECONDS);
                off += bench.answers(false, SECONDS);
                on += bench.answers(true, SECONDS);
                ratios.add((double) on / off);
                System.out.printf(
                        Locale.ROOT,
                        "Round %d: %.0f answers/s with the log, %.0f without: %.3f%n",
                        round + 1,
                        on / (2.0 * SECONDS),
                        off / (2.0 * SECONDS),
                        (double) on / off);
            }
            bench.printMetrics();
            Spread spread = Spread.of(ratios);
            System.out.println("Ratio " + spread);
            Row.write(
                    List.of(new Row(
                            "P5",
                            "answers with the access log / without, " + CONNECTIONS + " connections",
                            spread.median(),
                            List.of(spread.smallest(), spread.largest()),
                            spread.median() >= LEAST)),
                    Path.of(arguments[1], "access-log.json"));
        }
        System.exit(0);
    }

    private int answers(boolean recorded, int seconds)
            throws IOException, InterruptedException, IllegalAccessException {
        field.set(filter, recorded ? log : new NoLog());
        String token = new DemoTokens(stack.keycloak()).of("patient", "openid patient/*.rs");
        Process readers = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Readers.class.getName(),
                        stack.fhirUrl() + "/Observation?_count=20",
                        token,
                        Integer.toString(CONNECTIONS),
                        Integer.toString(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(readers.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (readers.waitFor() != 0) {
            throw new IllegalStateException("the readers failed");
        }
        return Integer.parseInt(said);
    }

    private void printMetrics() {
        ConfigurableApplicationContext server = stack.server();
        MeterRegistry metrics = server.getBean(MeterRegistry.class);
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

    /** Says at once that everything is durable. */
    private static final class NoLog implements AccessLog {
        @Override
        public RecordId record(AccessRecord record) {
            return new RecordId(Instant.now(), UUID.randomUUID());
        }

        @Override
        public CompletableFuture<RecordId> submit(AccessRecord record) {
            return CompletableFuture.completedFuture(record(record));
        }

        @Override
        public void writeInTransaction(Connection connection, List<AccessRecord> writes) {
            // Nothing is written while this is measured.
        }
    }
}
