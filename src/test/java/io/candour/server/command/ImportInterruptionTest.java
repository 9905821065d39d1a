package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.server.command.LoopbackFhirServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command in a process of its own, as users run and end it. */
class ImportInterruptionTest extends ImportFixture {
    static final class Main {
        public static void main(String[] args) {
            System.exit(Commands.run(args).orElseThrow());
        }
    }

    @Test
    void interruptWhenBundlesAreOnTheWayThenTheyAreAnsweredForAndTheNextRunSendsTheRest() throws Exception {
        for (int i = 0; i < 6; i++) {
            writePatient("p" + i);
        }
        server.delay = Duration.ofMillis(500);
        CountDownLatch arrived = new CountDownLatch(2);
        server.script = bundle -> {
            arrived.countDown();
            return Optional.empty();
        };

        Process process = start(List.of(), arguments("--concurrency=1"));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        int stored = server.stored().size();
        assertThat(stored).isBetween(2, 4);
        assertThat(report().at("/files/loaded").asInt()).isEqualTo(stored);
        assertThat(report().at("/files/notSent").asInt()).isEqualTo(6 - stored);
        server.delay = Duration.ZERO;
        Run rest = load();
        assertThat(rest.exitCode()).isZero();
        assertThat(rest.out()).contains("skipped " + stored + " loaded before");
        assertThat(server.posts()).hasSize(6);
    }

    @Test
    void interruptWhenWaitingToTryAgainThenEndsAtOnce() throws Exception {
        writePatient("p");
        server.script = bundle -> Optional.of(new Fault.Status(503, Map.of("Retry-After", "60"), ""));

        Process process = start(List.of(), arguments());
        while (server.posts().isEmpty()) {
            Thread.sleep(10);
        }
        process.destroy();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(report().at("/failures/0/status").asInt()).isEqualTo(503);
    }

    @Test
    void killWhenServerHasStoredThenTheNextRunFindsItAlreadyThere() throws Exception {
        writePatient("p");
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        server.script = bundle -> {
            if (stored.getCount() == 0) {
                return Optional.empty();
            }
            stored.countDown();
            await(killed);
            return Optional.of(new Fault.Drop(true));
        };

        Process process = start(List.of(), arguments());
        assertThat(stored.await(20, TimeUnit.SECONDS)).isTrue();
        process.destroyForcibly().waitFor();
        killed.countDown();
        while (server.posts().isEmpty()) {
            Thread.sleep(10);
        }

        Run next = load();

        assertThat(next.exitCode()).isZero();
        assertThat(next.out()).contains("found 2 resources already there");
    }

    @Test
    void loadWhenFilesAreLargerThanTheHeapThenLoadsThemAllTheSame() throws Exception {
        String note = "x".repeat(200_000);
        try (var lines = Files.newBufferedWriter(folder.resolve("Observation.ndjson"));
                var bundle = Files.newBufferedWriter(folder.resolve("big.json"))) {
            bundle.write("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
            for (int i = 0; i < 200; i++) {
                String resource = "{\"resourceType\":\"Observation\",\"id\":\"" + i + "\",\"note\":[{\"text\":\"" + note
                        + "\"}]}";
                lines.write(resource + "\n");
                bundle.write((i == 0 ? "" : ",") + "{\"resource\":" + resource
                        + ",\"request\":{\"method\":\"PUT\",\"url\":\"Observation/" + i + "\"}}");
            }
            bundle.write("]}");
        }

        Process process = start(List.of("-Xmx38m"), arguments("--concurrency=1"));

        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output())).isZero();
        assertThat(report().at("/resources/loaded").asInt()).isEqualTo(400);
    }

    @Test
    void loadWhenSecretIsInTheEnvironmentThenUsesIt() throws Exception {
        writePatient("p");
        List<String> arguments = new ArrayList<>(arguments());
        arguments.removeIf(argument -> argument.startsWith("--client-secret"));

        Process process = start(List.of(), arguments);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output())).isZero();
        assertThat(Files.readString(output())).contains("Loaded 1 files (2 resources)");
    }

    private Path output() {
        return elsewhere.resolve("output.txt");
    }

    private Process start(List<String> options, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(options);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        builder.environment().put("CANDOUR_CLIENT_SECRET", LoopbackFhirServer.SECRET);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
