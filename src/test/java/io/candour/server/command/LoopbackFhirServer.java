package io.candour.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A token endpoint and a FHIR base on a loopback port. It takes only tokens it gave out and that are still good,
 * refuses a Patient whose identifier it has, and otherwise does what {@link #script} tells it to.
 */
final class LoopbackFhirServer implements AutoCloseable {
    static final String CLIENT = "feeder";
    static final String SECRET = "s3cret+&/=ü";

    static final JsonMapper JSON = new JsonMapper();

    /** What to do instead of answering properly. */
    sealed interface Fault {
        /** Answers with this status, storing nothing. */
        record Status(int status, Map<String, String> headers, String body) implements Fault {}

        /** Closes the connection without an answer, before or after storing. */
        record Drop(boolean afterStoring) implements Fault {}
    }

    record Post(JsonNode bundle, Instant began, Instant ended, int status) {
        List<String> types() {
            var types = new ArrayList<String>();
            bundle.path("entry")
                    .forEach(entry -> types.add(
                            entry.path("resource").path("resourceType").asText()));
            return types;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final Set<String> identifiers = new HashSet<>();
    private final List<Post> posts = new ArrayList<>();
    private int onTheWay;
    private int mostOnTheWay;
    private int tokensGiven;
    private int unauthorized;

    volatile Function<JsonNode, Optional<Fault>> script = bundle -> Optional.empty();
    /** The answer to one entry of a batch; an OperationOutcome where it is a refusal. */
    volatile Function<JsonNode, Integer> entryStatus = entry -> 201;

    volatile Duration delay = Duration.ZERO;
    volatile Duration tokenLife = Duration.ofMinutes(5);
    volatile InstantSource clock = InstantSource.system();

    LoopbackFhirServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/fhir", this::fhir);
        server.createContext("/realm/token", this::token);
        server.createContext("/realm/.well-known/openid-configuration", exchange -> {
            ObjectNode metadata = JSON.createObjectNode();
            metadata.put("issuer", issuer()).put("token_endpoint", tokenUrl());
            answer(exchange, 200, metadata.toString());
        });
        server.start();
    }

    String base() {
        return address() + "/fhir";
    }

    String issuer() {
        return address() + "/realm";
    }

    String tokenUrl() {
        return address() + "/realm/token";
    }

    synchronized List<Post> posts() {
        return List.copyOf(posts);
    }

    synchronized List<Post> stored() {
        return posts.stream().filter(post -> post.status() == 200).toList();
    }

    synchronized int mostOnTheWay() {
        return mostOnTheWay;
    }

    synchronized int tokensGiven() {
        return tokensGiven;
    }

    synchronized int unauthorized() {
        return unauthorized;
    }

    Set<String> tokens() {
        return tokens.keySet();
    }

    void forgetTokens() {
        tokens.replaceAll((token, end) -> Instant.MIN);
    }

    static String outcome(String code, String diagnostics, String expression) {
        ObjectNode outcome = JSON.createObjectNode().put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", "error")
                .put("code", code)
                .put("diagnostics", diagnostics)
                .putArray("expression")
                .add(expression);
        return outcome.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String pair = "feeder:s3cret%2B%26%2F%3D%C3%BC";
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!form.contains("grant_type=client_credentials")
                || !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(
                    exchange,
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client credentials\"}");
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.put(token, clock.instant().plus(tokenLife));
        synchronized (this) {
            tokensGiven++;
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("access_token", token).put("token_type", "Bearer").put("expires_in", tokenLife.toSeconds());
        answer(exchange, 200, answer.toString());
    }

    private void fhir(HttpExchange exchange) throws IOException {
        Instant began = Instant.now();
        enter();
        try {
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            JsonNode bundle = JSON.readTree(exchange.getRequestBody());
            Instant end = tokens.getOrDefault(header.replace("Bearer ", ""), Instant.MIN);
            if (!clock.instant().isBefore(end)) {
                synchronized (this) {
                    unauthorized++;
                }
                answer(exchange, 401, outcome("login", "token", "none"));
                return;
            }
            Thread.sleep(delay.toMillis());
            post(exchange, bundle, began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } finally {
            leave();
        }
    }

    private void post(HttpExchange exchange, JsonNode bundle, Instant began) throws IOException {
        Optional<Fault> fault = script.apply(bundle);
        if (fault.isPresent() && fault.get() instanceof Fault.Status status) {
            remember(bundle, began, status.status());
            status.headers().forEach(exchange.getResponseHeaders()::add);
            answer(exchange, status.status(), status.body());
            return;
        }
        if (fault.isPresent() && fault.get() instanceof Fault.Drop drop) {
            boolean isStored = drop.afterStoring() && store(bundle);
            remember(bundle, began, isStored ? 200 : 0);
            exchange.close();
            return;
        }
        boolean isBatch = bundle.path("type").asText().equals("batch");
        if (!isBatch && !store(bundle)) {
            remember(bundle, began, 422);
            answer(exchange, 422, outcome("duplicate", "a patient with this identifier is here", "Patient.identifier"));
            return;
        }
        remember(bundle, began, 200);
        answer(exchange, 200, response(bundle, isBatch).toString());
    }

    private ObjectNode response(JsonNode bundle, boolean isBatch) throws IOException {
        ObjectNode answer =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction-response");
        var entries = answer.putArray("entry");
        for (JsonNode entry : bundle.path("entry")) {
            int status = isBatch ? entryStatus.apply(entry) : 201;
            ObjectNode response = entries.addObject().putObject("response").put("status", status + " Text");
            if (status >= 400) {
                response.set("outcome", JSON.readTree(outcome("value", "bad entry", "Observation.status")));
            }
        }
        return answer;
    }

    private synchronized boolean store(JsonNode bundle) {
        for (JsonNode entry : bundle.path("entry")) {
            String identifier = entry.path("resource")
                    .path("identifier")
                    .path(0)
                    .path("value")
                    .asText();
            if (!identifier.isEmpty() && !identifiers.add(identifier)) {
                return false;
            }
        }
        return true;
    }

    private synchronized void remember(JsonNode bundle, Instant began, int status) {
        posts.add(new Post(bundle, began, Instant.now(), status));
    }

    private synchronized void enter() {
        onTheWay++;
        mostOnTheWay = Math.max(mostOnTheWay, onTheWay);
    }

    private synchronized void leave() {
        onTheWay--;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
