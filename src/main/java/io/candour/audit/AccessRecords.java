package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads rows of the log as they are; what a viewer may see of them is cut by {@link AuditEvents}. */
final class AccessRecords {

    private static final String ROW = "r." + RecordRow.COLUMNS.replace(", ", ", r.");

    // "offset 0" keeps the planner from any plan but this: walk the patient's rows newest first and look each up.
    private static final String OF_PATIENT = "candour.access_subject s cross join lateral"
            + " (select * from candour.access_record r where r.at = s.at and r.id = s.id%s offset 0) r";

    /**
     * How many months before this one each stretch of time begins at that is looked through, until a page is full: each
     * month that is looked at costs something, and most pages end in the newest.
     */
    private static final List<Integer> STRETCHES = List.of(3, 9, 21);

    private final DataSource source;

    AccessRecords(DataSource source) {
        this.source = source;
    }

    Optional<StoredRecord> read(RecordId id) {
        List<Object> values = List.of(id.at().atOffset(ZoneOffset.UTC), id.id());
        return select("select " + ROW + " from candour.access_record r where r.at = ? and r.id = ?", values).stream()
                .findFirst();
    }

    /** Newest first; a patient's rows by index, and so are an agent's and all. */
    List<StoredRecord> find(AuditEventQuery query, int limit) {
        YearMonth present = YearMonth.now(ZoneOffset.UTC);
        List<StoredRecord> found = new ArrayList<>();
        Optional<Instant> until = Optional.empty();
        for (int i = 0; i <= STRETCHES.size() && found.size() < limit; i++) {
            Optional<Instant> since = i < STRETCHES.size()
                    ? Optional.of(present.minusMonths(STRETCHES.get(i))
                            .atDay(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant())
                    : Optional.empty();
            if (mayHold(query, since, until)) {
                found.addAll(find(query, new Stretch(since, until), limit - found.size()));
            }
            until = since;
        }
        return found;
    }

    private static boolean mayHold(AuditEventQuery query, Optional<Instant> since, Optional<Instant> until) {
        boolean tooEarly = until.isPresent()
                && query.from().filter(from -> !from.isBefore(until.get())).isPresent();
        boolean tooLate = since.isPresent()
                && (query.before()
                                .filter(before -> !before.isAfter(since.get()))
                                .isPresent()
                        || query.after()
                                .filter(last -> last.at().isBefore(since.get()))
                                .isPresent());
        return !tooEarly && !tooLate;
    }

    /** From one moment on until before another; written out, so that the planner leaves other months alone. */
    private record Stretch(Optional<Instant> since, Optional<Instant> until) {
        String of(String column) {
            return since.map(at -> " and " + column + " >= timestamptz '" + at + "'")
                            .orElse("")
                    + until.map(at -> " and " + column + " < timestamptz '" + at + "'")
                            .orElse("");
        }
    }

    private List<StoredRecord> find(AuditEventQuery query, Stretch stretch, int limit) {
        Conditions where = new Conditions();
        String key = query.patient().isPresent() ? "s" : "r";
        query.patient().ifPresent(patient -> where.add("s.patient = ?", patient));
        query.from().ifPresent(from -> where.add(key + ".at >= ?", utc(from)));
        query.before().ifPresent(before -> where.add(key + ".at < ?", utc(before)));
        query.after()
                .ifPresent(last -> where.add("(" + key + ".at, " + key + ".id) < (?, ?)", utc(last.at()), last.id()));
        query.agent().ifPresent(agent -> where.add("r.agent_id = ?", agent));
        query.patient()
                .filter(any -> query.others())
                .ifPresent(patient -> where.add(
                        "not (r.agent_kind = ? and r.agent_id = ?)", Agent.Kind.PATIENT.name(), "Patient/" + patient));
        query.action().ifPresent(action -> where.add("r.action = ?", action));
        query.purpose().ifPresent(purpose -> where.add("r.purpose = ?", purpose));
        query.entity().ifPresent(entity -> where.add("r.items @> array[?]::text[]", entity));
        if (!query.outcomes().isEmpty()) {
            where.add("r.outcome = any (?)", (Object)
                    query.outcomes().stream().map(Outcome::name).toArray(String[]::new));
        }
        String from =
                query.patient().isPresent() ? OF_PATIENT.formatted(stretch.of("r.at")) : "candour.access_record r";
        return select(
                "select " + ROW + " from " + from + where + stretch.of(key + ".at") + " order by " + key + ".at desc, "
                        + key + ".id desc limit " + limit,
                where.values);
    }

    private List<StoredRecord> select(String sql, List<Object> values) {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                select.setObject(
                        i + 1, value instanceof String[] texts ? connection.createArrayOf("text", texts) : value);
            }
            try (ResultSet rows = select.executeQuery()) {
                List<StoredRecord> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(RecordReading.of(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new AccessLogUnavailableException("the access log can't be read", Duration.ofSeconds(2), e);
        }
    }

    private static Object utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static final class Conditions {

        private final StringBuilder sql = new StringBuilder(" where true");
        private final List<Object> values = new ArrayList<>();

        void add(String condition, Object... given) {
            sql.append(" and ").append(condition);
            values.addAll(List.of(given));
        }

        @Override
        public String toString() {
            return sql.toString();
        }
    }
}
