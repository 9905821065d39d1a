package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.demo.TlsFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A server has the certificate that it was given, or does not start. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsConfigurationTest {
    private static final String CERTIFICATE = "server.ssl.certificate";
    private static final String KEY = "server.ssl.certificate-private-key";
    private static final String JUNK = "hunter2-is-no-pem-file";

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private TlsFiles files;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ServletWebServerFactoryAutoConfiguration.class)
    @Import(TlsConfiguration.class)
    static class Settings {}

    @BeforeAll
    void make(@TempDir Path room) throws Exception {
        directory = room;
        files = made("this");
        made("other");
        Files.writeString(directory.resolve("junk"), JUNK);
    }

    private TlsFiles made(String name) throws Exception {
        return TlsFiles.in(Files.createDirectory(directory.resolve(name)));
    }

    private ServletWebServerApplicationContext start(String certificate, String key) {
        return (ServletWebServerApplicationContext) new SpringApplication(Settings.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--" + CERTIFICATE + "=" + certificate,
                        "--" + KEY + "=" + key);
    }

    @Test
    void serverWhenItHasCertificateAndKeyThenSpeaksTls() throws Exception {
        try (ServletWebServerApplicationContext context =
                start(files.certificate().toString(), files.key().toString())) {
            URI page = URI.create("https://localhost:" + context.getWebServer().getPort() + "/");

            assertThat(HttpClient.newBuilder()
                            .sslContext(files.client())
                            .build()
                            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, this/tls.key, server.ssl.certificate is no PEM certificate that can be read",
        "junk, this/tls.key, server.ssl.certificate is no PEM certificate that can be read",
        "this/tls.crt, nowhere, server.ssl.certificate-private-key is no PEM private key that can be read",
        "this/tls.crt, junk, server.ssl.certificate-private-key is no PEM private key that can be read",
        "this/tls.crt, other/tls.key, server.ssl.certificate-private-key is not the key of server.ssl.certificate",
    })
    void startWhenAFileIsWrongThenStopsWithOneLineThatNamesTheProperty(
            String certificate, String key, String line, CapturedOutput output) {
        assertThatThrownBy(() -> start(file(certificate), file(key))).isInstanceOf(RuntimeException.class);

        assertThat(output.getErr().lines()).containsExactly("Candour can't start: " + line);
        assertThat(output.getAll()).doesNotContain(JUNK);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void startWhenTheDirectoryOfSecretsIsNotThereThenStopsWithOneLine(CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplication(Settings.class)
                        .run("--server.port=0", "--spring.config.import=configtree:" + directory + "/nowhere/"))
                .isInstanceOf(RuntimeException.class);

        assertThat(output.getErr().lines())
                .singleElement()
                .asString()
                .startsWith("Candour can't start: spring.config.import names what is not there: ");
    }
}
