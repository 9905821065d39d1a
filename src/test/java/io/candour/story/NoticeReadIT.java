package io.candour.story;

import static io.candour.story.Raising.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.story.FhirClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A notice shows when it was first read, by whoever may read it. */
class NoticeReadIT extends RaisedStory {
    private String notice() throws Exception {
        String task = raising.raised(patient, "note", "", "Please answer");
        assertThat(Raising.answer(guardian, task, "completed", Optional.of("Here it is"))
                        .status())
                .isEqualTo(200);
        return noticesAbout(patient, task).findFirst().orElseThrow().path("id").asText();
    }

    @Test
    void aNoticeIsReadOnceHoweverOften() throws Exception {
        String notice = notice();
        assertThat(patient.get("Communication/" + notice).json().has("received"))
                .isFalse();

        List<Answer> both = Stream.of(patient, FhirClient.of(stack, "patient", WRITING))
                .map(by -> CompletableFuture.supplyAsync(() -> read(by, notice)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(both).extracting(Answer::status).containsOnly(200);
        assertThat(both.get(0).body()).isEqualTo(both.get(1).body());
        JsonNode stored = patient.get("Communication/" + notice).json();
        assertThat(stored.path("received").asText())
                .isEqualTo(both.get(0).json().path("received").asText())
                .isNotBlank();
        assertThat(stored.at("/meta/versionId").asText()).isEqualTo("2");
        Answer again = read(patient, notice);
        assertThat(again.body()).isEqualTo(both.get(0).body());
        assertThat(logged(again)).isEqualTo("PATIENT $read-notice PERMITTED Communication/" + notice);
        assertThat(patient.get("Communication/" + notice + "/_history")
                        .resources()
                        .map(each -> each.at("/meta/versionId").asText()
                                + each.path("received").asText()))
                .containsExactly("2" + stored.path("received").asText(), "1");
    }

    private Answer read(FhirClient by, String notice) {
        try {
            return raising.readNotice(by, notice);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aNoticeIsReadByWhoeverMaySeeIt() throws Exception {
        String notice = notice();
        Answer letter = feeder.post(
                "Communication",
                """
                {"resourceType": "Communication", "status": "completed", "subject": {"reference": "Patient/%s"}}
                """
                        .formatted(id));
        nothingThere(read(patient, letter.json().path("id").asText()));
        nothingThere(read(patient, "nothing"));
        nothingThere(read(carer, notice));
        nothingThere(read(patient2, notice));
        nothingThere(new Raising(own(patient2)).readNotice(patient2, notice));
        refused(patient.post("Patient/" + id + "/$read-notice", body(List.of())), 400, "notice");
        assertThat(read(consultant, notice).status()).isEqualTo(403);
        appointed(Map.of("category:valueCode", "conditions"));
        nothingThere(read(carer, notice));
        assertThat(patient.get("Communication/" + notice).json().has("received"))
                .isFalse();
        appointed(Map.of("category:valueCode", "documents"));

        Answer read = read(carer, notice);

        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(logged(read)).isEqualTo("PROXY $read-notice PERMITTED Communication/" + notice);
        assertThat(read(patient, notice).body()).isEqualTo(read.body());
    }
}
