package io.candour.audit;

import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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

    /** Takes the next checkpoint. Empty where another replica is at it. */
    public Optional<SignedCheckpoint> take() throws SQLException {
        return take(source, Optional.empty(), Duration.ZERO);
    }

    /** As {@link #take}, unless the last one is not yet that old: replicas that all call this take one between them. */
    public Optional<SignedCheckpoint> takeWhenDue(Duration every) throws SQLException {
        return take(source, Optional.empty(), every);
    }

    /** As {@link #take()}, and declares that rows of before {@code closes} may be dropped. */
    Optional<SignedCheckpoint> takeClosing(DataSource owner, Instant closes) throws SQLException {
        return take(owner, Optional.of(closes), Duration.ZERO);
    }

    private Optional<SignedCheckpoint> take(DataSource from, Optional<Instant> closes, Duration every)
            throws SQLException {
        try (Connection connection = from.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try {
                Optional<SignedCheckpoint> taken =
                        locked(connection) ? insert(connection, closes, every) : Optional.empty();
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

    private Optional<SignedCheckpoint> insert(Connection connection, Optional<Instant> closes, Duration every)
            throws SQLException {
        Optional<Checkpoint> before = latest(connection).map(SignedCheckpoint::checkpoint);
        Instant now = RecordRow.id(LogConnection.clockMicros(connection), new UUID(0, 0))
                .at();
        if (before.filter(last -> last.at().plus(every).isAfter(now)).isPresent()) {
            return Optional.empty();
        }
        Checkpoint next = new Checkpoint(
                before.map(Checkpoint::number).orElse(0L) + 1,
                now,
                before.map(Checkpoint::hash).orElse(Hash.ZERO),
                closes,
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
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select body, signature from candour.access_checkpoint order by number desc limit 1")) {
            return row.next()
                    ? Optional.of(SignedCheckpoint.stored(row.getString(1), row.getBytes(2)))
                    : Optional.empty();
        }
    }
}
