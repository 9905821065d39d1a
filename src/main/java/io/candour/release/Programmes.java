package io.candour.release;

import io.candour.choice.LockWait;
import io.candour.consent.Category;
import io.candour.enforcement.Refusal;
import io.candour.release.Programme.Decided;
import io.candour.release.Programme.Outcome;
import io.candour.release.Programme.Recipient;
import io.candour.release.Programme.Registered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The register as kept: rows are added and never changed. Joins the transaction at hand. Safe for use by many threads. */
final class Programmes {
    private static final String ALL =
            """
            select p.id, r.ods, r.name, r.kind, p.title, p.description, p.purpose, p.legal_basis, p.fee, p.commercial,
                p.classes, p.starts, p.ends, extract(epoch from p.notice)::bigint, p.registered, p.registered_by,
                p.registered_name
            from candour.programme p join candour.recipient r on r.ods = p.recipient
            where ?::text is null or p.id = ? order by p.id
            """;
    private static final String DECISIONS =
            """
            select programme, outcome, at, by_id, by_name, note, opens from candour.programme_decision
            where ?::text is null or programme = ? order by at
            """;

    private static final String LOCK = "select pg_advisory_xact_lock%s(hashtextextended('candour.programme ' || ?, 0))";

    private final JdbcTemplate jdbc;

    Programmes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Enters a programme, and its recipient where that is new.
     *
     * @return whether the recipient is known under this name and type: nobody is in the register as two things
     */
    boolean register(Programme programme) {
        Recipient recipient = programme.recipient();
        jdbc.update(
                "insert into candour.recipient (ods, name, kind) values (?, ?, ?) on conflict do nothing",
                recipient.ods(),
                recipient.name(),
                recipient.type().name());
        if (jdbc.queryForList(
                        "select from candour.recipient where ods = ? and name = ? and kind = ?",
                        recipient.ods(),
                        recipient.name(),
                        recipient.type().name())
                .isEmpty()) {
            return false;
        }
        jdbc.update(
                """
                insert into candour.programme (id, recipient, title, description, purpose, legal_basis, fee, commercial,
                    classes, starts, ends, notice, registered, registered_by, registered_name)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, make_interval(secs => ?), ?, ?, ?)
                """,
                programme.id(),
                recipient.ods(),
                programme.title(),
                programme.description(),
                programme.purpose(),
                programme.legalBasis(),
                programme.fee(),
                programme.commercial(),
                programme.classes().stream().map(Category::name).toArray(String[]::new),
                at(programme.starts()),
                at(programme.ends()),
                programme.notice().toSeconds(),
                at(programme.registered().at()),
                programme.registered().by(),
                programme.registered().name());
        return true;
    }

    /**
     * Lets nobody stop a programme until the transaction at hand has committed, and waits for whoever is at it: what is
     * being let out to it is out before it is stopped, or finds it stopped.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException 503 where that takes too long
     */
    void keepFromStopping(String id) {
        if (!LockWait.within(jdbc, "3s", () -> jdbc.query(LOCK.formatted("_shared"), row -> {}, id))) {
            throw Refusal.unavailable("This programme is being looked at right now; try again");
        }
    }

    /** Adds a decision; returns whether nobody decided that before. A stop waits for what is being let out. */
    boolean decide(Programme programme, Decided decided) {
        if (decided.outcome() == Outcome.STOPPED) {
            jdbc.query(LOCK.formatted(""), row -> {}, programme.id());
        }
        return jdbc.update(
                        """
                        insert into candour.programme_decision
                            (programme, outcome, at, by_id, by_name, note, opens, registered_by, starts, ends, notice)
                        select id, ?, ?, ?, ?, ?, ?, registered_by, starts, ends, notice from candour.programme
                        where id = ? on conflict do nothing
                        """,
                        decided.outcome().name(),
                        at(decided.at()),
                        decided.by(),
                        decided.name(),
                        decided.note(),
                        decided.opens().map(Programmes::at).orElse(null),
                        programme.id())
                > 0;
    }

    Optional<Programme> find(String id) {
        return read(id).stream().findFirst();
    }

    /** The whole register, by id. */
    List<Programme> all() {
        return read(null);
    }

    private List<Programme> read(@Nullable String id) {
        Map<String, List<Decided>> decisions = new HashMap<>();
        jdbc.query(
                DECISIONS,
                row -> {
                    decisions
                            .computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(decided(row));
                },
                id,
                id);
        return jdbc.query(
                ALL, (row, number) -> programme(row, decisions.getOrDefault(row.getString(1), List.of())), id, id);
    }

    private static Decided decided(ResultSet row) throws SQLException {
        return new Decided(
                Outcome.valueOf(row.getString(2)),
                instant(row, 3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Optional.ofNullable(row.getObject(7, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }

    private static Programme programme(ResultSet row, List<Decided> decisions) throws SQLException {
        return new Programme(
                row.getString(1),
                new Recipient(row.getString(2), row.getString(3), RecipientType.valueOf(row.getString(4))),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                Arrays.stream((String[]) row.getArray(11).getArray())
                        .map(Category::valueOf)
                        .collect(Collectors.toSet()),
                instant(row, 12),
                instant(row, 13),
                Duration.ofSeconds(row.getLong(14)),
                new Registered(instant(row, 15), row.getString(16), row.getString(17)),
                decisions);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
