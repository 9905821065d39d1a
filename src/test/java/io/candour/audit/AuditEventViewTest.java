package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuditEventViewTest {

    private static final FhirContext FHIR = FhirContext.forR4();

    static {
        FHIR.getParserOptions().setDontStripVersionsFromReferencesAtPaths("AuditEvent.entity.what");
    }

    static Stream<AccessRecord> records() {
        Agent feeder = new Agent(
                Agent.Kind.SYSTEM, "feeder", "Feeder", List.of(), Optional.empty(), "feeder", "192.0.2.9", true);
        return Stream.of(
                Records.search("search", "ann"),
                Records.decided("decided", "ann", 3),
                Records.refused("refused", "ann"),
                Records.write("write", "ann"),
                asked(feeder, "delete", Outcome.PERMITTED, 204),
                asked(feeder, "$everything", Outcome.FAILED, 500),
                asked(feeder, "history-instance", Outcome.PERMITTED, 200),
                asked(feeder, "unparsed", Outcome.BAD_REQUEST, 400));
    }

    @ParameterizedTest
    @MethodSource("records")
    void renderWhenAnyRecordThenOneRequestorAndTheCodesOfWhatHappened(AccessRecord record) {
        AuditEvent event = render(record);

        assertThat(event.getAgent()).filteredOn("requestor", true).hasSize(1);
        assertThat(event.getAction().toCode())
                .isEqualTo(String.valueOf(record.asked().action()));
        assertThat(event.getOutcome() == AuditEventOutcome._0).isEqualTo(record.outcome() == Outcome.PERMITTED);
        assertThat(event.getRecorded()).isEqualTo("2026-03-04T05:06:07.008Z");
    }

    @ParameterizedTest
    @MethodSource("records")
    void renderWhenAnyRecordThenNothingOfItIsLost(AccessRecord record) {
        String json = FHIR.newJsonParser().encodeResourceToString(render(record));

        assertThat(json)
                .contains(
                        record.requestId(), record.agent().id(), record.agent().client());
        record.patients().forEach(patient -> assertThat(json).contains("\"Patient/" + patient + "\""));
        record.items().forEach(item -> assertThat(json)
                .contains("\"" + item.type() + "/" + item.id() + "/_history/" + item.version() + "\""));
        record.grounds().basis().forEach(basis -> assertThat(json).contains(basis.rule()));
    }

    static AuditEvent render(AccessRecord record) {
        RecordId id = new RecordId(Instant.parse("2026-03-04T05:06:07.008Z"), new UUID(1, 2));
        return new AuditEventView("http://localhost:8080/fhir").render(new StoredRecord(id, record));
    }

    private static AccessRecord asked(Agent agent, String interaction, Outcome outcome, int status) {
        return new AccessRecord(
                "request",
                agent,
                new Asked(interaction, QueryShape.NONE, Optional.empty()),
                Records.patients("ann"),
                List.of(),
                Grounds.NONE,
                outcome,
                status);
    }
}
