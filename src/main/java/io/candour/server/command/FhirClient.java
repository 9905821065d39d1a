package io.candour.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts bundles to a FHIR server's base (FHIR R4, RESTful API §3.1.0.11). Thread-safe. */
final class FhirClient {
    private final HttpClient http;
    private final URI base;
    private final ClientCredentials credentials;
    private final Duration timeout;
    private final InstantSource clock;

    FhirClient(HttpClient http, URI base, ClientCredentials credentials, Duration timeout, InstantSource clock) {
        this.http = http;
        this.base = base;
        this.credentials = credentials;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * Posts once, and once more with a new token where the first is not taken.
     *
     * @throws IOException no answer came, or no token could be had just now
     * @throws TokenRefused the token endpoint will not give one
     */
    Answer post(Parcel parcel) throws IOException, InterruptedException, TokenRefused {
        String token = credentials.token();
        HttpResponse<byte[]> response = send(parcel, token);
        if (response.statusCode() == 401) {
            credentials.reject(token);
            response = send(parcel, credentials.token());
        }
        return new Answer(response.statusCode(), retryAfter(response), json(response.body()));
    }

    private HttpResponse<byte[]> send(Parcel parcel, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/fhir+json")
                .header("Accept", "application/fhir+json")
                .header("Prefer", "return=minimal")
                .POST(parcel.body())
                .build();
        // HttpRequest.timeout ends with the headers; this one covers the body too.
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new HttpTimeoutException("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException lost) {
                throw lost;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Retry-After in either of its forms (RFC 9110 §10.2.3). */
    private Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("0").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Duration wait =
                    Duration.between(clock.instant(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return Json.MAPPER.missingNode();
        }
    }
}
