package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A clinician who sees part of a record is told so, unless the patient minds; never what the other part is. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenNoticeIT {
    private final List<String> made = new ArrayList<>();
    private FhirClient patient;
    private FhirClient consultant;
    private String patientId = "";
    private String hospital = "";

    @BeforeAll
    void meet(DemoStack stack) throws Exception {
        patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        consultant = FhirClient.of(stack, "consultant", FhirClient.STAFF_SCOPES);
        hospital = stack.cast().attribute("consultant", "ods_code");
        patientId = patient.ownId();
    }

    @AfterEach
    void takeBack() throws Exception {
        for (String id : made) {
            String error = new Choosing(patientId).about(hospital, "deny", "entered-in-error", id, "", "");
            assertThat(patient.put("Consent/" + id, error).status()).isEqualTo(200);
        }
        made.clear();
    }

    private void choose(String choice, String type) throws Exception {
        Answer saved = patient.post("Consent", new Choosing(patientId).about(hospital, type, "active", "", choice, ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        made.add(saved.json().path("id").asText());
    }

    private Answer search(FhirClient client, String search) throws Exception {
        Answer answer = client.get(search + "&patient=" + patientId);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    @Test
    void partOfARecordComesWithTheSameNoticeOnEveryPageItemsOrNoItems() throws Exception {
        Answer some = search(consultant, "Observation?_count=1");
        Answer none = search(consultant, "Observation?code=nothing-has-this-code");

        assertThat(some.resources()).hasSize(1);
        assertThat(some.tellsSomethingIsHidden()).isTrue();
        assertThat(consultant.get(some.link("next").orElseThrow()).tellsSomethingIsHidden())
                .isTrue();
        assertThat(none.resources()).isEmpty();
        assertThat(none.tellsSomethingIsHidden()).isTrue();
        assertThat(none.body()).contains("Some information may be withheld by the patient's choices or by policy.");
        assertThat(search(consultant, "Observation?_summary=count").tellsSomethingIsHidden())
                .isFalse();
    }

    @Test
    void aTotalCountsWhatMatchesAndNotTheNotice() throws Exception {
        Answer none = search(consultant, "Observation?code=nothing-has-this-code&_total=accurate");

        assertThat(none.json().path("total").asInt(-1)).isZero();
    }

    @Test
    void aPatientWhoMindsIsNotSpokenOf() throws Exception {
        choose("tell-clinicians-something-is-hidden", "deny");

        assertThat(search(consultant, "Observation?_count=1").tellsSomethingIsHidden())
                .isFalse();
    }

    @Test
    void aRecordThatIsAllOpenOrAllClosedHasNoNotice() throws Exception {
        choose("sensitive-care-sharing", "permit");
        assertThat(search(consultant, "Observation?_count=1").tellsSomethingIsHidden())
                .isFalse();

        choose("", "deny");
        assertThat(search(consultant, "Observation?_count=1").json().has("entry"))
                .isFalse();
    }

    @Test
    void nobodyIsToldBesideStaffWhoCareForThePatient(DemoStack stack) throws Exception {
        assertThat(search(patient, "Observation?_count=1").tellsSomethingIsHidden())
                .isFalse();
        String other =
                FhirClient.of(stack, "patient2", FhirClient.PATIENT_SCOPES).ownId();
        assertThat(consultant.get("Observation?patient=" + other).json().has("entry"))
                .isFalse();
    }
}
