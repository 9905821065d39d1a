package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of a visitor, from an issuer that can be told what to say. */
class TokensTest {
    private static final Set<String> PATIENT = Set.of("openid", "patient/*.cruds");

    private final List<String> asked = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private Issuer issuer;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int status = 200;
    private String error = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://localhost:" + server.getAddress().getPort();
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        200,
                        """
                        {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token",
                         "jwks_uri": "%1$s/keys", "end_session_endpoint": "%1$s/end",
                         "subject_types_supported": ["public"], "response_types_supported": ["code"],
                         "id_token_signing_alg_values_supported": ["RS256"]}
                        """
                                .formatted(url)));
        server.createContext("/token", exchange -> {
            asked.add(body(exchange));
            answer(
                    exchange,
                    status,
                    status == 200
                            ? "{\"access_token\": \"access-%d\", \"expires_in\": 300, \"refresh_token\": \"refresh-%d\"}"
                                    .formatted(asked.size(), asked.size())
                            : "{\"error\": \"" + error + "\"}");
        });
        server.createContext("/end", exchange -> {
            asked.add("end " + body(exchange));
            answer(exchange, 200, "{}");
        });
        server.start();
        issuer = new Issuer(HttpClient.newHttpClient(), TriedSettings.from(url, "a secret&more"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String body(HttpExchange exchange) throws IOException {
        return URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private Tokens tokens(Set<String> granted) {
        return new Tokens(
                issuer,
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                },
                "refresh-0",
                granted);
    }

    @Test
    void token_isOfTheScopesThatAreNeededAndKeptWhileItLasts() {
        Tokens tokens = tokens(Set.of("openid", "patient/*.cruds", "acts-for"));

        assertThat(tokens.of(Acting.SELF)).isEqualTo("access-1");
        assertThat(tokens.of(Acting.SELF)).isEqualTo("access-1");
        assertThat(tokens.of(Acting.CARER)).isEqualTo("access-2");
        now = now.plusSeconds(290);
        assertThat(tokens.of(Acting.SELF))
                .as("a token about to end is another's turn")
                .isEqualTo("access-3");

        assertThat(asked.get(0))
                .contains("refresh_token=refresh-0", "client_secret=a secret&more")
                .doesNotContain("acts-for");
        assertThat(asked.get(1)).contains("refresh_token=refresh-1", "acts-for");
        assertThat(tokens.refreshToken()).isEqualTo("refresh-3");
    }

    @Test
    void whatTheAccountIsNot_isNotAskedFor() {
        Tokens tokens = tokens(PATIENT);

        assertThatThrownBy(() -> tokens.of(Acting.STAFF))
                .isInstanceOfSatisfying(FhirRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(403));
        assertThatThrownBy(() -> tokens.of(Acting.CARER))
                .isInstanceOfSatisfying(FhirRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(404));
        assertThat(asked).isEmpty();
    }

    @Test
    void aSignInThatIsOver_isToldApartFromAnIssuerThatIsAway() {
        Tokens tokens = tokens(PATIENT);
        status = 503;
        assertThatThrownBy(() -> tokens.of(Acting.SELF)).isInstanceOf(IssuerAway.class);
        status = 400;
        error = "invalid_grant";
        assertThatThrownBy(() -> tokens.of(Acting.SELF)).isInstanceOf(SignInAgain.class);
        error = "invalid_client";
        assertThatThrownBy(() -> tokens.of(Acting.SELF)).isInstanceOf(IssuerAway.class);
        status = 200;
        assertThat(tokens.of(Acting.SELF)).startsWith("access-");
        server.stop(0);
        now = now.plusSeconds(300);
        assertThatThrownBy(() -> tokens.of(Acting.SELF)).isInstanceOf(IssuerAway.class);
    }

    @Test
    void aVisitThatTimedOut_endsAtTheIssuer() {
        issuer.end("refresh-0");
        assertThat(asked).singleElement().asString().startsWith("end ").contains("refresh_token=refresh-0");
        server.stop(0);
        issuer.end("refresh-0");
    }
}
