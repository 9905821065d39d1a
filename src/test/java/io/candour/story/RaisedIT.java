package io.candour.story;

import static io.candour.story.Raising.allPages;
import static io.candour.story.Raising.ids;
import static io.candour.story.Raising.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.story.FhirClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people say about their records is delivered, read and acted on; the entry stays, and nobody learns of another. */
class RaisedIT extends RaisedStory {
    @Test
    void aDisputeIsDeliveredReadAndActedOn() throws Exception {
        String entry = condition(COLD);
        String before = patient.get(entry).body();

        Answer said =
                raising.raise(patient, "dispute", entry + "/_history/1", "I never had \\\"this\\\"\\nPlease check");

        assertThat(said.status()).as(said.body()).isEqualTo(200);
        String task = said.json().path("id").asText();
        assertThat(logged(said)).isEqualTo("PATIENT $raise PERMITTED Task/" + task);
        JsonNode found = patient.get("Task?patient=" + id + "&_id=" + task)
                .resources()
                .findFirst()
                .orElseThrow();
        for (JsonNode each :
                List.of(said.json(), found, patient.get("Task/" + task).json())) {
            assertThat(each.at("/code/coding/0/system").asText()).isEqualTo(Raising.CODES);
            assertThat(each.at("/code/coding/0/code").asText()).isEqualTo("dispute");
            assertThat(each.path("status").asText()).isEqualTo("requested");
            assertThat(each.at("/focus/reference").asText()).isEqualTo(entry);
            assertThat(each.at("/for/reference").asText()).isEqualTo("Patient/" + id);
            assertThat(each.at("/requester/reference").asText()).isEqualTo("Patient/" + id);
            assertThat(each.path("description").asText()).isEqualTo("I never had \"this\"\nPlease check");
            assertThat(each.path("authoredOn").asText()).isNotBlank();
            assertThat(each.path("lastModified").asText()).isNotBlank();
        }
        assertThat(ids(patient.get("Patient/$raised")).findFirst()).contains(task);
        assertThat(patient.get(entry).body()).as("the original stays").isEqualTo(before);
        assertThat(consultant.get("Task/" + task).status())
                .as("who sees the entry sees what is said of it")
                .isEqualTo(200);

        Answer queue = guardian.get("Task/$raised?open=true&_count=1");
        assertThat(ids(queue)).containsExactly(task);
        assertThat(logged(queue)).isEqualTo("GUARDIAN $raised PERMITTED Task/" + task);
        assertThat(queue.body()).contains("Please check");
        assertThat(tasks(queue).get(0).at("/requester/display").asText()).isNotBlank();
        JsonNode overseen = queued(auditor, "&open=true", task).orElseThrow();
        assertThat(overseen.path("status").asText()).isEqualTo("requested");
        assertThat(overseen.toString()).doesNotContain("Please check");

        Answer read = Raising.answer(guardian, task, "received", Optional.empty());
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(logged(read)).isEqualTo("GUARDIAN $answer-raised PERMITTED Task/" + task);
        assertThat(noticesAbout(patient, task)).isEmpty();
        Answer done = Raising.answer(guardian, task, "completed", Optional.of("The practice has marked it"));
        assertThat(done.status()).as(done.body()).isEqualTo(200);

        JsonNode now = patient.get("Task/" + task).json();
        assertThat(now.path("status").asText()).isEqualTo("completed");
        assertThat(now.path("description").asText()).contains("Please check");
        assertThat(now.path("output").findValuesAsText("code")).containsExactly("received", "completed");
        assertThat(now.path("output").findValuesAsText("valueDateTime"))
                .hasSize(2)
                .doesNotContain("");
        assertThat(now.at("/note/1/text").asText()).isEqualTo("The practice has marked it");
        assertThat(now.at("/note/1/time").asText()).isNotBlank();
        assertThat(now.at("/note/1/authorReference/display").asText()).isNotBlank();
        assertThat(now.at("/meta/versionId").asText()).isEqualTo("3");
        assertThat(queued(guardian, "&open=true", task)).isEmpty();
        assertThat(queued(guardian, "", task)).isPresent();
        assertThat(ids(patient.get("Patient/$raised?open=true"))).doesNotContain(task);
        assertThat(noticesAbout(patient, task)
                        .findFirst()
                        .orElseThrow()
                        .at("/payload/0/contentString")
                        .asText())
                .contains("acted on something that was said about your record");
        assertThat(patient.get("Patient/$access-log?_count=50").body())
                .contains("Said something about your record", "Answered what was said about your record");
    }

