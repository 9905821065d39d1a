package io.candour.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.choice.CareRelationships.Care;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** Which resources make a care relationship, with whom, and until when. */
class StatedCareTest {
    private static final String PATIENT = "{\"reference\": \"Patient/p\"}";
    private static final String HOSPITAL = "{\"reference\": \"Organization/h\"}";
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private final StatedCare stated = new StatedCare(
            new CareReach(Duration.ofDays(10), Duration.ofDays(20), Duration.ofDays(30), Duration.ofDays(40)),
            ZoneId.of("Europe/London"));

    private Set<Care> of(String type, String elements) {
        return stated.of((Resource) FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource("{\"resourceType\": \"" + type + "\", \"id\": \"x\", " + elements + "}"));
    }

    private static Care care(String basis, Optional<Instant> until) {
        return new Care("p", "Organization/h", basis, until);
    }

    private static Optional<Instant> days(int days) {
        return Optional.of(NEW_YEAR.plus(Duration.ofDays(days)));
    }

    @Test
    void registrationLastsAsLongAsItIsStated() {
        Set<Care> registered = stated.of((Resource) FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource("{\"resourceType\": \"Patient\", \"id\": \"p\", \"managingOrganization\": " + HOSPITAL
                        + ", \"generalPractitioner\": [{\"reference\": \"Practitioner/g\"}]}"));
        assertThat(registered).containsExactly(care("Patient.managingOrganization", Optional.empty()));
    }

    @Test
    void encounterCountsWhileItGoesOnAndForATimeAfter() {
        String whom = "\"subject\": " + PATIENT + ", \"serviceProvider\": " + HOSPITAL;
        String basis = "Encounter.serviceProvider";
        assertThat(of("Encounter", "\"status\": \"in-progress\", \"period\": {\"start\": \"2020-01-01\"}, " + whom))
                .containsExactly(care(basis, Optional.empty()));
        assertThat(of("Encounter", "\"status\": \"finished\", \"period\": {\"end\": \"2025-12-31\"}, " + whom))
                .containsExactly(care(basis, days(10)));
        assertThat(of("Encounter", "\"status\": \"finished\", " + whom))
                .as("over, nobody knows when")
                .containsExactly(care(basis, Optional.of(Instant.EPOCH.plus(Duration.ofDays(10)))));
        assertThat(of("Encounter", "\"status\": \"cancelled\", " + whom)).isEmpty();
        assertThat(of("Encounter", "\"status\": \"finished\", \"subject\": {\"reference\": \"Group/p\"}"))
                .isEmpty();
    }

    @Test
    void episodesTeamsAndReferralsCountToo() {
        assertThat(of(
                        "EpisodeOfCare",
                        "\"status\": \"active\", \"patient\": " + PATIENT + ", \"managingOrganization\": " + HOSPITAL))
                .containsExactly(care("EpisodeOfCare.managingOrganization", Optional.empty()));
        assertThat(of(
                        "CareTeam",
                        "\"status\": \"active\", \"period\": {\"end\": \"2025-12-31\"}, \"subject\": " + PATIENT
                                + ", \"participant\": [{\"member\": {\"reference\": \"Practitioner/d\"},"
                                + " \"onBehalfOf\": " + HOSPITAL + "}]"))
                .containsExactly(care("CareTeam", days(30)));
        assertThat(of(
                        "CareTeam",
                        "\"status\": \"proposed\", \"subject\": " + PATIENT + ", \"managingOrganization\": [" + HOSPITAL
                                + "]"))
                .isEmpty();
        assertThat(of(
                        "ServiceRequest",
                        "\"status\": \"active\", \"intent\": \"order\", \"authoredOn\": \"2025-12-31\", \"subject\": "
                                + PATIENT + ", \"performer\": [" + HOSPITAL + "]"))
                .containsExactly(care("ServiceRequest.performer", days(40)));
        assertThat(of(
                        "ServiceRequest",
                        "\"status\": \"revoked\", \"intent\": \"order\", \"authoredOn\": \"2025-12-31\", \"subject\": "
                                + PATIENT + ", \"performer\": [" + HOSPITAL + "]"))
                .isEmpty();
        assertThat(of(
                        "Task",
                        "\"status\": \"accepted\", \"intent\": \"order\", \"authoredOn\": \"2025-12-31\", \"for\": "
                                + PATIENT + ", \"owner\": " + HOSPITAL))
                .containsExactly(care("Task.owner", days(40)));
    }

    @Test
    void whoIsNamedByNumberAloneIsNotRelated() {
        assertThat(of(
                        "Encounter",
                        "\"status\": \"in-progress\", \"subject\": " + PATIENT
                                + ", \"serviceProvider\": {\"identifier\": {\"system\": \"s\", \"value\": \"h\"}}"))
                .isEmpty();
    }
}
