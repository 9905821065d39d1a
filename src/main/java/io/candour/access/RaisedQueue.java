package io.candour.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What people said about records, in the order in which it is to be answered: added once, settled once, never deleted.
 *
 * <p>Kept beside the Tasks, because a guardian searches no record, and how many of somebody's are open is counted under
 * the lock that orders them. Joins the transaction at hand. Safe for use by many threads.
 */
public final class RaisedQueue {
    private static final String ALL =
            "select task, patient, agent_id, agent_name, agent_number, at, settled from candour.raised";

    private static final String NEWEST_FIRST = " order by at desc, task";

    private final JdbcTemplate jdbc;

    public RaisedQueue(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds one, in the transaction that writes its Task and holds the patient's writer's lock. */
    public void add(Raised raised) {
        jdbc.update(
                "insert into candour.raised (task, patient, agent_id, agent_name, agent_number, at) values (?, ?, ?, ?, ?, ?)",
                raised.task(),
                raised.patient(),
                raised.agentId(),
                raised.agentName(),
                raised.agentNumber().orElse(null),
                raised.at().atOffset(ZoneOffset.UTC));
    }

    /** How many of this person's about this patient are not settled. */
    public int open(String patient, String agentId) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from candour.raised where patient = ? and agent_id = ? and settled is null",
                Integer.class,
                patient,
                agentId));
    }

    public Optional<Raised> find(String task) {
        return jdbc.query(ALL + " where task = ?", RaisedQueue::read, task).stream()
                .findFirst();
    }

    /** All about one patient's record, newest first. */
    public List<Raised> of(String patient, boolean openOnly) {
        return jdbc.query(
                ALL + " where patient = ?" + (openOnly ? " and settled is null" : "") + NEWEST_FIRST,
                RaisedQueue::read,
                patient);
    }

    /** The latest about anybody's, newest first. */
    public List<Raised> latest(boolean openOnly, int count) {
        return jdbc.query(
                ALL + (openOnly ? " where settled is null" : "") + NEWEST_FIRST + " limit ?", RaisedQueue::read, count);
    }

    /**
     * Takes one off the queue.
     *
     * @return whether it was open: of two who settle it at once only one counts
     */
    public boolean settle(String task, Instant at) {
        return jdbc.update(
                        "update candour.raised set settled = ? where task = ? and settled is null",
                        at.atOffset(ZoneOffset.UTC),
                        task)
                > 0;
    }

    private static Raised read(ResultSet row, int number) throws SQLException {
        return new Raised(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject(7, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }
}
