package io.candour.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Drops whole months, as the log's owner, after a signed checkpoint that says so. Batches stay: they hold no person. */
public final class Retention {

    private static final List<String> PARENTS = List.of("access_record", "access_subject", "access_seal");

    private static final String LOCK = "hashtextextended('candour.access_retention', 0)";

    private final DataSource owner;
    private final Checkpoints checkpoints;

    public Retention(DataSource owner, Checkpoints checkpoints) {
        this.owner = owner;
        this.checkpoints = checkpoints;
    }

    /**
     * Drops all months before {@code first}, in UTC. Safe to repeat and for several replicas: the checkpoint comes first,
     * then the months go, and where nothing is left to drop nothing happens.
     *
     * @return the closing checkpoint; empty where there was nothing to do, or somebody else was at it: try again
     * @throws IllegalArgumentException where {@code first} is not over
     */
    public Optional<SignedCheckpoint> keepFrom(YearMonth first) throws SQLException {
        if (first.isAfter(YearMonth.now(ZoneOffset.UTC))) {
            throw new IllegalArgumentException("only months that are over can be dropped");
        }
        return closeAt(first.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    Optional<SignedCheckpoint> closeAt(Instant closes) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            if (!is(statement, "select pg_try_advisory_lock(" + LOCK + ")")) {
                return Optional.empty();
            }
            try {
                return holdsRowsBefore(statement, closes) ? drop(statement, closes) : Optional.empty();
            } finally {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private Optional<SignedCheckpoint> drop(Statement statement, Instant closes) throws SQLException {
        Optional<SignedCheckpoint> closing = checkpoints.takeClosing(owner, closes);
        if (closing.isPresent()) {
            // Readers would queue up behind a drop that itself waits for a long query: rather try again later.
            statement.execute("set lock_timeout = '5s'");
            for (String parent : PARENTS) {
                for (String month : months(statement, parent, closes)) {
                    statement.execute("drop table candour." + month);
                }
                statement.execute("delete from candour." + parent + "_default where at < '" + closes + "'");
            }
        }
        return closing;
    }

    private static boolean holdsRowsBefore(Statement statement, Instant closes) throws SQLException {
        for (String parent : PARENTS) {
            if (!months(statement, parent, closes).isEmpty()
                    || is(
                            statement,
                            "select exists (select from candour." + parent + "_default where at < '" + closes + "')")) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static List<String> months(Statement statement, String parent, Instant closes) throws SQLException {
        String before = parent + DateTimeFormatter.ofPattern("_yyyy_MM").format(closes.atOffset(ZoneOffset.UTC));
        List<String> months = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                        + " where i.inhparent = 'candour." + parent
                        + "'::regclass and c.relname ~ '_[0-9]{4}_[0-9]{2}$'"
                        + " and c.relname < '" + before + "'")) {
            while (rows.next()) {
                months.add(rows.getString(1));
            }
        }
        return months;
    }
}
