package io.candour.story;

import static io.candour.story.Raising.ids;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.story.FhirClient.Answer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a carer adds to a record is marked as theirs, and reaches as far as the patient lets them. */
class RaisedByCarersIT extends RaisedStory {
    @Test
    void aCarerSaysSomethingAsFarAsThePatientLetsThem() throws Exception {
        String entry = condition(COLD);
        String hidden = condition(HIV);
        String measured = patient.get("Observation?_count=1&patient=" + id)
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        nothingThere(raising.raise(carer, "dispute", entry, "Not their carer"));
        String seeing = appointed(Map.of("category:valueCode", "conditions"));
        assertThat(carer.get(entry).status()).isEqualTo(200);
        nothingThere(raising.raise(carer, "dispute", entry, "May see and not dispute"));
        end(seeing);
        String grant = appointed(Map.of("category:valueCode", "conditions", "act:valueCode", "dispute"));

        Answer said = raising.raise(carer, "dispute", entry, "She never had this");

        assertThat(said.status()).as(said.body()).isEqualTo(200);
        String task = said.json().path("id").asText();
        assertThat(logged(said)).isEqualTo("PROXY $raise PERMITTED Task/" + task);
        assertThat(database()
                        .queryForObject(
                                "select array_to_string(basis, ' ') from candour.access_record where request_id = ?",
                                String.class,
                                said.header("X-Request-ID")))
                .contains("Grant/" + grant);
        String marked =
                patient.get("Task/" + task).json().at("/requester/reference").asText();
        assertThat(marked).startsWith("RelatedPerson/");
        assertThat(patient.get(marked).body()).contains(stack.cast().attribute("carer", "nhs_number"));
        assertThat(ids(patient.get("Patient/$raised")).findFirst()).contains(task);
        assertThat(ids(carer.get("Patient/" + id + "/$raised")).findFirst()).contains(task);
        assertThat(carer.get("Task?patient=" + id).resources().map(each -> each.path("id")
                        .asText()))
                .contains(task);
        refused(raising.raise(carer, "dispute", "Observation/" + measured, "Not in reach"), 422, "about");
        refused(raising.raise(carer, "dispute", hidden, "Sensitive"), 422, "about");
        refused(raising.raise(carer, "access-query", "AuditEvent/" + row(patient), "Who?"), 422, "about");
        nothingThere(raising.raise(carer, "note", "", "Where they do not see"));
        assertThat(Raising.answer(guardian, task, "rejected", Optional.of("It was so"))
                        .status())
                .isEqualTo(200);

        end(grant);

        nothingThere(raising.raise(carer, "dispute", entry, "Not any more"));
        nothingThere(carer.get("Patient/" + id + "/$raised"));
    }

    @Test
    void aCarerWhoSeesAllAsksWhoLookedAndAddsNotes() throws Exception {
        appointed(Map.of("act:valueCode", "dispute"));
        assertThat(FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES)
                        .get("Patient/" + id)
                        .status())
                .isEqualTo(200);
        JsonNode log = carer.get("Patient/" + id + "/$access-log?_count=50").json();
        String row = Choosing.parts(log, "group")
                .flatMap(group -> Choosing.parts(group, "line"))
                .map(line -> Choosing.value(line, "event"))
                .findFirst()
                .orElseThrow();

        String asked = raising.raised(carer, "access-query", row, "Who is that?");
        String note = raising.raised(carer, "note", "", "She can't hear on the left");

        assertThat(ids(carer.get("Patient/" + id + "/$raised"))).startsWith(note, asked);
        assertThat(ids(carer.get("Patient/" + id + "/$raised?_count=1"))).containsExactly(note);
    }
}
