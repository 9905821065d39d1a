package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody without any device answers on paper; it counts as if they had answered here, and they can see who entered it. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaperChoiceIT {
    private static final String SCOPES = "openid user/*.cruds";
    private static final String FORM = "Cabinet 4, folder 'choices', no. 17";
    private static final LocalDate TODAY = LocalDate.now(ZoneId.systemDefault());

    private final DemoStack stack;
    private final List<String> made = new ArrayList<>();
    private FhirClient patient;
    private FhirClient gp;
    private String id = "";

    PaperChoiceIT(DemoStack stack) {
        this.stack = stack;
    }

    @BeforeAll
    void people() throws Exception {
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        gp = FhirClient.of(stack, "gp", SCOPES);
        id = patient.ownId();
    }

    @AfterEach
    void takeBack() throws Exception {
        for (String consent : made) {
            ObjectNode stored = (ObjectNode) patient.get("Consent/" + consent).json();
            assertThat(patient.put(
                                    "Consent/" + consent,
                                    stored.put("status", "entered-in-error").toString())
                            .status())
                    .isEqualTo(200);
        }
        made.clear();
    }

    private static String parameters(String choice, String permit, String emergency, String signed, String form) {
        return "{\"resourceType\": \"Parameters\", \"parameter\": ["
                + "{\"name\": \"choice\", \"valueCode\": \"" + choice + "\"},"
                + "{\"name\": \"permit\", \"valueBoolean\": " + permit + "},"
                + (emergency.isEmpty() ? "" : "{\"name\": \"emergency\", \"valueBoolean\": " + emergency + "},")
                + "{\"name\": \"signed\", \"valueDate\": \"" + signed + "\"},"
                + "{\"name\": \"form\", \"valueString\": \"" + form + "\"}]}";
    }

    private Answer enter(FhirClient staff, String choice, String permit, String emergency, String signed, String form)
            throws Exception {
        return staff.post("Patient/" + id + "/$record-choice", parameters(choice, permit, emergency, signed, form));
    }

    private String entered(String choice, String permit, LocalDate signed) throws Exception {
        Answer answer = enter(gp, choice, permit, "", signed.toString(), FORM);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String consent = Choosing.value(answer.json(), "consent").replaceFirst("^Consent/", "");
        made.add(consent);
        return consent;
    }

    private String standing(String consent) throws Exception {
        Answer status = patient.get("Patient/" + id + "/$consent-status");
        return Choosing.line(status, consent)
                .map(line -> Choosing.value(line, "state"))
                .orElse("");
    }

    @Test
    void whatIsEnteredCountsAtOnceAndSaysWhoEnteredIt() throws Exception {
        String consent = entered("academic-research", "true", TODAY);

        assertThat(standing(consent)).isEqualTo("ENFORCED");
        JsonNode stored = patient.get("Consent/" + consent).json();
        assertThat(stored.at("/performer/0/reference").asText()).isEqualTo("Patient/" + id);
        assertThat(stored.at("/provision/type").asText()).isEqualTo("permit");
        JsonNode provenance = patient.get("Provenance?patient=" + id + "&_count=200")
                .resources()
                .filter(each -> each.at("/target/0/reference").asText().startsWith("Consent/" + consent))
                .findFirst()
                .orElseThrow();
        assertThat(provenance.at("/entity/0/what/display").asText()).isEqualTo(FORM);
        assertThat(provenance.at("/agent/1/type/coding/0/code").asText()).isEqualTo("enterer");
        assertThat(provenance.at("/agent/1/who/display").asText()).isNotBlank();
        assertThat(provenance.at("/occurredDateTime").asText()).isEqualTo(TODAY.toString());
        assertThat(patient.get("Communication?patient=" + id + "&_count=200").resources())
                .anyMatch(each -> each.at("/payload/0/contentString").asText().contains("made on paper"));
        assertThat(gp.get("Consent/" + consent).status())
                .as("a choice is not for staff")
                .isEqualTo(404);
        assertThat(gp.get("Provenance/" + provenance.path("id").asText()).status())
                .isEqualTo(404);
    }

    @Test
    void ofTwoAnswersThatWhichWasGivenLastCounts() throws Exception {
        String newer = entered("planning", "true", TODAY.minusDays(1));
        String older = entered("planning", "false", TODAY.minusDays(9));

        assertThat(standing(newer)).isEqualTo("ENFORCED");
        assertThat(standing(older)).isEqualTo("SUPERSEDED");
    }

    @Test
    void aNoToCareClosesTheRecordToOtherPlaces() throws Exception {
        FhirClient consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        int before = observations(consultant);

        Answer answer = enter(gp, "care-sharing", "false", "true", TODAY.toString(), FORM);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        made.add(Choosing.value(answer.json(), "consent").replaceFirst("^Consent/", ""));

        assertThat(patient.get("Consent/" + made.get(0)).body()).contains("emergency-override");
        assertThat(observations(consultant)).isLessThan(before);
    }

    private int observations(FhirClient reader) throws Exception {
        return reader.get("Observation?patient=" + id + "&_summary=count")
                .json()
                .path("total")
                .asInt();
    }

    @Test
    void toWhoeverMayNotTheyAreNotThere() throws Exception {
        FhirClient consultant = FhirClient.of(stack, "consultant", SCOPES);
        assertThat(enter(consultant, "planning", "true", "", TODAY.toString(), FORM)
                        .status())
                .as("without the role")
                .isEqualTo(404);
        assertThat(gp.post(
                                "Patient/not-there/$record-choice",
                                parameters("planning", "true", "", TODAY.toString(), FORM))
                        .status())
                .isEqualTo(404);
        FhirClient readsOnly = FhirClient.of(stack, "gp", FhirClient.STAFF_SCOPES);
        assertThat(enter(readsOnly, "planning", "true", "", TODAY.toString(), FORM)
                        .status())
                .isEqualTo(403);
        assertThat(enter(patient, "planning", "true", "", TODAY.toString(), FORM)
                        .status())
                .as("a patient answers for themselves")
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "emergency-override, true, '', 2026-01-02, Cabinet 4, choice",
        "hide-from, true, '', 2026-01-02, Cabinet 4, choice",
        "no-such-choice, true, '', 2026-01-02, Cabinet 4, choice",
        "local-practice-opt-out, true, '', 2026-01-02, Cabinet 4, permit",
        "planning, false, true, 2026-01-02, Cabinet 4, emergency",
        "care-sharing, true, true, 2026-01-02, Cabinet 4, emergency",
        "planning, true, '', 2999-01-02, Cabinet 4, signed",
        "planning, true, '', 2026-02-30, Cabinet 4, Parameters",
        "planning, true, '', 2026-01-02, x, form"
    })
    void whatCannotBeIsRefusedByName(
            String choice, String permit, String emergency, String signed, String form, String named) throws Exception {
        Answer answer = enter(gp, choice, permit, emergency, signed, form);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.element()).as(answer.body()).contains(named);
    }
}
