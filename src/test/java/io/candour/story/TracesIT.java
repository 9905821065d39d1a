package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.Stack;
import io.candour.demo.TraceCollector;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that is told where traces go sends them there: what it waited for, and nothing of whose record it was. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("nightly")
class TracesIT {
    private static final Duration SENT_WITHIN = Duration.ofSeconds(20);
    private static final String NOBODY = "nobody-of-this-name";
    private static final String NAME = "(GET|POST|PUT|DELETE|HEAD|OPTIONS|other) [A-Za-z]+|snapshot|index|log";

    @SuppressWarnings("NullAway.Init")
    private TraceCollector collector;

    @SuppressWarnings("NullAway.Init")
    private Replica server;

    private DemoStack stack;
    private FhirClient patient;
    private String id = "";

    TracesIT(DemoStack running) throws Exception {
        stack = running;
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
    }

    @BeforeAll
    void start() throws Exception {
        collector = new TraceCollector();
        server = stack.startReplica(Map.of(
                "management.otlp.tracing.endpoint", collector.endpoint(),
                "management.tracing.sampling.probability", "1",
                "management.tracing.opentelemetry.export.schedule-delay", "200ms"));
        patient = patient.at(server.fhirUrl());
        id = patient.ownId();
    }

    @AfterAll
    void stop() {
        server.close();
        collector.close();
    }

    @Test
    void aSearchIsATraceOfWhatItWaitedFor() throws Exception {
        assertThat(patient.get("Condition?patient=" + id + "&_count=2").status())
                .isEqualTo(200);

        await().atMost(SENT_WITHIN)
                .untilAsserted(() -> assertThat(parts("GET Condition")).contains("index", "log"));
        await().atMost(SENT_WITHIN)
                .untilAsserted(() -> assertThat(parts("GET Patient")).contains("snapshot", "log"));
    }

    @Test
    void noSpanNamesAPersonOrAnItem() throws Exception {
        String number = stack.cast().attribute("patient", "nhs_number");
        FhirClient gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES).at(server.fhirUrl());
        List<Integer> answers = new ArrayList<>();
        answers.add(patient.get("Patient/" + id).status());
        answers.add(gp.get("Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + number)
                .status());
        answers.add(patient.get(NOBODY + "/" + number).status());
        answers.add(patient.get("Observation?" + NOBODY + "=" + number).status());
        answers.add(patient.post("Consent", "{\"resourceType\": \"Consent\", \"id\": \"" + NOBODY + "\"}")
                .status());
        answers.add(patient.send(patient.request("Patient")
                        .header("X-Request-ID", NOBODY)
                        .header("baggage", "who=" + NOBODY)
                        .header("User-Agent", NOBODY))
                .status());
        answers.add(FhirClient.anonymous(stack)
                .get(server.webUrl() + "/record/" + NOBODY)
                .status());
        assertThat(answers).startsWith(200, 200).contains(400);

        await().atMost(SENT_WITHIN)
                .untilAsserted(() -> assertThat(names()).contains("POST Consent", "GET other", "GET page"));
        assertThat(collector.sent())
                .contains("candour")
                .doesNotContain(number, NOBODY, family(), "Exception", server.fhirUrl());
        assertThat(collector.spans()).allSatisfy(span -> {
            assertThat(span.getName()).matches(NAME);
            assertThat(span.getAttributesList())
                    .allMatch(each -> Set.of("method", "resource", "status").contains(each.getKey()));
            assertThat(span.getEventsList()).isEmpty();
        });
    }

    @Test
    void aLineOfTheLogNamesTheTraceThatItIsOf() throws Exception {
        assertThat(FhirClient.anonymous(stack)
                        .get(server.webUrl() + "/signed-in?code=any&state=any")
                        .status())
                .isEqualTo(400);

        Path log = stack.serverLog().resolveSibling("replica.log");
        String logged = "";
        for (String line : Files.readAllLines(log)) {
            JsonNode said = JsonMapper.builder().build().readTree(line);
            if (said.path("message").asText().startsWith("A sign-in came to nothing")) {
                logged = said.at("/trace/id").asText(said.path("trace.id").asText());
            }
        }
        String trace = logged;
        assertThat(trace).hasSize(32);
        await().atMost(SENT_WITHIN).untilAsserted(() -> assertThat(collector.spans())
                .extracting(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                .contains(trace));
    }

    private String family() {
        return stack.cast().part("patient").orElseThrow().family();
    }

    private Set<String> names() {
        return collector.spans().stream().map(Span::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What requests of this name waited for, each a child of its request. */
    private Set<String> parts(String request) {
        Map<ByteString, Span> byId = new HashMap<>();
        collector.spans().forEach(span -> byId.put(span.getSpanId(), span));
        return byId.values().stream()
                .filter(span -> Optional.ofNullable(byId.get(span.getParentSpanId()))
                        .filter(parent -> parent.getName().equals(request))
                        .isPresent())
                .map(Span::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
