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
import java.util.Map;
import java.util.stream.Collectors;

/** Real tokens of the demo's accounts and clients. */
public final class DemoTokens {
    /** Of every account. */
    public static final String PASSWORD = "candour-demo";

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

    private JsonNode ask(Map<String, String> form) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(form);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("No token: " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(tokenUrl)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
