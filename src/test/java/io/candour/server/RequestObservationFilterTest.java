package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestObservationFilterTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Throwable> errors = new ArrayList<>();

    RequestObservationFilterTest() {
        registry.observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new ObservationHandler<Observation.Context>() {
                    @Override
                    public void onError(Observation.Context context) {
                        errors.add(context.getError());
                    }

                    @Override
                    public boolean supportsContext(Observation.Context context) {
                        return true;
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Patient/123, Patient",
        "/fhir/Patient, Patient",
        "/fhir/Patient/123/$held, Patient",
        "/fhir, system",
        "/fhir/, system",
        "/fhir/metadata, system",
        "/fhir/9990000018, other",
        "/fhir/$export, other",
        "/fhirs/Patient, page",
        "/record/9990000018, page",
    })
    void resource_isOneOfAListWhateverThePathSays(String path, String resource) {
        assertThat(RequestObservationFilter.resource(path)).isEqualTo(resource);
    }

    @Test
    void request_isTimedByWhatIsKnownBeforehand() throws Exception {
        filter("BREW", "/fhir/Observation/9990000018", (request, response) -> {});

        assertThat(meters.get(RequestObservationFilter.NAME).timer().getId().getTags())
                .contains(Tag.of("method", "other"), Tag.of("resource", "Observation"), Tag.of("status", "200"))
                .noneMatch(tag -> tag.getValue().contains("9990000018"));
    }

    @Test
    void requestThatFails_tellsNothingOfWhy() {
        assertThatThrownBy(() -> filter("GET", "/fhir/Patient", (request, response) -> {
                    throw new ServletException("9990000018");
                }))
                .isInstanceOf(ServletException.class);

        assertThat(meters.get(RequestObservationFilter.NAME).timer().getId().getTags())
                .contains(Tag.of("status", "500"))
                .noneMatch(tag -> tag.getValue().contains("9990000018"));
        assertThat(errors).isEmpty();
    }

    @Test
    void whoWatchesTheServer_isNoLoad() throws Exception {
        filter("GET", "/actuator/prometheus", (request, response) -> {});

        assertThat(meters.find(RequestObservationFilter.NAME).timers()).isEmpty();
    }

    private void filter(String method, String path, FilterChain chain) throws Exception {
        new RequestObservationFilter(registry)
                .doFilter(new MockHttpServletRequest(method, path), new MockHttpServletResponse(), chain);
    }
}
