package io.candour.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Asks one thing at a time and reads the answer, for what is not timed. */
final class FhirClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PAGES = 1_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Asked asked;

    FhirClient(Asked asked) {
        this.asked = asked;
    }

    /** An answer, whatever its status. */
    record Answer(int status, JsonNode body) {

        /** What a Bundle holds but for outcomes, in order. */
        List<JsonNode> resources() {
            return StreamSupport.stream(body.path("entry").spliterator(), false)
                    .map(entry -> entry.path("resource"))
                    .filter(each -> !each.path("resourceType").asText().equals("OperationOutcome"))
                    .toList();
        }

        Optional<String> next() {
            return StreamSupport.stream(body.path("link").spliterator(), false)
                    .filter(link -> link.path("relation").asText().equals("next"))
                    .map(link -> link.path("url").asText())
                    .findFirst();
        }
    }

    Answer get(String pathOrUrl) throws IOException, InterruptedException {
        return send(asked.builder(pathOrUrl).GET());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(asked.builder(path)
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** The same, where anything but 200 ends the measurement. */
    Answer must(String pathOrUrl) throws IOException, InterruptedException {
        return checked(get(pathOrUrl), pathOrUrl);
    }

    /** As {@link #must}; 201 will do, too. */
    Answer mustPost(String path, String body) throws IOException, InterruptedException {
        return checked(post(path, body), path);
    }

    /** What all pages hold, from the first on. */
    List<JsonNode> all(String path) throws IOException, InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw new BenchFailure("no end of pages: " + path);
            }
            Answer answer = must(next.get());
            found.addAll(answer.resources());
            next = answer.next();
        }
        return found;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        JsonNode body = answer.body().length == 0 ? JSON.missingNode() : JSON.readTree(answer.body());
        return new Answer(answer.statusCode(), body);
    }

    private Answer checked(Answer answer, String path) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw new BenchFailure("%d to %s: %s"
                    .formatted(
                            answer.status(),
                            path,
                            answer.body().at("/issue/0/diagnostics").asText()));
        }
        return answer;
    }
}
