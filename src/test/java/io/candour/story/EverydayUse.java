package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.story.FhirClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server does all day, for a {@link Load}: a patient reads and looks who has looked, a practice reads, a patient
 * changes a choice, a laboratory corrects a result.
 */
final class EverydayUse {
    private static final List<String> OWN = List.of(
            "Patient",
            "Observation?_count=20",
            "Condition?_count=20",
            "Patient/$held",
            "Patient/$timeline?_count=20",
            "Patient/$access-log?_count=10",
            "AuditEvent?_count=10&patient=");
    private static final List<String> PRACTICE = List.of(
            "Observation?_count=20&patient=",
            "MedicationRequest?_count=20&_total=accurate&patient=",
            "Immunization?_summary=count&patient=");

    private final DemoStack stack;
    private final String server;
    private final String patient;
    private final String hospital;
    private final String consent;
    private final String result;
    private final AtomicInteger corrected = new AtomicInteger();

    /** @param server FHIR base that all of it goes to */
    EverydayUse(DemoStack stack, String server) throws IOException, InterruptedException {
        this.stack = stack;
        this.server = server;
        FhirClient reader = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        patient = reader.ownId();
        hospital = stack.cast().attribute("consultant", "ods_code");
        consent = created(reader.post("Consent", choice(0, Optional.empty())));
        result = created(FhirClient.feeder(stack).post("Observation", measured(0, "")));
    }

    private static String created(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    /**
     * Everybody begins. Once for a load: of two who write the same item at once, one is told 409.
     *
     * @param between how long each of them rests after an answer
     */
    void begin(Load load, Duration between) {
        beginToRead(load, between);
        // Nobody writes as often as they read.
        beginToWrite(load, between.multipliedBy(10));
    }

    /** Those begin who only read: as often as there are to be more of them. */
    void beginToRead(Load load, Duration between) {
        LoggedIn own = LoggedIn.of(stack, server, "patient", FhirClient.PATIENT_SCOPES);
        load.begin("patient", between, turn -> own.client().get(of(OWN.get(turn % OWN.size()))));
        LoggedIn gp = LoggedIn.of(stack, server, "gp", FhirClient.STAFF_SCOPES);
        load.begin("practice", between, turn -> gp.client().get(of(PRACTICE.get(turn % PRACTICE.size()))));
        LoggedIn whole = LoggedIn.of(stack, server, "gp", FhirClient.STAFF_SCOPES);
        load.begin("whole", between, turn -> whole.client().get("Patient/" + patient + "/$everything?_count=50"));
    }

    private void beginToWrite(Load load, Duration between) {
        LoggedIn chooser = LoggedIn.of(stack, server, "patient", FhirClient.PATIENT_SCOPES);
        load.begin("chooser", between, turn -> chooser.client()
                .put("Consent/" + consent, choice(turn, Optional.of(consent))));
        LoggedIn laboratory = LoggedIn.feeder(stack, server);
        load.begin("laboratory", between, turn -> {
            Answer answer =
                    laboratory.client().put("Observation/" + result, measured(turn, "\"id\": \"" + result + "\","));
            if (answer.status() == 200) {
                corrected.set(turn);
            }
            return answer;
        });
    }

    private String of(String search) {
        return search.endsWith("patient=") ? search + patient : search;
    }

    /** The last correction that was acknowledged stands. To be asked once the load is over. */
    void nothingAcknowledgedIsLost() throws IOException, InterruptedException {
        assertThat(FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES)
                        .get("Observation/" + result)
                        .json()
                        .at("/valueQuantity/value")
                        .asInt())
                .isEqualTo(corrected.get());
    }

    /** Takes back what it left. */
    void end() throws IOException, InterruptedException {
        FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES)
                .put("Consent/" + consent, choice(1, Optional.of(consent)));
        FhirClient feeder = FhirClient.feeder(stack);
        feeder.send(feeder.request("Observation/" + result).DELETE());
    }

    private String choice(int turn, Optional<String> id) {
        return Denial.of(patient, hospital, turn % 2 == 0 ? "active" : "inactive", id);
    }

    private String measured(int turn, String id) {
        return """
                {"resourceType": "Observation", %s "status": "final",
                 "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
                 "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "2026-01-01",
                 "valueQuantity": {"value": %d, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}
                """
                .formatted(id, patient, turn);
    }
}
