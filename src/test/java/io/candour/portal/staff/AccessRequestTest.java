package io.candour.portal.staff;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;

/** Tasks of the API become rows of a page. */
class AccessRequestTest {
    private static final String SYSTEM = "https://candour.io/fhir/CodeSystem/access-request";

    private static final String TASKS =
            """
            {"resourceType": "Bundle", "type": "collection", "entry": [
             {"resource": {"resourceType": "Task", "id": "r2", "status": "completed", "intent": "proposal",
               "businessStatus": {"coding": [{"system": "%1$s", "code": "attested"}]},
               "for": {"reference": "Patient/12"}, "authoredOn": "2026-11-01T10:00:00Z",
               "lastModified": "2026-11-09T10:00:00Z",
               "focus": {"reference": "Consent/g1"},
               "executionPeriod": {"start": "2026-11-02T10:00:00Z", "end": "2026-11-09T10:00:00Z"},
               "requester": {"identifier": {"value": "staff-1"}, "display": "Ann Other"},
               "restriction": {"recipient": [{"identifier": {"value": "Z90002"}}]},
               "description": "A second opinion",
               "reasonCode": {"text": "A second opinion", "coding": [{"code": "TREAT"}]},
               "input": [
                 {"type": {"coding": [{"system": "%1$s", "code": "category"}]}, "valueCode": "conditions"},
                 {"type": {"coding": [{"system": "%1$s", "code": "category"}]}, "valueCode": "medicines"},
                 {"type": {"coding": [{"system": "%1$s", "code": "sensitive"}]}, "valueBoolean": true},
                 {"type": {"coding": [{"system": "%1$s", "code": "days"}]}, "valueInteger": 7}],
               "output": [
                 {"type": {"coding": [{"system": "%1$s", "code": "deleted"}]}, "valueBoolean": false},
                 {"type": {"coding": [{"system": "%1$s", "code": "statement"}]}, "valueString": "Kept in my letter"}]}},
             {"resource": {"resourceType": "Task", "id": "r1", "status": "in-progress", "intent": "proposal",
               "businessStatus": {"coding": [{"system": "%1$s", "code": "open"}]},
               "for": {"reference": "Patient/12"}}}]}
            """
                    .formatted(SYSTEM);

    private static AccessRequest row(int at) {
        return AccessRequest.of(FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, TASKS))
                .get(at);
    }

    @Test
    void aRowTellsWhoAskedForWhatAndWhatBecameOfIt() {
        AccessRequest row = row(0);

        assertThat(row.id()).isEqualTo("r2");
        assertThat(row.patient()).isEqualTo("12");
        assertThat(row.who()).isEqualTo("Ann Other");
        assertThat(row.organisation()).contains("Z90002");
        assertThat(row.reasonCode()).isEqualTo("TREAT");
        assertThat(row.reason()).isEqualTo("A second opinion");
        assertThat(row.categories()).containsExactly("conditions", "medicines");
        assertThat(row.sensitive()).isTrue();
        assertThat(row.asked()).contains(Instant.parse("2026-11-01T10:00:00Z"));
        assertThat(row.from()).contains(Instant.parse("2026-11-02T10:00:00Z"));
        assertThat(row.until()).contains(Instant.parse("2026-11-09T10:00:00Z"));
        assertThat(row.state()).isEqualTo("attested");
        assertThat(row.grant()).contains("g1");
        assertThat(row.deleted()).contains(false);
        assertThat(row.statement()).contains("Kept in my letter");
    }

    @Test
    void aRowMakesDoWithWhatIsThere() {
        AccessRequest row = row(1);

        assertThat(row.isOpen()).isTrue();
        assertThat(row.isAttestationDue()).isFalse();
        assertThat(row.organisation()).isEmpty();
        assertThat(row.grant()).isEmpty();
        assertThat(row.deleted()).isEmpty();
        assertThat(row.categories()).isEmpty();
        assertThat(row.until()).isEmpty();
    }
}
