package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.story.FhirClient.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people say in a story about research by others than companies, until it is taken back. */
final class ResearchChoices {
    private record Said(LoggedIn by, String consent) {}

    private final Map<String, List<Said>> said = new LinkedHashMap<>();

    /**
     * Somebody says yes or no, from now on.
     *
     * @param by who can write it, and take it back
     * @param type permit or deny
     */
    void says(LoggedIn by, String patient, String type) throws Exception {
        Answer saved = by.client().post("Consent", answered(patient, type, "active", ""));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        said.computeIfAbsent(patient, any -> new ArrayList<>())
                .add(new Said(by, saved.json().path("id").asText()));
    }

    /** Somebody who is new here, and says yes. */
    void newcomer(LoggedIn feeder, String gender, String birthDate) throws Exception {
        Answer person = feeder.client()
                .post(
                        "Patient",
                        """
                {"resourceType": "Patient", "gender": "%s", "birthDate": "%s",
                 "address": [{"postalCode": "LS1 4AP"}]}
                """
                                .formatted(gender, birthDate));
        assertThat(person.status()).as(person.body()).isEqualTo(201);
        says(feeder, person.json().path("id").asText(), "permit");
    }

    /** How many people have said something. */
    int people() {
        return said.size();
    }

    void takeBack(String patient) throws Exception {
        for (Said each : said.getOrDefault(patient, List.of())) {
            Answer taken = each.by()
                    .client()
                    .put("Consent/" + each.consent(), answered(patient, "permit", "entered-in-error", each.consent()));
            assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        }
        said.remove(patient);
    }

    void takeAllBack() throws Exception {
        for (String each : List.copyOf(said.keySet())) {
            takeBack(each);
        }
    }

    private static String answered(String patient, String type, String status, String id) {
        return new Choosing(patient).about("", type, status, id, "academic-research", "");
    }
}
