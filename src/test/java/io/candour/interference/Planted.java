package io.candour.interference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Items that tell of others, added for the length of a test: labelled ones, some not to be told to their patient, one
 * of two patients, and containers and reasons that name what may be withheld. Two are deleted again at once.
 */
final class Planted {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String JSON = "application/fhir+json";

    private static final List<String> DELETED = List.of("deleted", "deleted-of-patient2");

    private final Asker asker;
    private final Supplier<Optional<String>> feeder;
    private final Map<String, String> items = new LinkedHashMap<>();

    /** @param feeder the token of who writes them, asked for each time */
    Planted(Asker asker, Supplier<Optional<String>> feeder) {
        this.asker = asker;
        this.feeder = feeder;
    }

    /** @param organisation the logical id of one that sees patient2, and so may read of them */
    void plant(String patient, String patient2, String organisation) {
        String bundle = file().replace("PATIENT-TWO", patient2)
                .replace("PATIENT-ONE", patient)
                .replace("ORGANISATION", organisation);
        HttpResponse<byte[]> stored = asker.raw(Question.send("POST", "", JSON, bundle), feeder.get());
        String answer = new String(stored.body(), StandardCharsets.UTF_8);
        assertThat(stored.statusCode()).as(answer).isEqualTo(200);
        JsonNode written = json(bundle).path("entry");
        JsonNode answers = json(answer).path("entry");
        for (int i = 0; i < written.size(); i++) {
            items.put(
                    written.path(i).path("link").path(0).path("relation").asText(),
                    answers.path(i)
                            .path("response")
                            .path("location")
                            .asText()
                            .replaceAll(".*?([A-Z][a-zA-Z]+/[^/]+)/_history.*", "$1"));
        }
        DELETED.forEach(name -> delete(item(name)));
    }

    /** The reference of a planted item, by the name it has in the file. */
    String item(String name) {
        return Optional.ofNullable(items.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** Deletes all of them; what names another goes before it. */
    void remove() {
        List<String> last = new ArrayList<>(items.keySet());
        last.removeAll(DELETED);
        Collections.reverse(last);
        last.forEach(name -> delete(item(name)));
    }

    private void delete(String item) {
        Question question = Question.get(item).as("DELETE");
        assertThat(asker.raw(question, feeder.get()).statusCode()).as(item).isEqualTo(200);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file() {
        try (InputStream file = Planted.class.getResourceAsStream("/interference/planted.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
