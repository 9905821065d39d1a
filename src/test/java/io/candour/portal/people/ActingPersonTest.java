package io.candour.portal.people;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.people.ActingPerson.State;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** Consents that let somebody act and Tasks that ask for access, read; and what is asked, written. */
class ActingPersonTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

    private static Consent consent(String status, String end) {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Consent.class,
                        """
                        {"resourceType": "Consent", "id": "9", "status": "%s", "dateTime": "2026-11-01T10:00:00Z",
                         "extension": [
                           {"url": "https://candour.io/fhir/StructureDefinition/proxy-reach", "extension": [
                             {"url": "category", "valueCode": "medicines"}, {"url": "category", "valueCode": "visits"},
                             {"url": "act", "valueCode": "see"}, {"url": "act", "valueCode": "choose"},
                             {"url": "sensitive", "valueBoolean": true}]},
                           {"url": "https://candour.io/fhir/StructureDefinition/end-reason", "extension": [
                             {"url": "code", "valueCode": "patient-wish"},
                             {"url": "text", "valueString": "No longer needed"}]}],
                         "performer": [{"reference": "RelatedPerson/5"}],
                         "policyRule": {"coding": [{
                           "system": "https://candour.io/fhir/CodeSystem/legal-basis", "code": "patient-consent"}]},
                         "provision": {"type": "permit", "period": {"end": "%s"}}}
                        """
                                .formatted(status, end));
    }

    private static Optional<ActingPerson> read(String status, String end) {
        RelatedPerson person = new RelatedPerson();
        person.addName().setText("Carl");
        return ActingPerson.of(consent(status, end), Optional.of(person), TODAY);
    }

    @Test
    void of_consent_isWhoHowFarAndHowLong() {
        ActingPerson person = read("active", "2026-11-29").orElseThrow();

        assertThat(person.state()).isEqualTo(State.ACTS);
        assertThat(person.name()).contains("Carl");
        assertThat(person.categories()).containsExactly("medicines", "visits");
        assertThat(person.acts()).containsExactly("see", "choose");
        assertThat(person.sensitive()).isTrue();
        assertThat(person.until()).contains(LocalDate.of(2026, 11, 29));
        assertThat(person.settled()).isFalse();
        assertThat(ActingPerson.person(consent("active", "2026-11-29"))).contains("5");
    }

    @Test
    void of_eachStatus_isWhereItStands() {
        assertThat(read("proposed", "2027-01-01").orElseThrow().state()).isEqualTo(State.ASKS);
        assertThat(read("active", "2026-11-28").orElseThrow().state()).isEqualTo(State.OVER);
        assertThat(read("rejected", "2027-01-01").orElseThrow().state()).isEqualTo(State.TURNED_DOWN);
        ActingPerson ended = read("inactive", "2027-01-01").orElseThrow();
        assertThat(ended.state()).isEqualTo(State.ENDED);
        assertThat(ended.ended()).contains("No longer needed");
        assertThat(read("entered-in-error", "2027-01-01")).isEmpty();
        assertThat(ActingPerson.of(new Consent(), Optional.empty(), TODAY)).isEmpty();
    }

    @Test
    void of_task_isWhatStaffAsk() {
        Task task = FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Task.class,
                        """
                        {"resourceType": "Task", "id": "t", "status": "in-progress", "intent": "proposal",
                         "businessStatus": {"coding": [{"system": "x", "code": "attestation-due"}]},
                         "description": "A second opinion", "requester": {"display": "Dr Gray"},
                         "focus": {"reference": "Consent/77"}, "authoredOn": "2026-11-01T10:00:00Z",
                         "executionPeriod": {"start": "2026-11-01T11:00:00Z", "end": "2026-11-08T11:00:00Z"},
                         "reasonCode": {"coding": [{"code": "TREAT"}]},
                         "restriction": {"recipient": [{"identifier": {"value": "Z90002"}}]},
                         "input": [
                           {"type": {"coding": [{"code": "category"}]}, "valueCode": "conditions"},
                           {"type": {"coding": [{"code": "sensitive"}]}, "valueBoolean": false},
                           {"type": {"coding": [{"code": "days"}]}, "valueInteger": 7}],
                         "output": [
                           {"type": {"coding": [{"code": "deleted"}]}, "valueBoolean": true},
                           {"type": {"coding": [{"code": "statement"}]}, "valueString": "Shredded"}]}
                        """);

        AskedAccess asked = AskedAccess.of(task).orElseThrow();

        assertThat(asked.state()).isEqualTo(AskedAccess.State.ATTESTATION_DUE);
        assertThat(asked.grant()).contains("77");
        assertThat(asked.who()).isEqualTo("Dr Gray");
        assertThat(asked.organisation()).contains("Z90002");
        assertThat(asked.categories()).containsExactly("conditions");
        assertThat(asked.sensitive()).isFalse();
        assertThat(asked.days()).isEqualTo(7);
        assertThat(asked.purpose()).isEqualTo("TREAT");
        assertThat(asked.deleted()).contains(true);
        assertThat(asked.statement()).contains("Shredded");
        assertThat(AskedAccess.of(new Task())).isEmpty();
    }

    @Test
    void parameters_sayWhatWasChosen() {
        Parameters asked = new ProxyTerms(
                        "9990000018",
                        LocalDate.of(1980, 3, 31),
                        Optional.of("Carl"),
                        List.of("medicines"),
                        false,
                        List.of("dispute"),
                        Optional.of(LocalDate.of(2027, 3, 31)))
                .parameters();

        assertThat(FhirContext.forR4Cached().newJsonParser().encodeResourceToString(asked))
                .contains("\"nhsNumber\",\"valueString\":\"9990000018\"")
                .contains("\"birthDate\",\"valueDate\":\"1980-03-31\"")
                .contains("\"category\",\"valueCode\":\"medicines\"")
                .contains("\"act\",\"valueCode\":\"see\"", "\"act\",\"valueCode\":\"dispute\"")
                .contains("\"end\",\"valueDate\":\"2027-03-31\"");
    }
}
