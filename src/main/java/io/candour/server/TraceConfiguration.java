package io.candour.server;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.SpanExporters;
import org.springframework.boot.actuate.autoconfigure.tracing.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Traces of requests, sent by OTLP to where a deployment says; where it says nothing, none are made.
 *
 * <p>A trace begins here: what a client says of one ({@code traceparent}, {@code baggage}) is not taken up, or it could put
 * into ids whatever it likes, and have every request of its own traced. Nor is any told to the issuer.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TraceConfiguration.Wanted.class)
@ImportAutoConfiguration({
    OpenTelemetryAutoConfiguration.class,
    OpenTelemetryTracingAutoConfiguration.class,
    MicrometerTracingAutoConfiguration.class,
    OtlpTracingAutoConfiguration.class,
})
class TraceConfiguration implements EnvironmentAware {
    private static final String ENDPOINT = "management.otlp.tracing.endpoint";
    private static final String TRANSPORT = "management.otlp.tracing.transport";
    private static final String HTTP = "http";

    static final class Wanted implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty(ENDPOINT));
        }
    }

    @Override
    public void setEnvironment(Environment environment) {
        if (!environment.getRequiredProperty(ENDPOINT).matches("https?://[^\\s?#]+")) {
            throw new BadSetting(ENDPOINT, "is an http or https URL");
        }
        if (!environment.getProperty(TRANSPORT, HTTP).equals(HTTP)) {
            throw new BadSetting(TRANSPORT, "is http here");
        }
    }

    @Bean
    SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
        List<SpanExporter> plain =
                exporters.orderedStream().<SpanExporter>map(PlainSpans::new).toList();
        return SpanExporters.of(plain);
    }

    /** Requests are called as they are, and not in small letters with hyphens. */
    @Bean
    DefaultTracingObservationHandler requestsAsSpans(Tracer tracer) {
        return new DefaultTracingObservationHandler(tracer) {
            @Override
            public String getSpanName(Observation.Context request) {
                return Objects.requireNonNullElse(request.getContextualName(), RequestObservationFilter.OTHER);
            }
        };
    }

    /** A line of the log names the trace that it is of, as ECS names it. */
    @Bean
    Slf4JEventListener traceInLog() {
        return new Slf4JEventListener("trace.id", "span.id");
    }
}
