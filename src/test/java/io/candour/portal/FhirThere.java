package io.candour.portal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A FHIR server that has what a test gives it, and remembers what it was asked for; all else is 404. */
public final class FhirThere implements AutoCloseable {
    /** What it takes for its own address, as links of its answers have it. */
    public static final String BASE = "http://localhost:8080/fhir/";

    private record Answer(int status, String json) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> languages = new CopyOnWriteArrayList<>();

    public FhirThere() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param pathAndQuery below the base, decoded; apostrophes in the JSON are its quotation marks */
    public FhirThere has(String pathAndQuery, String json) {
        return has(pathAndQuery, 200, json);
    }

    public FhirThere has(String pathAndQuery, int status, String json) {
        answers.put(pathAndQuery, new Answer(status, json.replace('\'', '"')));
        return this;
    }

    /** In the order of asking, with the method before all that does more than read. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** In which languages, in the order of asking. */
    List<String> languages() {
        return List.copyOf(languages);
    }

    public Fhir fhir() {
        return new Fhir(HttpClient.newHttpClient(), settings(), Optional::empty);
    }

    public PortalSettings settings() {
        String base = BASE.substring(0, BASE.length() - 1);
        return new PortalSettings(
                "http://localhost:8080",
                "http://localhost:" + server.getAddress().getPort() + "/fhir",
                base,
                "http://localhost:8180",
                "portal",
                "a secret",
                Duration.ofMinutes(20),
                Duration.ofMinutes(2),
                List.of(),
                List.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = URLDecoder.decode(uri.toString().substring("/fhir/".length()), StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        String wanted = method.equals("GET") ? path : method + " " + path;
        asked.add(wanted);
        languages.add(String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Language")));
        Answer answer = answers.getOrDefault(wanted, new Answer(404, "{}"));
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
