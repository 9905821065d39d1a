package io.candour.audit;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
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

    /** The row that {@link #next} found; stays as it is when the next is read. */
    CopiedRow row() {
        return new CopiedRow(message, start);
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
