package io.candour.interference;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request.
 *
 * @param path behind the FHIR base, escaped, with its query
 * @param headers beside those of every request
 * @param pages how many pages are followed from the answer, by its links
 */
record Question(String method, String path, Map<String, String> headers, Optional<String> body, int pages) {
    Question {
        headers = Map.copyOf(new TreeMap<>(headers));
    }

    static Question get(String path) {
        return new Question("GET", path, Map.of(), Optional.empty(), 0);
    }

    static Question send(String method, String path, String type, String body) {
        return new Question(method, path, Map.of("Content-Type", type), Optional.of(body), 0);
    }

    Question as(String otherMethod) {
        return new Question(otherMethod, path, headers, body, pages);
    }

    Question with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Question(method, path, more, body, pages);
    }

    Question following(int most) {
        return new Question(method, path, headers, body, most);
    }

    /** As a shell would ask it; the token is left out. */
    String curl(String baseUrl) {
        StringBuilder line = new StringBuilder("curl -sS -i");
        line.append(method.equals("HEAD") ? " --head" : " -X " + method);
        line.append(" -H \"Authorization: Bearer $TOKEN\"");
        new TreeMap<>(headers).forEach((name, value) -> line.append(" -H '" + name + ": " + value + "'"));
        body.ifPresent(text -> line.append(" --data-raw '" + text.replace("'", "'\\''") + "'"));
        return line.append(" '" + baseUrl + "/" + path.replace("'", "%27") + "'")
                .toString();
    }
}
