package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotJsonTest {
    private final ObjectMapper json = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());

    @Test
    void snapshotWhenWrittenAndReadBackThenIsEqual() throws JsonProcessingException {
        Instant until = Instant.parse("2027-05-01T00:00:00.123456Z");
        Provision everything = new Provision(
                Effect.DENY,
                Set.of("Organization/a", "https://fhir.nhs.uk/Id/ods-organization-code|A1"),
                Set.of("TREAT"),
                Interval.of(People.NOW, until),
                Set.of("Observation"),
                Set.of("http://example.org/profile"),
                Set.of("http://loinc.org|1"),
                Set.of(Category.MEDICINES),
                Set.of("http://loinc.org|2"),
                Set.of("Observation/1"),
                Set.of("Encounter/1"),
                Set.of("Practitioner/1"),
                Optional.of(new Interval(Optional.empty(), Optional.of(until))),
                Optional.of(Confidentiality.R),
                Set.of("HIV"));
        Directive choice = new Directive(
                "c", "3", Optional.of(Choice.HIDE_FROM), everything, List.of(everything), false, Optional.empty());
        Snapshot snapshot = new Snapshot(
                "p",
                7,
                List.of(choice, Directive.unenforceable("d", "1", "no base rule")),
                List.of(new Relationship("Organization/a", "Encounter/1", Optional.of(People.NOW), Optional.empty())));

        Snapshot read = json.readValue(json.writeValueAsString(snapshot), Snapshot.class);

        assertThat(read).isEqualTo(snapshot);
        assertThat(read.directives()).isEqualTo(List.of(choice, Directive.unenforceable("d", "1", "no base rule")));
    }
}
