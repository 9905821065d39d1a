package io.candour.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.demo.DemoStack;
import io.candour.demo.DemoTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One account's way to the server: real HTTP, a real token, no FHIR library between. */
public final class FhirClient {
    public static final String PATIENT_SCOPES = "openid patient/*.rs patient/Consent.cruds";
    public static final String STAFF_SCOPES = "openid user/*.rs";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpClient client;
    private final String baseUrl;
    private final Optional<String> token;

    FhirClient(String baseUrl, Optional<String> token) {
        this(HTTP, baseUrl, token);
    }

    private FhirClient(HttpClient client, String baseUrl, Optional<String> token) {
        this.client = client;
        this.baseUrl = baseUrl;
        this.token = token;
    }

    public static FhirClient of(DemoStack stack, String account, String scopes)
            throws IOException, InterruptedException {
        return new FhirClient(stack.fhirUrl(), Optional.of(new DemoTokens(stack.keycloak()).of(account, scopes)));
    }

    static FhirClient feeder(DemoStack stack) throws IOException, InterruptedException {
        return new FhirClient(
                stack.fhirUrl(), Optional.of(new DemoTokens(stack.keycloak()).ofClient("feeder", "system/*.cruds")));
    }

    static FhirClient anonymous(DemoStack stack) {
        return new FhirClient(stack.fhirUrl(), Optional.empty());
    }

    /** The same account's way to another server. */
    FhirClient at(String otherBaseUrl) {
        return new FhirClient(client, otherBaseUrl, token);
    }

    /** The same by another client of HTTP, as one that trusts other certificates. */
    FhirClient over(HttpClient otherClient) {
        return new FhirClient(otherClient, baseUrl, token);
    }

    /** What came back. */
    public record Answer(int status, String body, HttpResponse<String> http) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException("no JSON: " + body, e);
            }
        }

        /** The matches of a searchset, in order. */
        public Stream<JsonNode> resources() {
            return StreamSupport.stream(json().path("entry").spliterator(), false)
                    .filter(entry -> !entry.at("/search/mode").asText().equals("outcome"))
                    .map(entry -> entry.path("resource"));
        }

        /** Whether a searchset says that something may be withheld. */
        boolean tellsSomethingIsHidden() {
            return StreamSupport.stream(json().path("entry").spliterator(), false)
                    .filter(entry -> entry.at("/search/mode").asText().equals("outcome"))
                    .anyMatch(
                            entry -> entry.at("/resource/issue/0/code").asText().equals("suppressed"));
        }

        Optional<String> link(String relation) {
            return StreamSupport.stream(json().path("link").spliterator(), false)
                    .filter(link -> link.path("relation").asText().equals(relation))
                    .map(link -> link.path("url").asText())
                    .findFirst();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        /** The element that an OperationOutcome names. */
        String element() {
            return json().path("issue").path(0).path("expression").path(0).asText();
        }
    }

    /** The logical id of a patient who asks about themselves. */
    String ownId() throws IOException, InterruptedException {
        return get("Patient").resources().findFirst().orElseThrow().path("id").asText();
    }

    public Answer get(String pathOrUrl) throws IOException, InterruptedException {
        return send(request(pathOrUrl).GET());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/fhir+json").POST(BodyPublishers.ofString(body)));
    }

    public Answer put(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/fhir+json").PUT(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String pathOrUrl) {
        URI uri = URI.create(pathOrUrl.startsWith("http") ? pathOrUrl : baseUrl + "/" + pathOrUrl);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> http = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(http.statusCode(), http.body(), http);
    }
}