    @Test
    void eachStateLeadsForwardOnly() throws Exception {
        List<String> order = List.of("requested", "received", "in-progress", "completed", "rejected");
        for (String from : order) {
            for (String to : order.subList(1, 5)) {
                String task = raising.raised(patient, "note", "", "From " + from + " to " + to);
                if (!from.equals("requested")) {
                    assertThat(Raising.answer(guardian, task, from, Optional.of("Before"))
                                    .status())
                            .isEqualTo(200);
                }
                String stored = patient.get("Task/" + task).body();
                Answer moved = Raising.answer(guardian, task, to, Optional.of("After"));
                boolean settled = order.indexOf(from) >= 3;
                if (!settled && order.indexOf(from) < order.indexOf(to)) {
                    assertThat(moved.status())
                            .as(from + " to " + to + moved.body())
                            .isEqualTo(200);
                    assertThat(moved.json().path("status").asText()).isEqualTo(to);
                    assertThat(noticesAbout(patient, task).count()).isEqualTo(order.indexOf(to) >= 3 ? 1 : 0);
                } else {
                    refused(moved, 422, settled ? "task" : "status");
                    assertThat(patient.get("Task/" + task).body()).isEqualTo(stored);
                    assertThat(noticesAbout(patient, task).count()).isEqualTo(settled ? 1 : 0);
                }
            }
            database().update("update candour.raised set settled = now() where settled is null");
        }
    }

    @Test
    void ofTwoWhoSettleItAtOnceOneCounts() throws Exception {
        String task = raising.raised(patient, "note", "", "Who is first?");
        FhirClient other = FhirClient.of(stack, "guardian2", GUARDIAN);
        List<Integer> statuses =
                Stream.of(guardian, other)
                        .map(by -> CompletableFuture.supplyAsync(() -> settled(by, task)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .sorted()
                        .toList();

        assertThat(statuses).containsExactly(200, 422);
        assertThat(noticesAbout(patient, task)).hasSize(1);
    }

    private static int settled(FhirClient by, String task) {
        try {
            return Raising.answer(by, task, "rejected", Optional.of("Nothing to do"))
                    .status();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void nobodyAnswersWhatTheySaidThemselves() throws Exception {
        String task = raising.raised(patient, "note", "", "Mine");
        Answer asked = guardian.get("Task/$raised?_count=1");
        database()
                .update(
                        "update candour.raised set agent_id = (select agent_id from candour.access_record"
                                + " where request_id = ?) where task = ?",
                        asked.header("X-Request-ID"),
                        task);

        refused(Raising.answer(guardian, task, "received", Optional.empty()), 422, "task");
    }

    @Test
    void whatIsSaidOfAWithheldItemIsWithheldWithIt() throws Exception {
        String hidden = condition(HIV);
        assertThat(consultant.get(hidden).status()).isEqualTo(404);
        String dispute = raising.raised(patient, "dispute", hidden, "This is not mine");
        String query = raising.raised(patient, "access-query", "AuditEvent/" + row(patient), "I do not know them");
        for (String task : List.of(dispute, query)) {
            assertThat(Raising.answer(guardian, task, "completed", Optional.of("Looked into"))
                            .status())
                    .isEqualTo(200);
        }
        List<String> withheld = new ArrayList<>(List.of(dispute, query));
        for (String task : List.of(dispute, query)) {
            withheld.add(noticesAbout(patient, task)
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asText());
        }
        FhirClient gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);

        for (String task : List.of(dispute, query)) {
            nothingThere(consultant.get("Task/" + task));
            nothingThere(consultant.get("Task/" + task + "/_history"));
            nothingThere(consultant.get("Task/" + task + "/_history/1"));
        }
        nothingThere(gp.get("Task/" + query));
        String all = "Patient/" + id;
        for (String search : List.of(
                "Task?_count=200&patient=" + id,
                "Communication?_count=200&patient=" + id,
                "Task?patient=" + id + "&_id=" + dispute,
                all + "/$everything?_type=Task,Communication&_count=200",
                all + "/$timeline?_type=Task,Communication&_count=200")) {
            assertThat(allPages(consultant, search)).as(search).doesNotContainAnyElementsOf(withheld);
        }
        assertThat(allPages(patient, all + "/$timeline?_type=Task,Communication&_count=200"))
                .containsAll(withheld);
        assertThat(patient.get("Task/" + query)
                        .json()
                        .at("/focus/identifier/value")
                        .asText())
                .isNotBlank();
        assertThat(patient.get("Task/" + query).json().at("/focus/type").asText())
                .isEqualTo("AuditEvent");
    }

    @Test
    void theThreeKindsAreToldApartByTheirCode() throws Exception {
        raising.raised(patient, "dispute", condition(COLD), "Wrong");
        raising.raised(patient, "access-query", "AuditEvent/" + row(patient), "Who?");
        raising.raised(patient, "note", condition(COLD), "It was in spring");

        assertThat(tasks(patient.get("Patient/$raised?_count=3")))
                .extracting(each -> each.at("/code/coding/0/code").asText())
                .containsExactly("note", "access-query", "dispute");
        refused(patient.get("Task/$raised"), 400, "Patient");
    }
}
