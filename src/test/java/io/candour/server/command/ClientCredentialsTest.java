package io.candour.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClientCredentialsTest {
    @Test
    void tokenWhenTheOldOneIsAboutToEndThenIsANewOne() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2025-01-01T00:00:00Z"));
        try (var server = new LoopbackFhirServer()) {
            server.tokenLife = Duration.ofSeconds(60);
            server.clock = now::get;
            var credentials = new ClientCredentials(
                    HttpClient.newHttpClient(),
                    URI.create(server.tokenUrl()),
                    LoopbackFhirServer.CLIENT,
                    LoopbackFhirServer.SECRET,
                    Optional.of("system/*.cruds"),
                    now::get);

            String first = credentials.token();
            now.updateAndGet(time -> time.plusSeconds(44));
            assertThat(credentials.token()).isEqualTo(first);
            now.updateAndGet(time -> time.plusSeconds(2));
            String second = credentials.token();

            assertThat(second).isNotEqualTo(first);
            credentials.reject(first);
            assertThat(credentials.token())
                    .as("a late rejection of the old one")
                    .isEqualTo(second);
            credentials.reject(second);
            assertThat(credentials.token()).isNotEqualTo(second);
            assertThat(server.tokensGiven()).isEqualTo(3);
        }
    }
}
