package io.candour.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requests to ask in turn, again and again.
 *
 * @param token of the caller; none to ask without one
 */
record Asked(String base, Optional<String> token, List<String> paths) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Asked {
        paths = List.copyOf(paths);
        if (!Set.of("127.0.0.1", "localhost").contains(URI.create(base).getHost())) {
            throw new IllegalArgumentException("loopback only");
        }
    }

    HttpRequest request(int number) {
        return builder(paths.get(number % paths.size())).GET().build();
    }

    /** @param path below the base, or a whole URL as a server gave it; the base itself where it is empty */
    HttpRequest.Builder builder(String path) {
        String url = path.startsWith(base) ? path : path.isEmpty() ? base : base + "/" + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "application/fhir+json")
                .timeout(PATIENCE);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }
}
