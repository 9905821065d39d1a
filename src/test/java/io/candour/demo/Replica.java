package io.candour.demo;

import io.candour.server.Candour;
import java.io.IOException;
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
    private static final Duration GOES_WITHIN = Duration.ofMinutes(1);

    private final Process process;
    private final String url;
    private final String health;

    private Replica(Process process, String url, String health) {
        this.process = process;
        this.url = url;
        this.health = health;
    }

    /** One of this build's classes, on a port of its own. */
    static Replica start(Map<String, String> properties, Path log) throws IOException, InterruptedException {
        return start(ofThisBuild(), properties, log);
    }

    /** One of a jar, as of a version before. */
    static Replica startJar(Path jar, Map<String, String> properties, Path log)
            throws IOException, InterruptedException {
        return start(List.of("-jar", jar.toString()), properties, log);
    }

    private static Replica start(List<String> program, Map<String, String> properties, Path log)
            throws IOException, InterruptedException {
        int port = LoopbackPorts.free();
        String scheme = properties.containsKey("server.ssl.certificate") ? "https" : "http";
        Map<String, String> own = new TreeMap<>(properties);
        own.put("server.port", Integer.toString(port));
        if (scheme.equals("http") && own.containsKey("candour.portal.client-secret")) {
            own.put("candour.portal.url", "http://localhost:" + port);
            own.put("candour.portal.fhir-base", "http://localhost:" + port + "/fhir");
        }
        String health = "http://localhost:" + properties.getOrDefault("management.server.port", own.get("server.port"));
        Replica replica = new Replica(process(program, own, log), scheme + "://localhost:" + port, health);
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
        own.put("server.port", Integer.toString(LoopbackPorts.free()));
        Process process = process(ofThisBuild(), own, log);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            Processes.stop(List.of(process.toHandle()));
            throw new DemoProblem("A server started that was to refuse: see " + log);
        }
        if (process.exitValue() == 0) {
            throw new DemoProblem("A server that was to refuse ended as if all were well: see " + log);
        }
        return Files.readString(log);
    }

    private static List<String> ofThisBuild() {
        return List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Candour.class.getName());
    }

    private static Process process(List<String> program, Map<String, String> properties, Path log) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(program);
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-replica"));
        return process;
    }

    /** Where its own pages are, which ask it alone; without a slash at the end. */
    public String webUrl() {
        return url;
    }

    /** FHIR base. */
    public String fhirUrl() {
        return url + "/fhir";
    }

    public int port() {
        return URI.create(url).getPort();
    }

    public long pid() {
        return process.pid();
    }

    /** What it tells Prometheus of itself. */
    public String metrics() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(health + "/actuator/prometheus"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /**
     * SIGTERM, as a platform stops a server; returns its exit code when it is gone.
     *
     * @throws DemoProblem where it does not go by itself
     */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GOES_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new DemoProblem("A server did not stop within " + GOES_WITHIN);
        }
        return process.exitValue();
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
}
