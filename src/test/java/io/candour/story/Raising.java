package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.story.FhirClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Saying something about one patient's record, and what becomes of it, as JSON over HTTP. */
record Raising(String patientId) {
    static final String CODES = "https://candour.io/fhir/CodeSystem/raised";

    /** One parameter as it is written; text may hold anything. */
    static String parameter(String name, String type, String json) {
        return "{\"name\": \"%s\", \"%s\": %s}".formatted(name, type, json);
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static String body(List<String> parameters) {
        return "{\"resourceType\": \"Parameters\", \"parameter\": [" + String.join(", ", parameters) + "]}";
    }

    /** @param about empty for nothing in particular */
    Answer raise(FhirClient by, String kind, String about, String text) throws Exception {
        List<String> given = new ArrayList<>();
        given.add(parameter("kind", "valueCode", quoted(kind)));
        given.add(parameter("text", "valueString", quoted(text)));
        if (!about.isEmpty()) {
            given.add(parameter("about", "valueReference", "{\"reference\": \"" + about + "\"}"));
        }
        return by.post("Patient/" + patientId + "/$raise", body(given));
    }

    /** Raises it and says the Task's id. */
    String raised(FhirClient by, String kind, String about, String text) throws Exception {
        Answer answer = raise(by, kind, about, text);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("id").asText();
    }

    static Answer answer(FhirClient by, String task, String status, Optional<String> note) throws Exception {
        List<String> given = new ArrayList<>();
        given.add(parameter("task", "valueString", quoted(task)));
        given.add(parameter("status", "valueCode", quoted(status)));
        note.ifPresent(text -> given.add(parameter("note", "valueString", quoted(text))));
        return by.post("Task/$answer-raised", body(given));
    }

    Answer readNotice(FhirClient by, String notice) throws Exception {
        return by.post(
                "Patient/" + patientId + "/$read-notice",
                body(List.of(parameter("notice", "valueString", quoted(notice)))));
    }

    static List<JsonNode> tasks(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("entry").spliterator(), false)
                .map(entry -> entry.path("resource"))
                .toList();
    }

    static Stream<String> ids(Answer answer) {
        return tasks(answer).stream().map(task -> task.path("id").asText());
    }

    /** The ids of everything on all pages. */
    static List<String> allPages(FhirClient by, String first) throws Exception {
        List<String> ids = new ArrayList<>();
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            Answer page = by.get(next.get());
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            page.resources().forEach(each -> ids.add(each.path("id").asText()));
            next = page.link("next");
        }
        return ids;
    }
}
