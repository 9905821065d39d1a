package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what each caller does in an hour with its own past, refused requests too, and leaves an {@link Alert} for the
 * guardian where it is out of the ordinary: a bulk read, or somebody trying one patient after the other.
 *
 * <p>An hour with an alert counts as the caller's past only after a week, so that what was noticed does not become usual
 * by going on, and a new duty does in time. Safe for use by many threads and replicas: each alert is left once.
 */
public final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** This hour and the one before, whose last minutes may not have been seen. */
    private static final String SINCE = "date_trunc('hour', now(), 'UTC') - interval '1 hour'";

    private static final String SUM =
            """
            with recent as materialized (
              select agent_id, date_trunc('hour', at, 'UTC') as hour, patients from candour.access_record where at >= %1$s),
            requests as (select agent_id, hour, count(*) as requests from recent group by agent_id, hour),
            breadth as (
              select agent_id, hour, count(distinct patient) as patients
              from recent cross join unnest(patients) patient group by agent_id, hour)
            insert into candour.access_pace (agent_id, hour, requests, patients)
            select r.agent_id, r.hour, r.requests, coalesce(b.patients, 0)
            from requests r left join breadth b on b.agent_id = r.agent_id and b.hour = r.hour
            on conflict (agent_id, hour) do update set requests = excluded.requests, patients = excluded.patients"""
                    .formatted(SINCE);

    private static final String ALERT =
            """
            with usual as (
              select now.agent_id, now.hour, now.requests, now.patients, coalesce(max(past.requests), 0) as usual_requests,
                coalesce(max(past.patients), 0) as usual_patients
              from candour.access_pace now left join candour.access_pace past
                on past.agent_id = now.agent_id and past.hour < now.hour and past.hour >= now.hour - interval '28 days'
                and not exists (select from candour.access_alert a where a.agent_id = past.agent_id and a.hour = past.hour
                  and a.hour >= now.hour - interval '7 days')
              where now.hour >= %1$s
              group by now.agent_id, now.hour),
            unusual as (
              select agent_id, hour, 'REQUESTS' as measure, requests as seen, usual_requests as usual, ? as floor from usual
              union all select agent_id, hour, 'PATIENTS', patients, usual_patients, ? from usual)
            insert into candour.access_alert (agent_id, agent_kind, agent_name, organisation, hour, measure, seen, usual)
            select u.agent_id, r.agent_kind, r.agent_name, r.organisation, u.hour, u.measure, u.seen, u.usual
            from unusual u cross join lateral (
              select agent_kind, agent_name, organisation from candour.access_record
              where agent_id = u.agent_id and at >= u.hour order by at desc limit 1) r
            where u.seen > u.floor and u.seen > u.usual * ?
            on conflict (agent_id, hour, measure) do nothing
            returning *"""
                    .formatted(SINCE);

    private static final String FORGET = "delete from candour.access_pace where hour < now() - interval '60 days'";

    private final DataSource source;
    private final WatchLimits limits;

    public Watch(DataSource source, WatchLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /** Looks once, and returns what was not noticed before; nothing where another replica is just looking. */
    public List<Alert> look() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                List<Alert> noticed = isFirst(statement) ? look(connection, statement) : List.of();
                connection.commit();
                noticed.forEach(alert -> LOG.warn(
                        "Alert {}: {} in an hour by one caller, at most {} before",
                        alert.id(),
                        alert.seen() + " " + alert.measure(),
                        alert.usual()));
                return noticed;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private List<Alert> look(Connection connection, Statement statement) throws SQLException {
        statement.executeUpdate(FORGET);
        statement.executeUpdate(SUM);
        try (PreparedStatement insert = connection.prepareStatement(ALERT)) {
            insert.setInt(1, limits.requests());
            insert.setInt(2, limits.patients());
            insert.setInt(3, limits.timesUsual());
            return Alerts.read(insert);
        }
    }

    private static boolean isFirst(Statement statement) throws SQLException {
        try (ResultSet lock = statement.executeQuery(
                "select pg_try_advisory_xact_lock(hashtextextended('candour.access_watch', 0))")) {
            lock.next();
            return lock.getBoolean(1);
        }
    }
}
