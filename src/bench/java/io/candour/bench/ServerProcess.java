package io.candour.bench;

import io.candour.demo.LoopbackPorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One server in a JVM of its own on the loopback interface, ended by {@link #close} or at the latest with this JVM.
 *
 * <p>Used by one thread.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(50);
    private static final Duration POLITE = Duration.ofSeconds(120);

    private final Arm arm;
    private final Path log;
    private final long started;
    private final Process process;
    private final String base;
    private final URI metadata;

    private ServerProcess(Arm arm, Path log, int port, long started, Process process) {
        this.arm = arm;
        this.log = log;
        this.started = started;
        this.process = process;
        this.base = base(port);
        this.metadata = URI.create(base + "/metadata");
    }

    /** Returns as soon as the process is there, with the same java as this one. */
    static ServerProcess launch(Arm arm, Path log) throws IOException {
        int port = LoopbackPorts.free();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // All of it from the start: a heap that grows by chance lets one arm collect all the time and the other
                // not.
                "-Xms1g",
                "-Xmx1g"));
        command.addAll(arm.options());
        command.addAll(List.of("-cp", arm.classPath(), arm.mainClass()));
        command.addAll(arm.arguments(port, base(port)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        long started = System.nanoTime();
        Process process = builder.start();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-" + arm.name()));
        } catch (IllegalStateException alreadyEnding) {
            process.destroyForcibly();
            throw alreadyEnding;
        }
        return new ServerProcess(arm, log, port, started, process);
    }

    /**
     * Waits for the first 200 of GET metadata.
     *
     * @throws BenchFailure if it doesn't come in time, or isn't an R4 CapabilityStatement
     */
    Start firstAnswer() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(BETWEEN_POLLS.multipliedBy(20))
                .build();
        while (sinceStart().compareTo(LIMIT) < 0) {
            Optional<HttpResponse<String>> answer = ask(client);
            if (answer.isPresent() && answer.get().statusCode() == 200) {
                Start start = new Start(
                        sinceStart(), process.info().totalCpuDuration().orElseThrow());
                check(answer.get().body());
                return start;
            }
            if (!process.isAlive()) {
                throw new BenchFailure(
                        "%s ended with %d before it answered: see %s".formatted(arm.name(), process.exitValue(), log));
            }
            Thread.sleep(BETWEEN_POLLS.toMillis());
        }
        throw new BenchFailure("%s did not answer within %d s: see %s".formatted(arm.name(), LIMIT.toSeconds(), log));
    }

    /** FHIR base. */
    String base() {
        return base;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks it to end, makes it end when it doesn't, and returns when it is gone. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(POLITE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private Optional<HttpResponse<String>> ask(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(metadata)
                .header("Accept", "application/fhir+json")
                .timeout(LIMIT.minus(sinceStart()).plus(BETWEEN_POLLS))
                .build();
        try {
            return Optional.of(client.send(request, BodyHandlers.ofString()));
        } catch (ConnectException | HttpTimeoutException notYet) {
            return Optional.empty();
        }
    }

    private void check(String body) {
        if (!body.matches("(?s).*\"resourceType\"\\s*:\\s*\"CapabilityStatement\".*")
                || !body.matches("(?s).*\"fhirVersion\"\\s*:\\s*\"4\\.0\\.1\".*")) {
            throw new BenchFailure("%s answered with something else than an R4 CapabilityStatement: see %s"
                    .formatted(arm.name(), log));
        }
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static String base(int port) {
        return "http://127.0.0.1:%d/fhir".formatted(port);
    }
}
