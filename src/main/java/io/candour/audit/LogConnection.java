package io.candour.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The writer's own connection and the statements on the log's tables. Every method runs in the open transaction. */
final class LogConnection implements AutoCloseable {

    private static final String CLOCK = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

    private final Connection connection;

    private LogConnection(Connection connection) {
        this.connection = connection;
    }

    static LogConnection open(ConnectionSource source, Duration networkTimeout) throws SQLException {
        Connection connection = source.open();
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(networkTimeout.toMillis()));
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try (Statement statement = connection.createStatement()) {
                // Whatever the database's default: durable means on its disk.
                statement.execute("set synchronous_commit = on");
                // The log is partitioned: to plan a statement anew for each batch takes longer than to run it.
                statement.execute("set plan_cache_mode = force_generic_plan");
            }
            connection.commit();
            return new LogConnection(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection jdbc() {
        return connection;
    }

    /** Registers a writer that continues from the latest checkpoint. */
    Chain newChain(String instance) throws SQLException {
        Hash start = Hash.ZERO;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet latest =
                    statement.executeQuery("select body from candour.access_checkpoint order by number desc limit 1")) {
                if (latest.next()) {
                    start = Hash.of(latest.getString(1).getBytes(UTF_8));
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into candour.access_writer (instance) values (?) returning writer")) {
            insert.setString(1, instance);
            try (ResultSet made = insert.executeQuery()) {
                made.next();
                Chain chain = new Chain(made.getInt(1), start);
                connection.commit();
                return chain;
            }
        }
    }

    static long clockMicros(Connection connection) throws SQLException {
        try (PreparedStatement clock = connection.prepareStatement(CLOCK);
                ResultSet now = clock.executeQuery()) {
            now.next();
            return now.getLong(1);
        }
    }

    /**
     * Inserts a batch with whom its records are about. False where the writer already has a batch with that number. Waits
     * while another transaction may yet commit one.
     */
    boolean insert(Batch batch, Subjects subjects) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                Subjects.before(
                        """
                insert into candour.access_batch (writer, sequence, at, kind, size, content, previous, hash)
                values (?, ?, timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?, ?, ?, ?)
                on conflict (writer, sequence) do nothing"""))) {
            int next = subjects.set(insert, batch.atMicros());
            insert.setInt(next++, batch.writer());
            insert.setLong(next++, batch.sequence());
            insert.setLong(next++, batch.atMicros());
            insert.setString(next++, batch.kind().name());
            insert.setInt(next++, batch.size());
            insert.setBytes(next++, batch.content().bytes());
            insert.setBytes(next++, batch.previous().bytes());
            insert.setBytes(next, batch.hash().bytes());
            return Subjects.execute(insert) == 1;
        }
    }

    /** Whether the chain's last batch is there: it is not where the database was restored from before it. */
    boolean holds(Chain chain) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select from candour.access_batch where writer = ? and sequence = ? and hash = ?")) {
            select.setInt(1, chain.writer());
            select.setLong(2, chain.next() - 1);
            select.setBytes(3, chain.head().bytes());
            try (ResultSet batch = select.executeQuery()) {
                return chain.next() == 0 || batch.next();
            }
        }
    }

    Hash hashAt(int writer, long sequence) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select hash from candour.access_batch where writer = ? and sequence = ?")) {
            select.setInt(1, writer);
            select.setLong(2, sequence);
            try (ResultSet batch = select.executeQuery()) {
                batch.next();
                return Hash.stored(batch.getBytes(1));
            }
        }
    }

    /** Makes the partitions of this month and the next two; gives up rather than wait behind a long query. */
    int makeMonths() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '1s'");
            try (ResultSet made = statement.executeQuery("select candour.access_months(2)")) {
                made.next();
                return made.getInt(1);
            }
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
