package io.candour.server;

import io.micrometer.tracing.Tracer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/** Each query is a span that tells which part of the server asks, and neither what nor about whom. */
final class TracedQueries extends JdbcTemplate {
    private final Traces.Part part;
    private final Tracer tracer;

    TracedQueries(JdbcTemplate jdbc, Traces.Part part, Tracer tracer) {
        super(Objects.requireNonNull(jdbc.getDataSource()));
        setFetchSize(jdbc.getFetchSize());
        setMaxRows(jdbc.getMaxRows());
        setQueryTimeout(jdbc.getQueryTimeout());
        this.part = part;
        this.tracer = tracer;
    }

    /** What every query with parameters comes to. */
    @Override
    public <T> @Nullable T query(
            PreparedStatementCreator statement, @Nullable PreparedStatementSetter setter, ResultSetExtractor<T> rows) {
        return Traces.within(tracer, part, () -> super.query(statement, setter, rows));
    }
}
