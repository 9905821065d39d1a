package io.candour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.LoopbackPorts;
import io.candour.demo.TlsFiles;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

/** The image's own look at its server, against Tomcat as the server has it. */
class HealthcheckTest {
    private static final String READINESS = "/actuator/health/readiness";

    /** Ready and nothing else. */
    private static final class Ready extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final int status;

        Ready(int status) {
            this.status = status;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(request.getRequestURI().equals(READINESS) ? status : 401);
        }
    }

    private static WebServer serve(int status, TomcatServletWebServerFactory factory) {
        factory.setPort(0);
        WebServer server = factory.getWebServer(
                context -> context.addServlet("ready", new Ready(status)).addMapping("/*"));
        server.start();
        return server;
    }

    private static TomcatServletWebServerFactory withTls(Path directory) throws Exception {
        TlsFiles files = TlsFiles.in(directory);
        Ssl tls = new Ssl();
        tls.setCertificate(files.certificate().toString());
        tls.setCertificatePrivateKey(files.key().toString());
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        factory.setSsl(tls);
        return factory;
    }

    private static boolean isWell(Map<String, String> environment, String... path) throws Exception {
        ProcessBuilder check = new ProcessBuilder("bash", "docker/server/healthcheck.sh").redirectErrorStream(true);
        check.command().addAll(List.of(path));
        check.environment().keySet().removeIf(name -> name.endsWith("SERVER_PORT"));
        check.environment().putAll(environment);
        Process running = check.start();
        running.getInputStream().readAllBytes();
        return running.waitFor() == 0;
    }

    private static String port(WebServer server) {
        return Integer.toString(server.getPort());
    }

    @ParameterizedTest
    @CsvSource({"200, true", "503, false"})
    void aServerIsWellWhereItIsReady(int status, boolean well) throws Exception {
        WebServer server = serve(status, new TomcatServletWebServerFactory());
        try {
            assertThat(isWell(Map.of("SERVER_PORT", port(server)))).isEqualTo(well);
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"200, true", "503, false"})
    void oneThatSpeaksTlsAloneIsAskedSo(int status, boolean well, @TempDir Path directory) throws Exception {
        WebServer server = serve(status, withTls(directory));
        try {
            assertThat(isWell(Map.of("SERVER_PORT", port(server)))).isEqualTo(well);
        } finally {
            server.stop();
        }
    }

    @Test
    void whereHealthHasAPortOfItsOwnItIsAskedThereAndPathsElsewhere(@TempDir Path directory) throws Exception {
        WebServer server = serve(503, withTls(directory));
        WebServer management = serve(200, new TomcatServletWebServerFactory());
        try {
            Map<String, String> ports = Map.of("SERVER_PORT", port(server), "MANAGEMENT_SERVER_PORT", port(management));
            assertThat(isWell(ports)).isTrue();
            assertThat(isWell(ports, READINESS)).isFalse();
            assertThat(isWell(Map.of("SERVER_PORT", port(management)), "/other"))
                    .isFalse();
        } finally {
            management.stop();
            server.stop();
        }
    }

    @Test
    void whereNobodyListensNothingIsWell() throws Exception {
        assertThat(isWell(Map.of("SERVER_PORT", Integer.toString(LoopbackPorts.free()))))
                .isFalse();
    }
}
