package io.candour.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * A Keycloak as a child process on the loopback interface, with the realm {@code candour} imported.
 *
 * <p>Its augmented build stays in the home directory and its database in the stack's own, so a second start takes a
 * third of the time. A realm that differs from the last start's is imported into an empty database. Stacks may share the
 * home directory; they start one after the other.
 */
public final class DemoKeycloak implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Path home;
    private final Path directory;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<Process> process = Optional.empty();
    private boolean closed;

    /**
     * @param home the unpacked distribution
     * @param directory keeps the database, the log and the pid file; no other JVM may be using it
     */
    public DemoKeycloak(Path home, Path directory, int port) {
        this.home = home.toAbsolutePath();
        this.directory = directory.toAbsolutePath();
        this.port = port;
    }

    /** The realm's URL: issuer of every token. */
    public String issuer() {
        return root() + "/realms/candour";
    }

    public String tokenUrl() {
        return issuer() + "/protocol/openid-connect/token";
    }

    /**
     * Starts and returns when the realm answers.
     *
     * @param realm the realm as JSON
     * @param environment values for the realm's {@code ${...}} placeholders
     * @throws DemoProblem if the process ends instead, with where its log is
     */
    public void start(String realm, Map<String, String> environment) throws IOException, InterruptedException {
        stopLeftOver(directory);
        Files.createDirectories(directory);
        Files.deleteIfExists(log());
        try (FileChannel file = FileChannel.open(
                        home.resolve("starting.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = file.lock()) {
            Path imported = home.resolve("data/import/candour-realm.json");
            Files.createDirectories(imported.getParent());
            Files.writeString(imported, realm);
            forgetOtherRealm(realm + environment);
            Process started = launch(environment);
            Processes.write(pidFile(directory), started.toHandle());
            awaitRealm(started);
            // Now with the JVM, which the script has started and restarted after its first build.
            Processes.write(pidFile(directory), started.toHandle());
        }
    }

    /** What it is busy with, in a word or two. */
    public String doing() {
        try {
            String said = Files.exists(log()) ? Files.readString(log()) : "";
            return said.contains("Updating the configuration") && !said.contains("Running the server")
                    ? "building, which only the first start does"
                    : "starting";
        } catch (IOException unreadable) {
            return "starting, its log cannot be read";
        }
    }

    /** Makes it hang, as an overloaded or cut-off issuer does, until {@link #resume}. */
    public void suspend() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        process.ifPresent(script -> {
            command.add(Long.toString(script.pid()));
            script.descendants().forEach(each -> command.add(Long.toString(each.pid())));
        });
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Returns when no process is left. May be called at any time, also while another thread starts it. */
    @Override
    public void close() {
        Optional<Process> running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        running.ifPresent(script -> Processes.stop(List.of(script.toHandle())));
        stopLeftOver(directory);
    }

    static void stopLeftOver(Path directory) {
        Processes.stopNamedIn(pidFile(directory), directory.toAbsolutePath().toString());
    }

    private static Path pidFile(Path directory) {
        return directory.resolve("keycloak.pid");
    }

    private synchronized Process launch(Map<String, String> placeholders) throws IOException {
        if (closed) {
            throw new DemoProblem("Stopped before Keycloak was started");
        }
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=" + root(),
                "--db-url=jdbc:h2:file:" + database().resolve("keycloak") + ";NON_KEYWORDS=VALUE");
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("KC_")
                        || name.startsWith("JAVA_OPTS")
                        || name.startsWith("DEBUG")
                        || name.equals("JAVA"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        // Without an administrator Keycloak offers every local visitor to become one.
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", "candour-demo");
        environment.putAll(placeholders);
        Process started =
                builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
        process = Optional.of(started);
        return started;
    }

    private void awaitRealm(Process started) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers()) {
            if (!started.isAlive() || Instant.now().isAfter(end)) {
                throw new DemoProblem("Keycloak did not start: the reason is at the end of " + log());
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    private boolean answers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                .timeout(ANSWER)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void forgetOtherRealm(String realm) throws IOException {
        Path last = directory.resolve("imported-realm.txt");
        if (!Files.exists(last) || !Files.readString(last).equals(realm)) {
            FileSystemUtils.deleteRecursively(database());
            Files.writeString(last, realm);
        }
    }

    private Path database() {
        return directory.resolve("database");
    }

    private Path log() {
        return directory.resolve("keycloak.log");
    }

    private String root() {
        return "http://localhost:" + port;
    }
}
