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

    private final DataSource owner;
    private final Checkpoints checkpoints;

    public Retention(DataSource owner, Checkpoints checkpoints) {
        this.owner = owner;
        this.checkpoints = checkpoints;
    }

    /**
     * Drops all months before {@code first}, in UTC. Safe to repeat: the checkpoint comes first, then the months go.
     *
     * @return the closing checkpoint; empty where another checkpoint was just being taken: try again
     * @throws IllegalArgumentException where {@code first} is not before this month
     */
    public Optional<SignedCheckpoint> keepFrom(YearMonth first) throws SQLException {
        if (!first.isBefore(YearMonth.now(ZoneOffset.UTC).plusMonths(1))) {
            throw new IllegalArgumentException("only months that are over can be dropped");
        }
        return closeAt(first.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    Optional<SignedCheckpoint> closeAt(Instant closes) throws SQLException {
        Optional<SignedCheckpoint> closing = checkpoints.take(owner, Optional.of(closes));
        if (closing.isEmpty()) {
            return closing;
        }
        String first = DateTimeFormatter.ofPattern("_yyyy_MM").format(closes.atOffset(ZoneOffset.UTC));
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (String parent : PARENTS) {
                for (String month : months(statement, parent, parent + first)) {
                    statement.execute("drop table candour." + month);
                }
                statement.execute("delete from candour." + parent + "_default where at < '" + closes + "'");
            }
        }
        return closing;
    }

    private static List<String> months(Statement statement, String parent, String before) throws SQLException {
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
