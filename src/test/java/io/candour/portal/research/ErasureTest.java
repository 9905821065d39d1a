package io.candour.portal.research;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.FhirThere;
import org.junit.jupiter.api.Test;

/** What waits for a recipient is asked for as such: among all that was ever answered it would not be found. */
class ErasureTest {
    private static String erasure(String id, String status) {
        return "{'resourceType': 'Parameters', 'parameter': [{'name': 'erasure', 'part': [{'name': 'task', 'resource':"
                + " {'resourceType': 'Task', 'id': '" + id + "', 'status': '" + status + "'}}]}]}";
    }

    @Test
    void open_belowMoreThanIsGivenAtOnce_isFound() {
        try (FhirThere there = new FhirThere()) {
            there.has("Task/$erasures?open=true&_count=500", erasure("waits", "requested"));
            there.has("Task/$erasures?_count=500", erasure("answered", "completed"));

            assertThat(Erasure.open(there.fhir())).extracting(Erasure::id).containsExactly("waits");
            assertThat(Erasure.find("waits", there.fhir())).isPresent();
            assertThat(Erasure.find("answered", there.fhir())).isPresent();
            assertThat(Erasure.find("none", there.fhir())).isEmpty();
        }
    }
}
