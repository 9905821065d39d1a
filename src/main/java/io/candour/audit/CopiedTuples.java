package io.candour.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads a query's rows as the bytes that binary COPY sends, without decoding them: what {@link CopyRows} wrote comes back
 * byte for byte. The server sends one message a row (PostgreSQL protocol, 54.2.7).
 */
final class CopiedTuples implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final CopyOut copy;
    private byte[] message = NOTHING;
    private int start;

    private CopiedTuples(CopyOut copy) {
        this.copy = copy;
    }

    static CopiedTuples of(Connection connection, String query) throws SQLException {
        return new CopiedTuples(connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (" + query + ") to stdout (format binary)"));
    }

    boolean next() throws SQLException {
        boolean first = message == NOTHING;
        do {
            byte[] received = copy.readFromCopy();
            if (received == null) {
                return false;
            }
            message = received;
            start = first ? CopyRows.HEADER.length : 0;
            first = false;
        } while (message.length - start < 2);
        // The trailer takes the place of a field count.
        return ByteBuffer.wrap(message).getShort(start) >= 0 || next();
    }

    void digest(MessageDigest digest) {
        digest.update(message, start, message.length - start);
    }

    UUID uuid(int column) {
        ByteBuffer buffer = at(column);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    int integer(int column) {
        return at(column).getInt();
    }

    long bigint(int column) {
        return at(column).getLong();
    }

    /** Microseconds since 1970. */
    long timestamp(int column) {
        return bigint(column) + CopyRows.EPOCH_MICROS;
    }

    byte[] bytes(int column) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        buffer.position(offset(column));
        byte[] value = new byte[buffer.getInt()];
        buffer.get(value);
        return value;
    }

    boolean isNull(int column) {
        return ByteBuffer.wrap(message).getInt(offset(column)) < 0;
    }

    private ByteBuffer at(int column) {
        return ByteBuffer.wrap(message).position(offset(column) + 4);
    }

    private int offset(int column) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int offset = start + 2;
        for (int i = 0; i < column; i++) {
            offset += 4 + Math.max(0, buffer.getInt(offset));
        }
        return offset;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
