package io.candour.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Requests to ask in turn, again and again.
 *
 * @param token of the caller; none to ask without one
 */
record Asked(String base, Optional<String> token, List<String> paths) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    Asked {
        paths = List.copyOf(paths);
        if (!URI.create(base).getHost().equals("127.0.0.1")) {
            throw new IllegalArgumentException("loopback only");
        }
    }

    HttpRequest request(int number) {
        return builder(paths.get(number % paths.size())).GET().build();
    }

    HttpRequest.Builder builder(String pathOrUrl) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(pathOrUrl.startsWith(base) ? pathOrUrl : base + "/" + pathOrUrl))
                .header("Accept", "application/fhir+json")
                .timeout(PATIENCE);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }
}
