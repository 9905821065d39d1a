package io.candour.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One state of the log, read over as many connections as it takes while the log goes on. Closed after all of them. */
final class Snapshot implements AutoCloseable {

    private final ConnectionSource source;
    private final Connection first;
    private final String name;

    private Snapshot(ConnectionSource source, Connection first, String name) {
        this.source = source;
        this.first = first;
        this.name = name;
    }

    static Snapshot of(ConnectionSource source) throws SQLException {
        Connection first = source.open();
        try (Statement statement = first.createStatement()) {
            begin(first, statement);
            try (ResultSet snapshot = statement.executeQuery("select pg_export_snapshot()")) {
                snapshot.next();
                String name = snapshot.getString(1);
                walkByIndex(statement);
                return new Snapshot(source, first, name);
            }
        } catch (SQLException e) {
            first.close();
            throw e;
        }
    }

    /** For use by one thread at a time. */
    Connection first() {
        return first;
    }

    Connection another() throws SQLException {
        Connection connection = source.open();
        try (Statement statement = connection.createStatement()) {
            begin(connection, statement);
            statement.execute("set transaction snapshot '" + name + "'");
            walkByIndex(statement);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void begin(Connection connection, Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        statement.execute("set transaction isolation level repeatable read read only");
    }

    private static void walkByIndex(Statement statement) throws SQLException {
        // Walks the log by its index in the order it was written: a sort would spill all of it to disk.
        statement.execute("set local enable_sort = off; set local enable_seqscan = off;"
                + " set local enable_bitmapscan = off; set local max_parallel_workers_per_gather = 0");
    }

    @Override
    public void close() throws SQLException {
        first.close();
    }
}
