package io.candour.access;

import io.candour.access.AccessRequest.Answered;
import io.candour.access.AccessRequest.Attested;
import io.candour.access.AccessRequest.Given;
import io.candour.consent.Category;
import io.candour.consent.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Requests for access as kept: asked once, answered once, attested once, never deleted. Of two who answer at once only one
 * counts. Joins the transaction at hand. Safe for use by many threads.
 */
public final class AccessRequests {
    private static final String ALL =
            """
            select r.id, r.patient, r.agent_id, r.agent_name, r.organisation, r.reason_code, r.reason, r.categories,
                r.sensitive, r.days, r.asked, r.answered, r.grant_id, least(g.ended, g.ends), r.attested, r.deleted,
                r.statement, r.agent_number
            from candour.access_request r left join candour.access_grant g on g.id = r.grant_id
            """;

    private final JdbcTemplate jdbc;

    public AccessRequests(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Puts a question to the patient, in the transaction that holds their writer's lock.
     *
     * @param since an earlier one of the same person that nobody said yes to stands in its way until it is this old
     * @return whether it is asked now
     */
    public boolean ask(AccessRequest request, Instant since) {
        return jdbc.update(
                        """
                        insert into candour.access_request (id, patient, agent_id, agent_name, organisation, reason_code,
                            reason, categories, sensitive, days, asked, agent_number)
                        select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                        where not exists (select from candour.access_request
                            where patient = ? and agent_id = ? and grant_id is null and asked > ?)
                        """,
                        request.id(),
                        request.patient(),
                        request.agentId(),
                        request.agentName(),
                        request.organisation().orElse(null),
                        request.reasonCode(),
                        request.reason(),
                        request.reach().categories().stream()
                                .map(Category::name)
                                .sorted()
                                .collect(Collectors.joining(",")),
                        request.reach().sensitive(),
                        request.days(),
                        at(request.asked()),
                        request.agentNumber().orElse(null),
                        request.patient(),
                        request.agentId(),
                        at(since))
                > 0;
    }

    public Optional<AccessRequest> find(String id) {
        return jdbc.query(ALL + " where r.id = ?", AccessRequests::read, id).stream()
                .findFirst();
    }

    /** What this patient was asked, newest first. */
    public List<AccessRequest> of(String patient, int count) {
        return jdbc.query(
                ALL + " where r.patient = ? order by r.asked desc, r.id limit ?", AccessRequests::read, patient, count);
    }

    /**
     * What patients said yes to, newest first.
     *
     * @param agent {@link io.candour.consent.Caller#id()} of who asked; empty for everybody
     */
    public List<AccessRequest> given(Optional<String> agent, int count) {
        return jdbc.query(
                ALL + " where r.grant_id is not null and r.agent_id = coalesce(?, r.agent_id)"
                        + " order by r.asked desc, r.id limit ?",
                AccessRequests::read,
                agent.orElse(null),
                count);
    }

    /**
     * Keeps what was said for the patient.
     *
     * @param by {@link io.candour.consent.Caller#id()}
     * @param grant what a yes made; empty for a no
     * @return whether nobody had answered
     */
    public boolean answer(String id, Instant at, String by, Optional<String> grant) {
        return jdbc.update(
                        "update candour.access_request set answered = ?, answered_by = ?, grant_id = ?"
                                + " where id = ? and answered is null",
                        at(at),
                        by,
                        grant.orElse(null),
                        id)
                > 0;
    }

    /**
     * Keeps what who had access says became of what they saw.
     *
     * @return whether that was to be said, and was not yet
     */
    public boolean attest(String id, Attested attested) {
        return jdbc.update(
                        "update candour.access_request set attested = ?, deleted = ?, statement = ?"
                                + " where id = ? and grant_id is not null and attested is null",
                        at(attested.at()),
                        attested.deleted(),
                        attested.statement(),
                        id)
                > 0;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static AccessRequest read(ResultSet row, int number) throws SQLException {
        Optional<Given> given = Optional.empty();
        if (row.getString(13) != null) {
            given = Optional.of(new Given(row.getString(13), instant(row, 14).orElseThrow()));
        }
        Optional<Given> made = given;
        Optional<Instant> attested = instant(row, 15);
        return new AccessRequest(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(18)),
                Optional.ofNullable(row.getString(5)),
                row.getString(6),
                row.getString(7),
                new Reach(
                        Arrays.stream(row.getString(8).split(","))
                                .map(Category::valueOf)
                                .collect(Collectors.toSet()),
                        row.getBoolean(9)),
                row.getInt(10),
                instant(row, 11).orElseThrow(),
                instant(row, 12).map(at -> new Answered(at, made)),
                attested.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Attested(attested.get(), row.getBoolean(16), row.getString(17))));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
