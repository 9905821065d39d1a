package io.candour.story;

import static io.candour.story.Raising.body;
import static io.candour.story.Raising.ids;
import static io.candour.story.Raising.parameter;
import static io.candour.story.Raising.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cannot be said about a record, or is not theirs to say, is refused, and nothing of it is stored. */
class RaisedBadInputIT extends RaisedStory {
    @Test
    void badInputIsNamedAndNothingIsStored() throws Exception {
        String entry = condition(COLD);
        String others = "Condition/"
                + patient2.get("Condition?_count=1")
                        .resources()
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asText();
        String othersRow = "AuditEvent/" + row(patient2);
        String row = "AuditEvent/" + row(patient);
        long before = kept();

        refused(raising.raise(patient, "complaint", entry, "What?"), 400, "kind");
        refused(raising.raise(patient, "dispute", "", "About nothing"), 400, "about");
        refused(raising.raise(patient, "access-query", "", "About nothing"), 400, "about");
        refused(raising.raise(patient, "dispute", entry, " a "), 400, "text");
        refused(raising.raise(patient, "dispute", entry, "x".repeat(2001)), 400, "text");
        refused(raising.raise(patient, "dispute", entry, "abc\\u0000"), 400, "text");
        refused(raising.raise(patient, "dispute", entry, "abc\\u0007d"), 400, "text");
        Answer absent = raising.raise(patient, "dispute", "Condition/nothing", "Not there");
        refused(absent, 422, "about");
        for (String about : List.of(
                others, row, "https://elsewhere.example/fhir/Condition/1", "Organization/nothing", "Nonsense/1")) {
            Answer same = raising.raise(patient, "dispute", about, "Not there");
            refused(same, 422, "about");
            assertThat(same.body()).isEqualTo(absent.body());
        }
        for (String about :
                List.of(othersRow, entry, "AuditEvent/nothing", row.substring(0, row.length() - 4) + "ffff")) {
            Answer same = raising.raise(patient, "access-query", about, "Not there");
            refused(same, 422, "about");
            assertThat(same.body()).isEqualTo(absent.body());
        }
        String said = parameter("text", "valueString", quoted("Something"));
        String path = "Patient/" + id + "/$raise";
        refused(patient.post(path, body(List.of(said))), 400, "kind");
        refused(patient.post(path, body(List.of(parameter("kind", "valueCode", quoted("note"))))), 400, "text");
        refused(
                patient.post(
                        path,
                        body(List.of(
                                said,
                                parameter("kind", "valueCode", quoted("note")),
                                parameter("about", "valueString", quoted(entry))))),
                400,
                "about");
        refused(
                patient.post(path, body(List.of(said, parameter("status", "valueCode", quoted("completed"))))),
                400,
                "status");
        assertThat(patient.get(path + "?kind=note&text=Something").status()).isEqualTo(405);
        assertThat(FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES)
                        .post(path, body(List.of(said)))
                        .status())
                .as("no scope")
                .isEqualTo(403);
        refused(patient.get("Patient/$raised?open=perhaps"), 400, "open");
        refused(patient.get("Patient/$raised?_count=0"), 400, "_count");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void aBadAnswerIsNamedAndChangesNothing() throws Exception {
        String task = raising.raised(patient, "note", "", "Something");
        long before = kept();

        refused(Raising.answer(guardian, task, "requested", Optional.empty()), 400, "status");
        refused(Raising.answer(guardian, task, "cancelled", Optional.empty()), 400, "status");
        refused(Raising.answer(guardian, task, "completed", Optional.empty()), 400, "note");
        refused(Raising.answer(guardian, task, "rejected", Optional.of(" ")), 400, "note");
        refused(Raising.answer(guardian, task, "received", Optional.of("x".repeat(1001))), 400, "note");
        nothingThere(Raising.answer(guardian, "nothing", "received", Optional.empty()));
        refused(
                guardian.post(
                        "Task/$answer-raised", body(List.of(parameter("status", "valueCode", quoted("received"))))),
                400,
                "task");
        for (FhirClient other : List.of(patient, consultant, auditor)) {
            assertThat(Raising.answer(other, task, "received", Optional.empty()).status())
                    .isEqualTo(403);
        }
        assertThat(kept()).isEqualTo(before);
        assertThat(patient.get("Task/" + task).json().path("status").asText()).isEqualTo("requested");
    }

    @Test
    void howManyAreOpenIsLimitedForEachCaller() throws Exception {
        appointed(Map.of("act:valueCode", "dispute"));
        for (int i = 0; i < 20; i++) {
            raising.raised(patient, "note", "", "Number " + i);
        }
        long before = kept();

        Answer more = raising.raise(patient, "note", "", "One more");

        refused(more, 422, "Task");
        assertThat(more.body()).contains("20 things");
        assertThat(kept()).isEqualTo(before);
        raising.raised(carer, "note", "", "Somebody else's count");
        String one = ids(patient.get("Patient/$raised?open=true&_count=2"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(Raising.answer(guardian, one, "completed", Optional.of("Read"))
                        .status())
                .isEqualTo(200);
        raising.raised(patient, "note", "", "There is room again");
    }

    @Test
    void strangersFindNothing() throws Exception {
        String entry = condition(COLD);
        String task = raising.raised(patient, "dispute", entry, "Wrong");
        String row = "AuditEvent/" + row(patient);
        long before = kept();

        for (FhirClient stranger : List.of(patient2, carer)) {
            nothingThere(raising.raise(stranger, "dispute", entry, "Not mine"));
            nothingThere(raising.raise(stranger, "access-query", row, "Not mine"));
            nothingThere(raising.raise(stranger, "note", "", "Not mine"));
            nothingThere(stranger.get("Patient/" + id + "/$raised"));
            nothingThere(stranger.get("Task/" + task));
            assertThat(stranger.get("Task?patient=" + id).resources()).isEmpty();
        }
        nothingThere(new Raising("nobody").raise(patient, "note", "", "Nobody"));
        assertThat(raising.raise(consultant, "note", "", "Staff").status()).isEqualTo(403);
        assertThat(consultant.get("Task/$raised").status()).isEqualTo(403);
        nothingThere(guardian.get("Patient/" + id + "/$raised"));
        assertThat(guardian.get("Task/" + task).status()).isEqualTo(403);
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void whatWasSaidIsWrittenByNobodyElse() throws Exception {
        String entry = condition(COLD);
        String task = raising.raised(patient, "dispute", entry, "Wrong");
        String stored = patient.get("Task/" + task).body();

        refused(feeder.put("Task/" + task, stored.replace("Wrong", "Right")), 422, "Task");
        refused(feeder.send(feeder.request("Task/" + task).DELETE()), 422, "Task");
        assertThat(feeder.send(feeder.request(entry).DELETE()).status())
                .as("what it is about stays")
                .isEqualTo(409);
        assertThat(patient.put("Task/" + task, stored).status()).isEqualTo(403);
        assertThat(patient.get("Task/" + task).body()).isEqualTo(stored);
    }
}
