package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A programme's notice is everybody's from the moment it is let in, and shows when each first read it. */
@Order(Integer.MAX_VALUE - 6)
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgrammeNoticeIT {
    private static final String PATIENT = "openid patient/*.cruds";

    private DemoStack stack;
    private FhirClient patient;
    private FhirClient patient2;
    private FhirClient guardian;
    private FhirClient guardian2;

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        patient = FhirClient.of(stack, "patient", PATIENT);
        patient2 = FhirClient.of(stack, "patient2", PATIENT);
        guardian = FhirClient.of(stack, "guardian", Registering.GUARDIAN);
        guardian2 = FhirClient.of(stack, "guardian2", Registering.GUARDIAN);
    }

    private String registered() throws Exception {
        return Registering.register(guardian, Registering.programme())
                .json()
                .path("id")
                .asText();
    }

    private String letIn() throws Exception {
        String id = registered();
        assertThat(Registering.decide(guardian2, id, "approved").status()).isEqualTo(200);
        return id;
    }

    private static Optional<JsonNode> of(Answer answer, String programme) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("parameter").spliterator(), false)
                .filter(each -> each.toString().contains("ResearchStudy/" + programme))
                .findFirst();
    }

    private static Optional<JsonNode> notice(FhirClient by, String programme) throws Exception {
        return of(by.get("Patient/$programme-notices?_count=500"), programme);
    }

    private static String value(JsonNode notice, String name, String type) {
        return StreamSupport.stream(notice.path("part").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name))
                .map(each -> each.path(type).asText())
                .findFirst()
                .orElse("");
    }

    private static Answer read(FhirClient by, String path, String programme) {
        try {
            return by.post(
                    path + "/$read-programme-notice", Registering.body(Map.of("programme:valueString", programme)));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String receipts(String programme) throws Exception {
        return value(
                of(guardian.get("ResearchStudy/$notice-receipts"), programme).orElseThrow(), "read", "valueInteger");
    }

    @Test
    void aNoticeReachesEverybodyAndShowsThatItWasRead() throws Exception {
        String waiting = registered();
        String id = letIn();
        assertThat(notice(patient, waiting)).as("nobody let it in").isEmpty();
        JsonNode unread = notice(patient, id).orElseThrow();
        assertThat(value(unread, "title", "valueString")).isEqualTo("Asthma and weather");
        assertThat(value(unread, "read", "valueInstant")).isEmpty();
        assertThat(receipts(id)).isEqualTo("0");

        List<Answer> both = Stream.of(patient, FhirClient.of(stack, "patient", PATIENT))
                .map(by -> CompletableFuture.supplyAsync(() -> read(by, "Patient", id)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(both).extracting(Answer::status).containsOnly(200);
        assertThat(both.get(0).body()).isEqualTo(both.get(1).body());
        assertThat(read(patient, "Patient", id).body())
                .as("once more")
                .isEqualTo(both.get(0).body());
        assertThat(value(notice(patient, id).orElseThrow(), "read", "valueInstant"))
                .isNotEmpty();
        assertThat(value(notice(patient2, id).orElseThrow(), "read", "valueInstant"))
                .as("another's")
                .isEmpty();
        assertThat(receipts(id)).isEqualTo("1");
        assertThat(Registering.decide(guardian, id, "stopped").status()).isEqualTo(200);
        assertThat(notice(patient, id)).as("it is over").isEmpty();
    }

    @Test
    void nobodyReadsForAnotherOrWhatIsNotThere() throws Exception {
        String id = letIn();
        String patientId = patient.ownId();

        assertThat(read(patient, "Patient", "nothing").status()).isEqualTo(404);
        assertThat(read(patient, "Patient", registered()).status())
                .as("nobody let it in")
                .isEqualTo(404);
        assertThat(read(patient2, "Patient/" + patientId, id).status()).isEqualTo(404);
        assertThat(patient2.get("Patient/" + patientId + "/$programme-notices").status())
                .isEqualTo(404);
        assertThat(guardian.get("Patient/" + patientId + "/$programme-notices").status())
                .isEqualTo(403);
        assertThat(read(guardian, "Patient/" + patientId, id).status()).isEqualTo(403);
        assertThat(patient.get("ResearchStudy/$notice-receipts").status()).isEqualTo(403);
        Answer without = patient.post("Patient/$read-programme-notice", Registering.body(Map.of()));
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.element()).isEqualTo("programme");
        assertThat(patient.get("Patient/$programme-notices?_count=0").element()).isEqualTo("_count");
        assertThat(receipts(id)).isEqualTo("0");
    }
}
