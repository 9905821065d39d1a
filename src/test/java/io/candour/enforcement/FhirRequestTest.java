package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirRequestTest {

    @ParameterizedTest
    @CsvSource({
        "GET, Patient/1/$consent-status, Patient, 1",
        "POST, Patient/1/$consent-status, Patient, 1",
        "HEAD, Patient/1/$consent-status, Patient, 1",
        "GET, Patient/$consent-status, Patient, ",
        "GET, $consent-status, , ",
    })
    void parseWhenAnOperationIsInvokedThenNamesIt(String method, String path, String type, String id) {
        FhirRequest request = FhirRequest.parse(method, path, Map.of());

        assertThat(request.interaction()).isEqualTo(Interaction.OPERATION);
        assertThat(request.operation()).contains("$consent-status");
        assertThat(request.type()).isEqualTo(Optional.ofNullable(type));
        assertThat(request.id()).isEqualTo(Optional.ofNullable(id));
    }

    @Test
    void parseWhenTheCapabilitiesAreAskedForThenThatIsNoType() {
        FhirRequest request = FhirRequest.parse("GET", "metadata", Map.of());

        assertThat(request.interaction()).isEqualTo(Interaction.CAPABILITIES);
        assertThat(request.type()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, Patient/1/$consent-status",
        "DELETE, Patient/$consent-status",
        "GET, Patient/1/Observation/$consent-status",
        "GET, Patient/1/_history/1/$consent-status",
        "GET, Patient/$everything/$consent-status",
        "GET, $everything/$consent-status",
        "GET, $everything/1/$consent-status",
        "GET, Patient//$consent-status",
        "GET, Patient/_history/$consent-status",
    })
    void parseWhenTheShapeIsNoOperationsThenItIsNothingThatIsAnswered(String method, String path) {
        FhirRequest request = FhirRequest.parse(method, path, Map.of());

        assertThat(request.interaction()).isEqualTo(Interaction.OTHER);
        assertThat(request.operation()).isEmpty();
    }
}
