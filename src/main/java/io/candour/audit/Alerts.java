package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What {@link Watch} has left. Safe for use by many threads. */
public final class Alerts {
    private final DataSource source;

    public Alerts(DataSource source) {
        this.source = source;
    }

    /** The latest, newest first. */
    public List<Alert> latest(int count) {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select * from candour.access_alert order by at desc, id limit ?")) {
            select.setInt(1, count);
            return read(select);
        } catch (SQLException e) {
            throw new AccessLogUnavailableException("the access log can't be read", Duration.ofSeconds(2), e);
        }
    }

    /** Leaves an alert about this caller's hour, once for each measure. */
    public void leave(Agent agent, Alert.Measure measure, long seen, long usual) {
        try (Connection connection = source.getConnection()) {
            leave(connection, agent, measure, seen, usual);
        } catch (SQLException e) {
            throw new AccessLogUnavailableException("an alert can't be left", Duration.ofSeconds(2), e);
        }
    }

    /** As {@link #leave(Agent, Alert.Measure, long, long)}, in the transaction of this connection. */
    public static void leave(Connection connection, Agent agent, Alert.Measure measure, long seen, long usual)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                """
                insert into candour.access_alert
                    (agent_id, agent_kind, agent_name, organisation, hour, measure, seen, usual)
                values (?, ?, ?, ?, date_trunc('hour', now(), 'UTC'), ?, ?, ?)
                on conflict (agent_id, hour, measure) do nothing
                """)) {
            insert.setString(1, agent.id());
            insert.setString(2, agent.kind().name());
            insert.setString(3, agent.name());
            insert.setString(4, agent.organisation().orElse(null));
            insert.setString(5, measure.name());
            insert.setLong(6, seen);
            insert.setLong(7, usual);
            insert.executeUpdate();
        }
    }

    static List<Alert> read(PreparedStatement statement) throws SQLException {
        List<Alert> alerts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                alerts.add(new Alert(
                        row.getObject("id", UUID.class),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("agent_id"),
                        Agent.Kind.valueOf(row.getString("agent_kind")),
                        row.getString("agent_name"),
                        Optional.ofNullable(row.getString("organisation")),
                        row.getObject("hour", OffsetDateTime.class).toInstant(),
                        Alert.Measure.valueOf(row.getString("measure")),
                        row.getLong("seen"),
                        row.getLong("usual")));
            }
        }
        return alerts;
    }
}
