package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Real tokens of the demo's accounts and clients. */
public final class DemoTokens {
    /** Of every account. */
    public static final String PASSWORD = "candour-demo";

    private static final Duration NOTED_WITHIN = Duration.ofSeconds(90);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI tokenUrl;

    public DemoTokens(DemoKeycloak keycloak) {
        tokenUrl = URI.create(keycloak.tokenUrl());
    }

    /**
     * An access token of a person, as the app behind {@code demo-cli} would have it.
     *
     * @param scopes separated by spaces; those not for this account are left out of the token
     */
    public String of(String account, String scopes) throws IOException, InterruptedException {
        return of("demo-cli", account, scopes);
    }

    /** The same by another of the demo's clients: {@code demo-brief}, {@code demo-elsewhere}. */
    public String of(String client, String account, String scopes) throws IOException, InterruptedException {
        return ask(Map.of(
                        "grant_type", "password",
                        "client_id", client,
                        "username", account,
                        "password", PASSWORD,
                        "scope", scopes))
                .path("access_token")
                .asText();
    }

    /** What a log-in gives an app. */
    public record LogIn(String accessToken, String refreshToken) {
        /** The session's id at the issuer. */
        public String sid() throws IOException {
            return JSON.readTree(Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]))
                    .path("sid")
                    .asText();
        }
    }

    /** A log-in of a person by {@code demo-cli}; each is a session of its own. */
    public LogIn logIn(String account, String scopes) throws IOException, InterruptedException {
        JsonNode tokens = ask(Map.of(
                "grant_type", "password",
                "client_id", "demo-cli",
                "username", account,
                "password", PASSWORD,
                "scope", scopes));
        return new LogIn(
                tokens.path("access_token").asText(),
                tokens.path("refresh_token").asText());
    }

    /** Logs out at the issuer; returns when it has told the servers. */
    public void logOut(LogIn logIn) throws IOException, InterruptedException {
        URI logOutUrl = URI.create(tokenUrl.toString().replaceFirst("/token$", "/logout"));
        HttpResponse<String> answer =
                post(logOutUrl, Map.of("client_id", "demo-cli", "refresh_token", logIn.refreshToken()));
        if (answer.statusCode() != 204) {
            throw new IllegalStateException("Not logged out: " + answer.body());
        }
    }

    /** An access token of a system. */
    public String ofClient(String client, String scopes) throws IOException, InterruptedException {
        return ask(Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        client,
                        "client_secret",
                        DemoRealm.secret(client),
                        "scope",
                        scopes))
                .path("access_token")
                .asText();
    }

    /** The token endpoint's answer to these form fields, whatever its status. */
    JsonNode answer(Map<String, String> form) throws IOException, InterruptedException {
        return JSON.readTree(post(form).body());
    }

    /**
     * The issuer takes an account's next log-in only when it has noted how the last one ended, which it does a moment after it
     * has answered that: until then the password is called wrong, and this asks again. Each time later: who fails again and
     * again within a second is kept out for longer.
     */
    private JsonNode ask(Map<String, String> form) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + NOTED_WITHIN.toNanos();
        Duration pause = FIRST_PAUSE;
        HttpResponse<String> answer = post(form);
        while (answer.body().contains("invalid_grant") && System.nanoTime() < deadline) {
            Thread.sleep(pause.toMillis());
            pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
            answer = post(form);
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("No token: " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(Map<String, String> form) throws IOException, InterruptedException {
        return post(tokenUrl, form);
    }

    private HttpResponse<String> post(URI url, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
