package io.candour.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Checkpoints as kept in a second database, which a restore of the first leaves as it is. Safe for use by many threads
 * and replicas.
 */
public final class OutsideCheckpoints {
    private final DataSource journal;

    /** @param journal has the table {@code journal.checkpoint} */
    public OutsideCheckpoints(DataSource journal) {
        this.journal = journal;
    }

    /** Keeps a checkpoint; one of that number that is already there stays. */
    public void keep(SignedCheckpoint checkpoint) throws SQLException {
        try (Connection connection = journal.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into journal.checkpoint (number, body, signature) values (?, ?, ?)"
                                + " on conflict (number) do nothing")) {
            insert.setLong(1, checkpoint.number());
            insert.setString(2, checkpoint.checkpoint().body());
            insert.setBytes(3, checkpoint.signature());
            insert.executeUpdate();
        }
    }

    /** The one with the highest number. */
    public Optional<SignedCheckpoint> latest() throws SQLException {
        try (Connection connection = journal.getConnection();
                Statement statement = connection.createStatement()) {
            return Checkpoints.read(statement.executeQuery(
                    "select body, signature from journal.checkpoint order by number desc limit 1"));
        }
    }
}
