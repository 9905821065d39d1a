package io.candour.server;

import io.candour.audit.AccessLog;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The parts of a request that wait for the database, each as a span of its own. Where nobody traces, parts are handed back as
 * they are, and nothing stands in between. Immutable.
 */
final class Traces {
    /** What a part is called in a trace. */
    enum Part {
        /** Reading the choices that a decision rests on. */
        SNAPSHOT,
        /** Looking for items. */
        INDEX,
        /** Making the record of an answer durable. */
        LOG;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Optional<Tracer> tracer;

    Traces(Optional<Tracer> tracer) {
        this.tracer = tracer;
    }

    /** Work as a part of the request at hand; what this server does by itself is nobody's trace. */
    static <T extends @Nullable Object> T within(Tracer tracer, Part part, Supplier<T> work) {
        if (tracer.currentSpan() == null) {
            return work.get();
        }
        Span span = tracer.nextSpan().name(part.text()).start();
        try {
            return work.get();
        } finally {
            span.end();
        }
    }

    /** The same queries. */
    JdbcTemplate of(Part part, JdbcTemplate jdbc) {
        return tracer.<JdbcTemplate>map(present -> new TracedQueries(jdbc, part, present))
                .orElse(jdbc);
    }

    /** The same log. */
    AccessLog of(AccessLog log) {
        return tracer.<AccessLog>map(present -> new TracedLog(log, present)).orElse(log);
    }
}
