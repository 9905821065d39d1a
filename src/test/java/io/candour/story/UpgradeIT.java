package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.demo.DemoPostgres;
import io.candour.demo.DemoStack;
import io.candour.demo.Replica;
import io.candour.demo.ServerCommand;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that an earlier version made and filled, taken over by this one: records, choices, care relationships and
 * the log are what they were, and go on.
 */
@ExtendWith(Stack.class)
@Tag("nightly")
class UpgradeIT {
    /** Schema version 12: before people could say what is wrong, before care relationships stood in snapshots. */
    private static final String EARLIER = "2cedb9c610c510e49ec985d9c7fa594ff41c35d9";

    private static final int RESULTS = 30;

    @Test
    void whatAnEarlierVersionStoredIsServedByThisOneAsItWas(DemoStack stack, @TempDir Path folder) throws Exception {
        Optional<Path> jar = EarlierVersion.jar(EARLIER);
        if (jar.isEmpty()) {
            System.err.println("!!! This checkout's history does not reach back to " + EARLIER
                    + ": THE UPGRADE OF A DATABASE WAS NOT TRIED !!!");
            Assumptions.abort("No earlier version to upgrade from");
        }
        Map<String, String> properties = properties(stack);
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        FhirClient gp = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
        FhirClient consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        List<JsonNode> before;
        String id;
        String consent;
        String outside;
        String looked;
        try (Replica earlier = stack.startJar(jar.get(), properties)) {
            SmallRecord record = SmallRecord.write(stack, earlier.fhirUrl());
            for (int i = 0; i < RESULTS; i++) {
                Answer stored = record.measure(i);
                assertThat(stored.status()).as(stored.body()).isEqualTo(201);
            }
            id = record.patient();
            assertThat(patient.at(earlier.fhirUrl()).ownId()).isEqualTo(id);
            String search = search(id);
            before = items(patient.at(earlier.fhirUrl()), search);
            assertThat(before).hasSize(RESULTS);
            assertThat(items(gp.at(earlier.fhirUrl()), search)).hasSize(RESULTS);
            assertThat(items(consultant.at(earlier.fhirUrl()), search)).hasSize(RESULTS);
            Answer denied = patient.at(earlier.fhirUrl())
                    .post("Consent", Denial.of(id, hospital(stack), "active", Optional.empty()));
            assertThat(denied.status()).as(denied.body()).isEqualTo(201);
            consent = denied.json().path("id").asText();
            Answer refused = consultant.at(earlier.fhirUrl()).get(search);
            assertThat(refused.resources()).isEmpty();
            looked = refused.header("X-Request-ID");
            outside = proof(stack, properties, earlier).publishedAfterNow();
            earlier.stop();
        }

        try (Replica now = stack.startReplicaOf(properties)) {
            String search = search(id);
            assertThat(items(patient.at(now.fhirUrl()), search)).isEqualTo(before);
            assertThat(items(gp.at(now.fhirUrl()), search)).hasSize(RESULTS);
            assertThat(items(consultant.at(now.fhirUrl()), search)).isEmpty();
            assertThat(patient.at(now.fhirUrl())
                            .get("AuditEvent?_count=50&patient=" + id)
                            .body())
                    .contains(looked);
            // Of what kind items are is known from this version on.
            assertThat(ServerCommand.run(properties, "check-index")).isEqualTo(1);
            assertThat(ServerCommand.run(properties, "rebuild-index")).isZero();
            assertThat(ServerCommand.run(properties, "check-index")).isZero();
            assertThat(proof(stack, properties, now).verify(outside, folder)).isZero();

            Answer withdrawn = patient.at(now.fhirUrl())
                    .put("Consent/" + consent, Denial.of(id, hospital(stack), "inactive", Optional.of(consent)));
            assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
            assertThat(items(consultant.at(now.fhirUrl()), search)).hasSize(RESULTS);
            assertThat(ServerCommand.run(properties, "rebuild-index")).isZero();
            assertThat(items(patient.at(now.fhirUrl()), search)).isEqualTo(before);
            LogProof log = proof(stack, properties, now);
            assertThat(log.verify(log.publishedAfterNow(), folder)).isZero();
        }
    }

    /** The stack's server's, but for databases of its own and for what came after the earlier version. */
    private static Map<String, String> properties(DemoStack stack) throws Exception {
        DemoPostgres postgres = stack.postgres();
        Map<String, String> properties = new TreeMap<>(stack.serverProperties());
        properties.keySet().removeIf(name -> name.startsWith("candour.portal."));
        properties.put("spring.datasource.url", postgres.emptyDatabase("candour_upgraded"));
        properties.put("candour.journal.url", postgres.emptyDatabase("candour_upgraded_journal"));
        return properties;
    }

    private static LogProof proof(DemoStack stack, Map<String, String> properties, Replica server) {
        LogProof ofStack = LogProof.of(stack);
        return new LogProof(properties.get("spring.datasource.url"), ofStack.user(), ofStack.keys(), server.webUrl());
    }

    private static String hospital(DemoStack stack) {
        return stack.cast().attribute("consultant", "ods_code");
    }

    private static String search(String id) {
        return "Observation?_count=100&_sort=-date&patient=" + id;
    }

    private static List<JsonNode> items(FhirClient client, String search) throws IOException, InterruptedException {
        Answer answer = client.get(search);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.resources().toList();
    }
}
