package io.candour.deployment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candour.demo.DemoPostgres;
import io.candour.demo.LoopbackPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image as processes, where no engine is at hand: the jar taken apart, its layers laid together, the cache written, the
 * entry point run by the image's user with no right to write there, looked at as an engine would, and stopped as one would.
 * A step that fails takes the later ones with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("nightly")
class ImageIT {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    private static final int KEY_BYTES = 32;
    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;
    /** The JVM ends where the cache does not fit, and says why; by itself it would start without. */
    private static final Map<String, String> STRICTLY = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");

    @SuppressWarnings("NullAway.Init")
    private Path room;

    @SuppressWarnings("NullAway.Init")
    private Image image;

    private Optional<DemoPostgres> postgres = Optional.empty();
    private Map<String, String> settings = Map.of();
    private Map<String, String> files = Map.of();
    private Optional<Process> server = Optional.empty();
    private int port;

    @BeforeAll
    void prepare(@TempDir Path directory) throws Exception {
        room = directory;
        Optional<Path> java = Java25.home();
        if (java.isEmpty()) {
            System.err.println("!!! No Java 25: THE IMAGE WAS NOT RUN. Install one, or name its home with "
                    + Java25.VARIABLE + " !!!");
        }
        assumeTrue(java.isPresent(), "Java 25 is there");
        image = new Image(Dockerfile.read(), java.get(), room);
        port = LoopbackPorts.free();
        DemoPostgres database = DemoPostgres.start(
                Path.of(System.getProperty("candour.demo.directory", "target/demo"))
                        .resolve("postgres-binaries"),
                Files.createDirectory(room.resolve("postgres")));
        postgres = Optional.of(database);
        settings = Map.of(
                "SPRING_DATASOURCE_URL", database.url(),
                "SPRING_DATASOURCE_USERNAME", database.user(),
                "SPRING_DATASOURCE_PASSWORD", database.password(),
                "CANDOUR_DATABASE_OWNERUSERNAME", database.owner(),
                "CANDOUR_DATABASE_OWNERPASSWORD", database.password(),
                "SERVER_PORT", Integer.toString(port));
    }

    @AfterAll
    void stop() throws Exception {
        if (server.isPresent()) {
            server.get().destroyForcibly().waitFor();
        }
        if (postgres.isPresent()) {
            postgres.get().close();
        }
    }

    @Test
    @Order(1)
    void everyLayerOfTheJarIsInTheImage() throws Exception {
        image.lay();

        assertThat(image.files().keySet())
                .containsAll(image.layered())
                .contains("candour.jar", "java.options", "healthcheck.sh")
                .anyMatch(file -> file.startsWith("lib/"));
    }

    @Test
    @Order(2)
    void theTrainingWritesTheCache() throws Exception {
        Image.Done trained = image.train(settings);

        assertThat(trained.status()).as(trained.said()).isZero();
        assertThat(image.directory().resolve("candour.aot")).isNotEmptyFile();
    }

    @Test
    @Order(3)
    void whereNobodyServes_theHealthCheckFails() throws Exception {
        assertThat(image.isWell(settings)).isFalse();
    }

    @Test
    @Order(4)
    void theEntryPointStartsFromTheCache_withSecretsInFiles_andIsWell() throws Exception {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.writeString(
                image.secrets().resolve("candour.record.cursor-key"),
                Base64.getEncoder().encodeToString(key));
        files = image.files();
        Map<String, String> environment = new TreeMap<>(settings);
        environment.putAll(STRICTLY);
        // Nowhere: it is asked with the first token.
        environment.put("CANDOUR_IDENTITY_ISSUER", "http://127.0.0.1:1/nobody");
        // As a server is deployed: what migrates is not what serves.
        environment.keySet().removeIf(variable -> variable.contains("OWNER"));
        Process process = image.start(environment, log());
        server = Optional.of(process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-image"));

        await().atMost(READY_WITHIN).pollInterval(Duration.ofSeconds(1)).until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log())).isTrue();
            return image.isWell(settings);
        });
        assertThat(get("/fhir/metadata").body()).contains("CapabilityStatement");
        assertThat(get("/fhir/Patient").statusCode()).isEqualTo(401);
    }

    @Test
    @Order(5)
    void whoeverIsBeingAnsweredAtAStop_isAnswered() throws Exception {
        Process process = server.orElseThrow();
        String body = "logout_token=none";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(STOPPED_WITHIN.toMillis()));
            OutputStream out = socket.getOutputStream();
            out.write(("POST /backchannel-logout HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body.substring(0, 10))
                    .getBytes(US_ASCII));
            out.flush();
            // So that the request has come before the signal.
            Thread.sleep(2_000);

            process.destroy();
            await().atMost(STOPPED_WITHIN)
                    .until(() -> Files.readString(log()).contains("Commencing graceful shutdown"));
            out.write(body.substring(10).getBytes(US_ASCII));
            out.flush();
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

            // It was heard out, and is told what is wrong with what came after the signal.
            assertThat(in.lines().toList())
                    .anyMatch(line -> line.startsWith("HTTP/1.1 400"))
                    .anyMatch(line -> line.contains("log-out"));
        }
        assertThat(process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS))
                .as("stopped")
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(Files.readString(log()))
                .contains("Graceful shutdown complete")
                .doesNotContain("\"ERROR\"");
    }

    @Test
    @Order(6)
    void nothingWasWrittenIntoTheImage() throws Exception {
        assertThat(files).isNotEmpty();
        assertThat(image.files()).isEqualTo(files);
    }

    @Test
    @Order(7)
    void withACacheThatDoesNotFit_theJvmEnds() throws Exception {
        Path cache = image.directory().resolve("candour.aot");
        byte[] beginning;
        try (var in = Files.newInputStream(cache)) {
            beginning = in.readNBytes(1 << 16);
        }
        Files.write(cache, beginning);

        Image.Done ended = image.runEntryPoint(STRICTLY);

        assertThat(ended.status()).as(ended.said()).isNotZero();
        assertThat(ended.said()).contains("AOT").doesNotContain("\"log\"");
    }

    private Path log() {
        return room.resolve("server.log");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
