package io.candour.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Access tokens by the client credentials grant (RFC 6749 §4.4), the client known by HTTP Basic (§2.3.1). A token is
 * kept until shortly before it ends. Thread-safe: of several callers that need a new one, one fetches it.
 */
final class ClientCredentials {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI endpoint;
    private final String authorization;
    private final String form;
    private final InstantSource clock;
    private Optional<Token> current = Optional.empty();

    private record Token(String value, Instant renewAt) {}

    /** @param scope what to ask for, or empty for what the client has by default */
    ClientCredentials(
            HttpClient http,
            URI endpoint,
            String clientId,
            String secret,
            Optional<String> scope,
            InstantSource clock) {
        this.http = http;
        this.endpoint = endpoint;
        String pair = encode(clientId) + ":" + encode(secret);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        this.form = "grant_type=client_credentials"
                + scope.map(wanted -> "&scope=" + encode(wanted)).orElse("");
        this.clock = clock;
    }

    /** The token endpoint that this issuer publishes (OpenID Connect Discovery 1.0 §4). */
    static URI discover(HttpClient http, URI issuer) throws IOException, InterruptedException, TokenRefused {
        String base = issuer.toString().replaceAll("/+$", "");
        URI configuration = URI.create(base + "/.well-known/openid-configuration");
        HttpResponse<byte[]> response =
                http.send(HttpRequest.newBuilder(configuration).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new TokenRefused(configuration + " answers HTTP " + response.statusCode());
        }
        JsonNode metadata = json(response);
        if (!metadata.path("issuer").asText().replaceAll("/+$", "").equals(base)) {
            throw new TokenRefused(configuration + " belongs to another issuer");
        }
        String endpoint = metadata.path("token_endpoint").asText();
        if (endpoint.isEmpty()) {
            throw new TokenRefused(configuration + " names no token_endpoint");
        }
        return URI.create(endpoint);
    }

    /** A token that is good for the next request. */
    synchronized String token() throws IOException, InterruptedException, TokenRefused {
        Optional<Token> good = current.filter(token -> clock.instant().isBefore(token.renewAt()));
        return (good.isPresent() ? good.get() : fetch()).value();
    }

    /** Forgets a token that the server did not take; another one that came meanwhile stays. */
    synchronized void reject(String token) {
        current = current.filter(kept -> !kept.value().equals(token));
    }

    private Token fetch() throws IOException, InterruptedException, TokenRefused {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form))
                .build();
        Instant asked = clock.instant();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        JsonNode answer = json(response);
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            throw new IOException("the token endpoint answers HTTP " + status);
        }
        String value = answer.path("access_token").asText();
        if (status != 200 || value.isEmpty()) {
            String description = answer.path("error_description").asText();
            throw new TokenRefused("the token endpoint answers HTTP " + status + " "
                    + answer.path("error").asText() + (description.isEmpty() ? "" : " (" + description + ")"));
        }
        // expires_in is optional (§5.1): a minute is what the shortest usual tokens have.
        Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(60));
        Duration quarter = life.dividedBy(4);
        Duration margin = quarter.compareTo(LONGEST_MARGIN) < 0 ? quarter : LONGEST_MARGIN;
        Token token = new Token(value, asked.plus(life).minus(margin));
        current = Optional.of(token);
        return token;
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            return Json.MAPPER.missingNode();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
