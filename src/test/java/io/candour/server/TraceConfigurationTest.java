package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.demo.TraceCollector;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Traces are made where somebody collects them, and say nothing of anybody. */
@ExtendWith(OutputCaptureExtension.class)
class TraceConfigurationTest {
    private static final String NUMBER = "9990000018";

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        MetricsAutoConfiguration.class,
        CompositeMeterRegistryAutoConfiguration.class,
        SimpleMetricsExportAutoConfiguration.class,
        ObservationAutoConfiguration.class,
    })
    @Import(TraceConfiguration.class)
    static class Settings {}

    private static ConfigurableApplicationContext start(String... properties) {
        SpringApplication application = new SpringApplication(Settings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(properties);
    }

    @ParameterizedTest
    @CsvSource({"--any=thing", "--management.otlp.tracing.endpoint="})
    void startWhenNobodyCollectsThenNothingIsTraced(String property) {
        try (ConfigurableApplicationContext context = start(property)) {
            assertThat(context.getBeanProvider(Tracer.class)).isEmpty();
            assertThat(context.getBeanProvider(SpanExporter.class)).isEmpty();
            // Requests are counted as they were before there were traces.
            assertThat(context.getBean(DefaultMeterObservationHandler.class)).isNotNull();
        }
    }

    @Test
    void requestWhenTracedThenItsSpansSayOnlyWhatIsKnownBeforehand() throws Exception {
        try (TraceCollector collector = new TraceCollector()) {
            try (ConfigurableApplicationContext context = started(collector)) {
                Tracer tracer = context.getBean(Tracer.class);
                filter(context, "/fhir/Observation/" + NUMBER, (request, response) -> {
                    // As libraries do, which know of no record that it is somebody's.
                    io.opentelemetry.api.trace.Span span = io.opentelemetry.api.trace.Span.current();
                    span.setAttribute("sql", NUMBER)
                            .setAttribute("method", NUMBER)
                            .setStatus(StatusCode.ERROR, NUMBER)
                            .addEvent(NUMBER)
                            .recordException(new IllegalStateException(NUMBER));
                    tracer.nextSpan().name("look for " + NUMBER).start().end();
                    tracer.nextSpan().name(Traces.Part.INDEX.text()).start().end();
                });
            }
            List<Span> spans = collector.spans();

            assertThat(collector.sent()).isNotEmpty().doesNotContain(NUMBER, "IllegalStateException");
            assertThat(spans).extracting(Span::getName).containsExactlyInAnyOrder("GET Observation", "other", "index");
            Span request = spans.stream()
                    .filter(span -> span.getName().equals("GET Observation"))
                    .findFirst()
                    .orElseThrow();
            assertThat(request.getAttributesList())
                    .extracting(each -> each.getKey() + "=" + each.getValue().getStringValue())
                    .containsExactlyInAnyOrder("method=GET", "resource=Observation", "status=200");
            assertThat(spans)
                    .filteredOn(span -> !span.equals(request))
                    .allMatch(span -> span.getParentSpanId().equals(request.getSpanId())
                            && span.getTraceId().equals(request.getTraceId()));
        }
    }

    @Test
    void requestWhenItFailsThenNoReasonIsSent() throws Exception {
        try (TraceCollector collector = new TraceCollector()) {
            try (ConfigurableApplicationContext context = started(collector)) {
                assertThatThrownBy(() -> filter(context, "/fhir/Patient", (request, response) -> {
                            throw new ServletException(NUMBER);
                        }))
                        .isInstanceOf(ServletException.class);
            }

            assertThat(collector.spans()).extracting(Span::getName).containsExactly("GET Patient");
            assertThat(collector.sent()).doesNotContain(NUMBER, "ServletException");
        }
    }

    @Test
    void traceWhenAClientNamesItsOwnThenIsAnother() throws Exception {
        try (TraceCollector collector = new TraceCollector()) {
            try (ConfigurableApplicationContext context = started(collector)) {
                MockHttpServletRequest request = new MockHttpServletRequest("GET", "/fhir/Patient");
                request.addHeader("traceparent", "00-%032d-%016d-01".formatted(9990000018L, 9990000018L));
                request.addHeader("baggage", "number=" + NUMBER);
                filter(context, request, (asked, response) -> {});
            }

            assertThat(collector.spans()).singleElement().satisfies(span -> {
                assertThat(span.getParentSpanId().isEmpty()).isTrue();
                assertThat(hex(span.getTraceId().toByteArray())).doesNotContain(NUMBER);
            });
        }
    }

    @Test
    void lineOfTheLogWhenTracedThenNamesTheTrace() throws Exception {
        try (TraceCollector collector = new TraceCollector()) {
            StringBuilder logged = new StringBuilder();
            try (ConfigurableApplicationContext context = started(collector)) {
                filter(context, "/fhir/Patient", (request, response) -> logged.append(MDC.get("trace.id")));
            }

            assertThat(collector.spans())
                    .extracting(span -> hex(span.getTraceId().toByteArray()))
                    .containsExactly(logged.toString());
            assertThat(MDC.get("trace.id")).isNull();
        }
    }

    @Test
    void queryWhenItIsOfNoRequestThenIsNoTrace() throws Exception {
        try (TraceCollector collector = new TraceCollector()) {
            try (ConfigurableApplicationContext context = started(collector)) {
                JdbcTemplate nowhere = new Traces(Optional.of(context.getBean(Tracer.class)))
                        .of(
                                Traces.Part.INDEX,
                                new JdbcTemplate(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none")));
                Runnable query = () -> assertThatThrownBy(() -> nowhere.queryForList("select ?", String.class, NUMBER))
                        .isInstanceOf(DataAccessException.class);

                query.run();
                filter(context, "/fhir/Patient", (request, response) -> query.run());
            }

            assertThat(collector.spans()).extracting(Span::getName).containsExactlyInAnyOrder("GET Patient", "index");
            assertThat(collector.sent()).doesNotContain(NUMBER);
        }
    }

    @Test
    void partsWhenNobodyTracesThenAreAsTheyWere() {
        JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource());

        assertThat(new Traces(Optional.empty()).of(Traces.Part.INDEX, jdbc)).isSameAs(jdbc);
    }

    @ParameterizedTest
    @CsvSource({
        "management.otlp.tracing.endpoint, collector:4318, is an http or https URL",
        "management.otlp.tracing.transport, grpc, is http here",
    })
    void startWhenSettingIsBadThenStopsWithOneLineThatNamesIt(
            String property, String value, String problem, CapturedOutput output) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("management.otlp.tracing.endpoint", "http://localhost:1/v1/traces"));
        settings.put(property, value);

        assertThatThrownBy(() -> start(settings.entrySet().stream()
                        .map(each -> "--" + each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new)))
                .isInstanceOf(RuntimeException.class);
        assertThat(output.getErr().lines()).containsExactly("Candour can't start: " + property + " " + problem);
    }

    private static ConfigurableApplicationContext started(TraceCollector collector) {
        return start(
                "--management.otlp.tracing.endpoint=" + collector.endpoint(),
                "--management.tracing.sampling.probability=1");
    }

    private static void filter(ConfigurableApplicationContext context, String path, FilterChain chain)
            throws Exception {
        filter(context, new MockHttpServletRequest("GET", path), chain);
    }

    private static void filter(
            ConfigurableApplicationContext context, MockHttpServletRequest request, FilterChain chain)
            throws Exception {
        new RequestObservationFilter(context.getBean(ObservationRegistry.class))
                .doFilter(request, new MockHttpServletResponse(), chain);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
