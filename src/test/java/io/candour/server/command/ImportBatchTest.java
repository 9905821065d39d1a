package io.candour.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.server.command.LoopbackFhirServer.Post;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ImportBatchTest extends ImportFixture {
    @Test
    void loadWhenFolderHoldsNdjsonThenPutsBatchesInOrderOfTypes() throws IOException {
        write("Encounter.ndjson", lines("Encounter", 1));
        write("Observation.ndjson", lines("Observation", 5) + "\n\n");
        write("Organization.ndjson", lines("Organization", 1));
        write("Patient.ndjson", lines("Patient", 2));

        assertThat(load("--batch-size=2", "--concurrency=1").exitCode()).isZero();

        assertThat(server.stored())
                .extracting(Post::types)
                .containsExactly(
                        List.of("Organization"),
                        List.of("Patient", "Patient"),
                        List.of("Encounter"),
                        List.of("Observation", "Observation"),
                        List.of("Observation", "Observation"),
                        List.of("Observation"));
        JsonNode patients = server.stored().get(1).bundle();
        assertThat(patients.path("type").asText()).isEqualTo("batch");
        assertThat(patients.at("/entry/1/request").toString()).isEqualTo("{\"method\":\"PUT\",\"url\":\"Patient/1\"}");
        assertThat(report().at("/resources/loaded").asInt()).isEqualTo(9);
    }

    @Test
    void loadWhenAnEntryIsRefusedThenReportsItAndNextRunSendsOnlyThatOne() throws IOException {
        write("Observation.ndjson", lines("Observation", 4));
        server.entryStatus = entry -> url(entry).equals("Observation/2") ? 422 : 200;

        Run first = load("--batch-size=3");

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.err())
                .contains(
                        "Failed: Observation.ndjson line 3 (Observation/2): HTTP 422: bad entry at Observation.status");
        assertThat(report().at("/failures/0/place").asText()).isEqualTo("line 3 (Observation/2)");
        assertThat(report().at("/failures/0/issues/0/expression/0").asText()).isEqualTo("Observation.status");
        assertThat(report().path("resources").toString())
                .isEqualTo("{\"found\":4,\"loaded\":3,\"alreadyThere\":0,\"skipped\":0,\"failed\":1}");

        server.entryStatus = entry -> 200;
        Run second = load("--batch-size=3");

        assertThat(second.exitCode()).isZero();
        assertThat(urls(server.stored().get(2))).containsExactly("Observation/2");
        assertThat(report().at("/resources/skipped").asInt()).isEqualTo(3);
        assertThat(load().out()).contains("skipped 1 loaded before (4 resources)");
        assertThat(server.posts()).hasSize(3);
    }

    @Test
    void loadWhenAnEntryIsAnsweredBusyThenSendsOnlyThatOneAgain() throws IOException {
        write("batch.json", bundle("batch", "b", "Observation", "Condition", "Procedure"));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        server.entryStatus = entry -> url(entry).equals("Condition") && seen.add("Condition") ? 503 : 201;

        assertThat(load().exitCode()).isZero();

        assertThat(server.stored())
                .extracting(ImportBatchTest::urls)
                .containsExactly(List.of("Observation", "Condition", "Procedure"), List.of("Condition"));
        assertThat(report().at("/resources/loaded").asInt()).isEqualTo(3);
    }

    @Test
    void loadWhenBatchBundleIsCutInPartsThenEveryEntryIsSentAsItWas() throws Exception {
        write(
                "batch.json",
                """
                {"type":"batch","entry":[
                  {"resource":{"resourceType":"Observation","valueQuantity":{"value":1.10}},"request":{"method":"POST","url":"Observation"}},
                  {"request":{"method":"DELETE","url":"Observation/7"}},
                  {"resource":{"resourceType":"Observation","note":[{"text":"\\u00fc \\" \\\\"}]},"request":{"method":"PUT","url":"Observation/8"}}
                ],"resourceType":"Bundle","link":[{"relation":"self"}]}""");
        SourceFile file = ImportPlan.of(List.of(folder)).files().get(0);

        try (Entries entries = Entries.of(file)) {
            var parts = new ArrayList<String>();
            for (var part = entries.nextPart(2); part.isPresent(); part = entries.nextPart(2)) {
                part.get().entries().forEach(entry -> parts.add(new String(entry.json(), UTF_8)));
                parts.add("--");
            }
            assertThat(parts)
                    .containsExactly(
                            "{\"resource\":{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1.10}},"
                                    + "\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}",
                            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/7\"}}",
                            "--",
                            "{\"resource\":{\"resourceType\":\"Observation\",\"note\":[{\"text\":\"ü \\\" \\\\\"}]},"
                                    + "\"request\":{\"method\":\"PUT\",\"url\":\"Observation/8\"}}",
                            "--");
        }
        assertThat(load("--batch-size=2").exitCode()).isZero();
        assertThat(server.stored()).hasSize(2);
    }

    @Test
    void loadWhenALineIsNoResourceThenSendsNothingOfThatFile() throws IOException {
        write("A.ndjson", lines("Observation", 2) + "\n{\"resourceType\":\"Observation\"}");
        write("B.ndjson", "{\"id\":\"1\"}");
        write("C.ndjson", "{\"resourceType\":\"Observation\",\"id\":\"../Patient/1\"}");
        write("D.ndjson", lines("Observation", 1));

        Run run = load();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("Failed: A.ndjson: line 3 is a Observation without a valid id")
                .contains("Failed: B.ndjson: line 1 is no FHIR resource: it has no resourceType")
                .contains("Failed: C.ndjson: line 1 is a Observation without a valid id");
        assertThat(server.stored()).hasSize(1);
    }

    private static String lines(String type, int count) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            lines.add("{\"resourceType\":\"" + type + "\",\"id\":\"" + i + "\"}");
        }
        return String.join("\n", lines);
    }

    private static String url(JsonNode entry) {
        return entry.at("/request/url").asText();
    }

    private static List<String> urls(Post post) {
        var urls = new ArrayList<String>();
        post.bundle().path("entry").forEach(entry -> urls.add(url(entry)));
        return urls;
    }
}
