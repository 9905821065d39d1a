package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A question where the national opt-out is asked, by files; on a server that is configured so. */
@Order(Integer.MAX_VALUE - 6)
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptOutIT {
    private static final String PATIENT = "openid patient/*.cruds";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path exchange;

    private DemoStack stack;
    private Replica server;
    private FhirClient patient;
    private String consent = "";
    private String patientId = "";

    @BeforeAll
    void people(DemoStack running) throws Exception {
        stack = running;
        server = stack.startReplica(Map.of(
                "candour.release.national-opt-out.exchange", exchange.toString(),
                "candour.release.smallest", "2",
                "candour.release.round-to", "1"));
        patient = FhirClient.of(stack, "patient", PATIENT);
        patientId = patient.ownId();
        Answer saved = patient.post("Consent", answered("active", ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        consent = saved.json().path("id").asText();
    }

    private String answered(String status, String id) {
        return new Choosing(patientId).about("", "permit", status, id, "academic-research", "");
    }

    @AfterAll
    void nothingWasEverAsked() throws Exception {
        new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"))
                .execute("truncate candour.question cascade");
        assertThat(patient.put("Consent/" + consent, answered("entered-in-error", consent))
                        .status())
                .isEqualTo(200);
        server.close();
    }

    private Answer review(String question) throws Exception {
        return FhirClient.of(stack, "guardian", Registering.GUARDIAN)
                .at(server.fhirUrl())
                .post(
                        "ResearchStudy/$review-question",
                        Registering.body(Map.of("question:valueString", question, "outcome:valueCode", "approved")));
    }

    private List<Path> requests() throws Exception {
        try (Stream<Path> files = Files.list(exchange.resolve("out"))) {
            return files.toList();
        }
    }

    @Test
    void whoHasOptedOutNationallyIsNotCountedWhateverTheySayHere() throws Exception {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("programme:valueString", Registering.running(stack, Registering.programme()));
        given.put("reason:valueString", "To plan the study");
        Answer asked = FhirClient.of(stack, "researcher", Registering.GUARDIAN)
                .at(server.fhirUrl())
                .post("ResearchStudy/$ask-question", Registering.body(given));
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        String question = asked.json().path("id").asText();

        Answer waits = review(question);

        assertThat(waits.status()).as(waits.body()).isEqualTo(503);
        assertThat(waits.body()).contains("National opt-outs are being asked");
        assertThat(requests()).hasSize(1);
        Path request = requests().get(0);
        assertThat(Files.readAllLines(request)).isNotEmpty().allMatch(line -> line.matches("[0-9]{10},"));
        Files.createFile(exchange.resolve("in").resolve(request.getFileName()));

        Answer counted = review(question);

        assertThat(counted.status()).as(counted.body()).isEqualTo(200);
        assertThat(count(counted)).as("all of them had opted out").contains(0);
        assertThat(patient.get("Patient/$releases").body()).doesNotContain("counted");
        assertThat(new JdbcTemplate(new DriverManagerDataSource(stack.postgres().url(), "postgres", "postgres"))
                        .queryForObject(
                                "select left_out > 0 and asked = left_out from candour.opt_out_check order by id desc limit 1",
                                Boolean.class))
                .isTrue();
    }

    private static Optional<Integer> count(Answer answer) {
        return StreamSupport.stream(answer.json().at("/parameter/0/part").spliterator(), false)
                .filter(each -> each.path("name").asText().equals("report"))
                .map(each -> each.at("/resource/group/0/population/0/count"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asInt)
                .findFirst();
    }
}
