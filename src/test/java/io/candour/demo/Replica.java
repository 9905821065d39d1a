package io.candour.demo;

import io.candour.server.Candour;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Another server beside the stack's, in a JVM of its own: one to be killed, or to write at the same time. */
public final class Replica implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Process process;
    private final String url;
    private final String health;

    private Replica(Process process, String url, String health) {
        this.process = process;
        this.url = url;
        this.health = health;
    }

    static Replica start(Map<String, String> properties, Path log) throws IOException, InterruptedException {
        int port = freePort();
        Map<String, String> own = new TreeMap<>(properties);
        own.put("server.port", Integer.toString(port));
        String scheme = properties.containsKey("server.ssl.certificate") ? "https" : "http";
        String health = "http://localhost:" + properties.getOrDefault("management.server.port", own.get("server.port"));
        Replica replica = new Replica(process(own, log), scheme + "://localhost:" + port, health);
        replica.awaitReady(log);
        return replica;
    }

    /**
     * Starts one that is to end by itself, and returns when it has.
     *
     * @return what it wrote
     */
    static String refusal(Map<String, String> properties, Path log) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        Map<String, String> own = new TreeMap<>(properties);
        own.put("server.port", Integer.toString(freePort()));
        Process process = process(own, log);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            Processes.stop(List.of(process.toHandle()));
            throw new DemoProblem("A server started that was to refuse: see " + log);
        }
        if (process.exitValue() == 0) {
            throw new DemoProblem("A server that was to refuse ended as if all were well: see " + log);
        }
        return Files.readString(log);
    }

    private static Process process(Map<String, String> properties, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Candour.class.getName()));
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-replica"));
        return process;
    }

    /** FHIR base. */
    public String fhirUrl() {
        return url + "/fhir";
    }

    /** Where the web pages are. */
    public String webUrl() {
        return url;
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        Processes.stop(List.of(process.toHandle()));
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create(health + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(20))
                .build();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // Nobody listens yet.
            }
            Thread.sleep(200);
        }
        close();
        throw new DemoProblem("Another server did not become ready: see " + log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
