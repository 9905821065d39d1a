package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** What the configuration names is what pages may call from; the story's {@code CrossOriginIT} asks over HTTP. */
class CrossOriginTest {

    @Test
    void withoutConfigurationThereIsNoCrossOriginAccess() {
        assertThat(new SecurityConfiguration()
                        .corsConfigurationSource(settings(List.of()))
                        .getCorsConfiguration(new MockHttpServletRequest("GET", "/fhir/Patient")))
                .isNull();
        assertThat(new RoomsConfiguration().deployment(settings(List.of())).cors())
                .isFalse();
    }

    @Test
    void onlyFhirIsOpenToNamedOrigins() {
        ServerSettings settings = settings(List.of("https://app.example"));
        var source = new SecurityConfiguration().corsConfigurationSource(settings);

        assertThat(source.getCorsConfiguration(new MockHttpServletRequest("GET", "/fhir/Patient")))
                .extracting(cors -> cors.getAllowedOrigins())
                .isEqualTo(List.of("https://app.example"));
        assertThat(source.getCorsConfiguration(new MockHttpServletRequest("GET", "/actuator/health")))
                .isNull();
        assertThat(new RoomsConfiguration().deployment(settings).cors()).isTrue();
    }

    private static ServerSettings settings(List<String> origins) {
        return new ServerSettings(
                "http://localhost/fhir", DataSize.ofMegabytes(1), 8, Duration.ofSeconds(2), origins, ZoneOffset.UTC);
    }
}
