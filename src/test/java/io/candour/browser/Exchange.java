package io.candour.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One request that a page made to the server that it is from, and the answer.
 *
 * @param document whether it was for a page, not for something on it
 * @param headers of the answer, names in lower case
 */
record Exchange(String url, boolean document, int status, Map<String, String> headers) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    Exchange {
        headers = Map.copyOf(headers);
    }

    /** What is wrong with it, each in a line. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (status >= 500) {
            problems.add("%s was answered with %d".formatted(url, status));
        } else if (!document && status >= 400) {
            problems.add("%s is missing: %d".formatted(url, status));
        }
        if (document && !REDIRECTS.contains(status) && header("content-type").startsWith("text/html")) {
            String policy = header("content-security-policy");
            if (policy.isEmpty() || policy.contains("unsafe-") || !policy.contains("frame-ancestors")) {
                problems.add("%s has a weak policy for its content: '%s'".formatted(url, policy));
            }
            if (!header("cache-control").contains("no-store")
                    && !header("cache-control").contains("max-age")) {
                problems.add("%s may be kept: '%s'".formatted(url, header("cache-control")));
            }
            if (!header("x-content-type-options").equals("nosniff")) {
                problems.add("%s may be taken for another type".formatted(url));
            }
        }
        return problems;
    }

    private String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
