package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.LoopbackPorts;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.demo.TlsFiles;
import io.candour.story.FhirClient.Answer;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A server as it is deployed without a proxy that ends TLS, and behind one that forwards: certificate and key in PEM files,
 * each secret in a file of its own, health and metrics on a port beside.
 */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("nightly")
class TlsIT {
    private static final String BASE = "https://records.example/fhir";
    private static final List<String> SECRETS = List.of(
            "spring.datasource.password",
            "candour.database.owner-password",
            "candour.journal.password",
            "candour.journal.owner-password",
            "candour.audit.signing-key",
            "candour.portal.client-secret",
            "candour.record.cursor-key");

    private final DemoStack stack;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Replica server;

    @SuppressWarnings("NullAway.Init")
    private FhirClient patient;

    @SuppressWarnings("NullAway.Init")
    private FhirClient anybody;

    private String management = "";

    TlsIT(DemoStack stack) {
        this.stack = stack;
    }

    @BeforeAll
    void start(@TempDir Path room) throws Exception {
        directory = room;
        TlsFiles files = TlsFiles.in(directory);
        Map<String, String> properties = secretsInFiles(Files.createDirectory(directory.resolve("secrets")));
        int port = LoopbackPorts.free();
        management = "http://localhost:" + port;
        properties.putAll(Map.of(
                "server.ssl.certificate",
                files.certificate().toString(),
                "server.ssl.certificate-private-key",
                files.key().toString(),
                "server.forward-headers-strategy",
                "native",
                "management.server.port",
                Integer.toString(port),
                "management.server.ssl.enabled",
                "false",
                "candour.server.base-url",
                BASE,
                "candour.portal.url",
                "https://records.example"));
        server = stack.startReplicaOf(properties);
        HttpClient trusting = HttpClient.newBuilder().sslContext(files.client()).build();
        anybody = FhirClient.anonymous(stack).at(server.fhirUrl()).over(trusting);
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES)
                .at(server.fhirUrl())
                .over(trusting);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** All that the server is told, but for its secrets, which are where it is told to look for them. */
    private Map<String, String> secretsInFiles(Path secrets) throws Exception {
        Map<String, String> properties = new TreeMap<>(stack.serverProperties());
        for (String secret : SECRETS) {
            // As an editor leaves a file, with a line's end.
            Files.writeString(secrets.resolve(secret), properties.remove(secret) + "\n");
        }
        properties.put("spring.config.import", "configtree:" + secrets + "/");
        return properties;
    }

    @Test
    void whoComesByHttpsIsAnswered_andToldToComeSoAlways() throws Exception {
        Answer answer = patient.get("Patient");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.resources()).hasSize(1);
        assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(anybody.get(server.webUrl() + "/").header("Strict-Transport-Security"))
                .contains("max-age=31536000");
    }

    @Test
    void whoComesWithoutTlsGetsNothing() throws Exception {
        Answer answer = FhirClient.anonymous(stack).get(server.fhirUrl().replace("https:", "http:") + "/metadata");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("CapabilityStatement");
    }

    @Test
    void healthAndMetricsAreOnThePortBesideAlone() throws Exception {
        for (String path : List.of("/actuator/health/readiness", "/actuator/prometheus")) {
            assertThat(FhirClient.anonymous(stack).get(management + path).status())
                    .as(path)
                    .isEqualTo(200);
            assertThat(anybody.get(server.webUrl() + path).status()).as(path).isEqualTo(404);
        }
        assertThat(FhirClient.anonymous(stack)
                        .get(management + "/fhir/metadata")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theSessionsCookieIsForHttpsAlone() throws Exception {
        Answer answer = anybody.get(server.webUrl() + "/home");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Set-Cookie"))
                .startsWith("__Host-candour=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void linksAreOfTheBaseThatIsConfigured_whateverAProxySays() throws Exception {
        Answer answer = patient.send(patient.request("Observation?_count=1")
                .header("X-Forwarded-Host", "elsewhere.example")
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Port", "81")
                .header("X-Forwarded-Prefix", "/elsewhere"));

        assertThat(answer.link("self").orElseThrow()).startsWith(BASE + "/");
        assertThat(answer.link("next").orElseThrow()).startsWith(BASE + "/");
        assertThat(answer.body()).doesNotContain("elsewhere");
        assertThat(anybody.send(anybody.request(server.webUrl() + "/home")
                                .header("X-Forwarded-Host", "elsewhere.example"))
                        .header("Location"))
                .doesNotContain("elsewhere");
    }

    @ParameterizedTest
    @CsvSource({
        // A proxy in a private network tells who came to it; what that one said of others is not believed.
        "203.0.113.7, 203.0.113.7",
        "'198.51.100.1, 203.0.113.7', 203.0.113.7",
        "'203.0.113.7, 10.1.2.3', 203.0.113.7",
        "'', 127.0.0.1"
    })
    void theAddressThatIsRecordedIsTheLastThatNoProxyOfOursHas(String forwarded, String recorded) throws Exception {
        String request = UUID.randomUUID().toString();

        Answer answer = patient.send(
                forwarded.isEmpty()
                        ? patient.request("Patient").header("X-Request-ID", request)
                        : patient.request("Patient")
                                .header("X-Request-ID", request)
                                .header("X-Forwarded-For", forwarded));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(stack.server()
                        .getBean(JdbcTemplate.class)
                        .queryForObject(
                                "select address from candour.access_record where request_id = ?",
                                String.class,
                                request))
                .isEqualTo(recorded);
    }

    @Test
    void aSecretThatIsWrongOrMissingStopsTheStartWithOneLine() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("other-secrets"));
        Map<String, String> properties = secretsInFiles(secrets);
        Path key = secrets.resolve("candour.record.cursor-key");

        Files.writeString(key, "hunter2");
        assertThat(stack.refusedStart(properties))
                .contains("Candour can't start: candour.record.cursor-key ")
                .doesNotContain("hunter2", "\tat ");
        Files.delete(key);
        assertThat(stack.refusedStart(properties))
                .contains("Candour can't start: candour.record.cursor-key ")
                .doesNotContain("\tat ");
    }
}
