package io.candour.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows in PostgreSQL's binary COPY format. It is also the log's canonical encoding: every field carries its length, the
 * format has not changed since PostgreSQL 7.4, and {@code verify} can hash what the database sends as it comes.
 */
final class CopyRows {

    static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    /** 2000-01-01, PostgreSQL's epoch, in microseconds of Java's. */
    static final long EPOCH_MICROS = 946_684_800_000_000L;

    private static final int TEXT_OID = 25;
    private static final int BIGINT_OID = 20;

    private ByteBuffer buffer = ByteBuffer.allocate(8192).put(HEADER);
    private int row = HEADER.length;
    private int rows;

    CopyRows row(int fields) {
        row = buffer.position();
        rows++;
        room(2).putShort((short) fields);
        return this;
    }

    /** Adds the bytes of the latest row to a digest. */
    void digestRow(MessageDigest digest) {
        digest.update(buffer.array(), row, buffer.position() - row);
    }

    int size() {
        return rows;
    }

    CopyRows none() {
        room(4).putInt(-1);
        return this;
    }

    CopyRows text(String value) {
        return bytes(value.getBytes(UTF_8));
    }

    CopyRows text(Optional<String> value) {
        return value.isPresent() ? text(value.get()) : none();
    }

    CopyRows bytes(byte[] value) {
        room(4 + value.length).putInt(value.length).put(value);
        return this;
    }

    CopyRows bool(boolean value) {
        room(5).putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    CopyRows integer(int value) {
        room(8).putInt(4).putInt(value);
        return this;
    }

    CopyRows bigint(long value) {
        room(12).putInt(8).putLong(value);
        return this;
    }

    /** @param micros since 1970 */
    CopyRows timestamp(long micros) {
        return bigint(micros - EPOCH_MICROS);
    }

    CopyRows uuid(UUID value) {
        room(20).putInt(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return this;
    }

    CopyRows texts(List<String> values) {
        return array(TEXT_OID, values.size(), (rows, i) -> rows.text(values.get(i)));
    }

    CopyRows bigints(List<Long> values) {
        return array(BIGINT_OID, values.size(), (rows, i) -> rows.bigint(values.get(i)));
    }

    private CopyRows array(int elementOid, int size, ObjIntConsumer<CopyRows> element) {
        int start = room(4).position();
        buffer.putInt(0);
        room(20).putInt(size == 0 ? 0 : 1).putInt(0).putInt(elementOid);
        if (size > 0) {
            buffer.putInt(size).putInt(1);
        }
        for (int i = 0; i < size; i++) {
            element.accept(this, i);
        }
        buffer.putInt(start, buffer.position() - start - 4);
        return this;
    }

    /** Sends all rows. The connection must not be auto-committing. */
    void copy(Connection connection, String table, String columns) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin (format binary)");
        room(2).putShort((short) -1);
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        copy.endCopy();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            buffer = ByteBuffer.allocate(Math.max(needed, Math.multiplyExact(buffer.capacity(), 2)))
                    .put(buffer.flip());
        }
        return buffer;
    }
}
