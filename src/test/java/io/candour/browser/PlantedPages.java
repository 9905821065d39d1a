package io.candour.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server with pages that a test has written. */
final class PlantedPages implements AutoCloseable {
    private static final String FRAME =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head><title>%s</title><meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" href="/page.css"><link rel="icon" href="data:,"></head>
            <body><a href="#main">Skip to main content</a>
            <main id="main" tabindex="-1">%s</main></body></html>
            """;

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

    private final HttpServer server;
    private final Map<String, String> pages = new TreeMap<>();
    private final List<String> received = new CopyOnWriteArrayList<>();

    PlantedPages() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Serves a page at this path, with what is in its main part. */
    PlantedPages plant(String path, String title, String main) {
        return plant(path, FRAME.formatted(title, main));
    }

    PlantedPages plant(String path, String whole) {
        pages.put(path, whole);
        return this;
    }

    /** The forms that were sent, as they came. */
    List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = pages.getOrDefault(path, "Nothing is here").getBytes(UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", TYPES.getOrDefault(path.replaceFirst(".*[.]", ""), "text/html;charset=UTF-8"));
        exchange.getResponseHeaders()
                .add("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'");
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
        String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (!sent.isEmpty()) {
            received.add(sent);
        }
        exchange.sendResponseHeaders(pages.containsKey(path) ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
