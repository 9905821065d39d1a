package io.candour.audit;

import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Takes, keeps and gives out checkpoints. Safe for use by many threads and replicas: each number is taken once. */
public final class Checkpoints {

    /** Longer than any commit takes: a batch may show up that much later than its time says. */
    private static final Duration COMMITTED_BY = Duration.ofHours(1);

    private final DataSource source;
    private final PrivateKey key;

    /** @param key Ed25519; it belongs outside the database */
    public Checkpoints(DataSource source, PrivateKey key) {
        this.source = source;
        this.key = key;
    }

    /** The last one taken, by whomever: what is to be published. */
    public static Optional<SignedCheckpoint> latest(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return latest(connection);
        }
    }

    /** The one with that number. */
    public static Optional<SignedCheckpoint> find(DataSource source, long number) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select body, signature from candour.access_checkpoint where number = ?")) {
            select.setLong(1, number);
            return read(select.executeQuery());
        }
    }

    /** When the database was last declared to be restored, as far as its latest thousand checkpoints tell. */
    public static Optional<Instant> lastRestored(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        select at from (select number, at, body from candour.access_checkpoint order by number desc limit 1000) c
                        where body like E'%\\nlost %' order by number desc limit 1""")) {
            return row.next()
                    ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                    : Optional.empty();
        }
    }

    /** Takes the next checkpoint. Empty where another replica is at it. */
    public Optional<SignedCheckpoint> take() throws SQLException {
        return take(source, Duration.ZERO, Optional.empty(), Optional.empty());
    }

    /** As {@link #take}, unless the last one is not yet that old: replicas that all call this take one between them. */
    public Optional<SignedCheckpoint> takeWhenDue(Duration every) throws SQLException {
        return take(source, every, Optional.empty(), Optional.empty());
    }

    /**
     * As {@link #take()}, and declares that this database was restored: what the log held after its last checkpoint, up
     * to the one that is known outside, is lost.
     */
    public Optional<SignedCheckpoint> takeRestored(Optional<SignedCheckpoint> outside) throws SQLException {
        Checkpoint.Lost lost = outside.map(known ->
                        new Checkpoint.Lost(known.number(), known.checkpoint().hash()))
                .orElse(new Checkpoint.Lost(0, Hash.ZERO));
        return take(source, Duration.ZERO, Optional.empty(), Optional.of(lost));
    }

    /** As {@link #take()}, and declares that rows of before {@code closes} may be dropped. */
    Optional<SignedCheckpoint> takeClosing(DataSource owner, Instant closes) throws SQLException {
        return take(owner, Duration.ZERO, Optional.of(closes), Optional.empty());
    }

    private Optional<SignedCheckpoint> take(
            DataSource from, Duration every, Optional<Instant> closes, Optional<Checkpoint.Lost> lost)
            throws SQLException {
        try (Connection connection = from.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try {
                Optional<SignedCheckpoint> taken =
                        locked(connection) ? insert(connection, every, closes, lost) : Optional.empty();
                connection.commit();
                return taken;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet lock = statement.executeQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended('candour.access_checkpoint', 0))")) {
            lock.next();
            return lock.getBoolean(1);
        }
    }

    private Optional<SignedCheckpoint> insert(
            Connection connection, Duration every, Optional<Instant> closes, Optional<Checkpoint.Lost> lost)
            throws SQLException {
        Optional<Checkpoint> before = latest(connection).map(SignedCheckpoint::checkpoint);
        Instant now = RecordRow.id(LogConnection.clockMicros(connection), new UUID(0, 0))
                .at();
        if (before.filter(last -> last.at().plus(every).isAfter(now)).isPresent()) {
            return Optional.empty();
        }
        Checkpoint next = new Checkpoint(
                Math.max(
                                before.map(Checkpoint::number).orElse(0L),
                                lost.map(Checkpoint.Lost::number).orElse(0L))
                        + 1,
                now,
                before.map(Checkpoint::hash).orElse(Hash.ZERO),
                closes,
                lost,
                heads(
                        connection,
                        before.map(last -> last.at().minus(COMMITTED_BY)).orElse(Instant.EPOCH)));
        SignedCheckpoint signed = SignedCheckpoint.sign(next, key);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into candour.access_checkpoint (number, at, body, signature) values (?, ?, ?, ?)")) {
            insert.setLong(1, next.number());
            insert.setObject(2, next.at().atOffset(ZoneOffset.UTC));
            insert.setString(3, next.body());
            insert.setBytes(4, signed.signature());
            insert.executeUpdate();
        }
        return Optional.of(signed);
    }

    private static List<Checkpoint.Head> heads(Connection connection, Instant since) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                select w.writer, b.sequence, b.hash from candour.access_writer w cross join lateral
                  (select sequence, hash, at from candour.access_batch where writer = w.writer
                   order by sequence desc limit 1) b
                where b.at >= ? order by w.writer""")) {
            select.setObject(1, since.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = select.executeQuery()) {
                List<Checkpoint.Head> heads = new ArrayList<>();
                while (rows.next()) {
                    heads.add(new Checkpoint.Head(rows.getInt(1), rows.getLong(2), Hash.stored(rows.getBytes(3))));
                }
                return heads;
            }
        }
    }

    private static Optional<SignedCheckpoint> latest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return read(statement.executeQuery(
                    "select body, signature from candour.access_checkpoint order by number desc limit 1"));
        }
    }

    static Optional<SignedCheckpoint> read(ResultSet found) throws SQLException {
        try (found) {
            return found.next()
                    ? Optional.of(SignedCheckpoint.stored(found.getString(1), found.getBytes(2)))
                    : Optional.empty();
        }
    }
}
