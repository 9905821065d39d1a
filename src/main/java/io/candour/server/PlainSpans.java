package io.candour.server;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hands spans on to whoever collects them, with what says nothing of anybody.
 *
 * <p>INVARIANT: names and attributes that leave are of lists made beforehand, whoever wrote them into a span: libraries add
 * their own, and an exception's message may say whose record it is. No event leaves and no description of a failure.
 */
final class PlainSpans implements SpanExporter {
    private static final Set<String> PARTS =
            Stream.of(Traces.Part.values()).map(Traces.Part::text).collect(Collectors.toUnmodifiableSet());
    private static final Map<String, Predicate<String>> ATTRIBUTES = Map.of(
            "method", RequestObservationFilter::isMethod,
            "resource", RequestObservationFilter::isResource,
            "status", status -> status.matches("[1-5][0-9]{2}"));

    private final SpanExporter collector;

    PlainSpans(SpanExporter collector) {
        this.collector = collector;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return collector.export(spans.stream().<SpanData>map(Plain::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return collector.shutdown();
    }

    private static final class Plain extends DelegatingSpanData {
        private final Attributes attributes;

        Plain(SpanData span) {
            super(span);
            AttributesBuilder known = Attributes.builder();
            ATTRIBUTES.forEach((name, permitted) -> {
                String value = span.getAttributes().get(AttributeKey.stringKey(name));
                if (value != null && permitted.test(value)) {
                    known.put(name, value);
                }
            });
            attributes = known.build();
        }

        @Override
        public String getName() {
            String name = super.getName();
            return PARTS.contains(name) || RequestObservationFilter.isName(name)
                    ? name
                    : RequestObservationFilter.OTHER;
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public int getTotalAttributeCount() {
            return attributes.size();
        }

        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public List<LinkData> getLinks() {
            return List.of();
        }

        @Override
        public int getTotalRecordedLinks() {
            return 0;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
