package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A server in a process of its own under everyday use without a rest, for as long as {@code candour.soak} says: what it
 * keeps of it does not grow, and nothing goes wrong.
 */
@ExtendWith(Stack.class)
@Tag("nightly")
class SoakIT {
    private static final Duration HOW_LONG = Duration.parse(System.getProperty("candour.soak", "PT15M"));
    private static final int SAMPLES = 15;
    /** Of these, the first are of a server that still compiles and fills its caches. */
    private static final int WARMING = 5;

    private static final double MEGABYTE = 1024 * 1024;

    @Test
    void whatAServerKeepsDoesNotGrow(DemoStack stack) throws Exception {
        List<Sample> samples = new ArrayList<>();
        try (Replica server = stack.startReplica();
                Load load = new Load(0, Duration.ZERO)) {
            EverydayUse use = new EverydayUse(stack, server.fhirUrl());
            use.begin(load, Duration.ZERO);
            use.beginToRead(load, Duration.ofMillis(5));
            for (int i = 0; i < SAMPLES; i++) {
                Thread.sleep(HOW_LONG.dividedBy(SAMPLES).toMillis());
                Sample sample = Sample.of(server, load.answered());
                System.out.println(sample);
                samples.add(sample);
            }
            load.close();
            assertThat(load.givenUp()).isEmpty();
            assertThat(load.failures()).isZero();
            assertThat(load.unrecorded(stack.server().getBean(JdbcTemplate.class)))
                    .isEmpty();
            use.nothingAcknowledgedIsLost();
            use.end();
        }
        List<Sample> warm = samples.subList(WARMING, SAMPLES);
        flat("live heap, MB", warm, Sample::heap, 8);
        flat("beside the heap, MB", warm, Sample::beside, 12);
        flat("threads", warm, Sample::threads, 8);
        flat("open files", warm, Sample::files, 16);
        flat("database connections", warm, Sample::connections, 2);
    }

    /** The second half's middle is not above the first half's by more than a tenth and what one sample may be off by. */
    private static void flat(String what, List<Sample> samples, ToDoubleFunction<Sample> of, double off) {
        int half = samples.size() / 2;
        double before = median(samples.subList(0, half), of);
        double after = median(samples.subList(half, samples.size()), of);
        System.out.printf("%s: %.1f, then %.1f%n", what, before, after);
        assertThat(after).as("%s, of %s", what, samples).isPositive().isLessThanOrEqualTo(before * 1.1 + off);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        double[] sorted = samples.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** What the server says of itself after a full collection. Memory in MB. */
    private record Sample(int answered, double heap, double beside, double threads, double files, double connections) {

        static Sample of(Replica server, int answered) throws IOException, InterruptedException {
            collect(server);
            String metrics = server.metrics();
            return new Sample(
                    answered,
                    sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\"") / MEGABYTE,
                    sum(metrics, "jvm_memory_used_bytes\\{area=\"nonheap\"") / MEGABYTE,
                    sum(metrics, "jvm_threads_live_threads"),
                    sum(metrics, "process_files_open_files"),
                    sum(metrics, "hikaricp_connections(\\{|\\s)"));
        }

        private static void collect(Replica server) throws IOException, InterruptedException {
            Process collecting = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(server.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(collecting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(collecting.waitFor()).as(said).isZero();
        }

        /** Of all lines that begin so. */
        private static double sum(String metrics, String beginning) {
            return Pattern.compile("(?m)^" + beginning + ".*?([0-9.E+-]+)$")
                    .matcher(metrics)
                    .results()
                    .map(MatchResult::group)
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .reduce(Double::sum)
                    .orElseThrow(() -> new AssertionError("No metric " + beginning));
        }
    }
}
