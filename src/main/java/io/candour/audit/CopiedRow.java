package io.candour.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;

/** One row as binary COPY sent it: field count, then each field's length and bytes. Decodes only what it is asked for. */
final class CopiedRow {

    private final byte[] message;
    private final int start;

    CopiedRow(byte[] message, int start) {
        this.message = message;
        this.start = start;
    }

    void digest(MessageDigest digest) {
        digest.update(message, start, message.length - start);
    }

    UUID uuid(int column) {
        ByteBuffer field = field(column);
        return new UUID(field.getLong(), field.getLong());
    }

    int integer(int column) {
        return ByteBuffer.wrap(message).getInt(offset(column) + 4);
    }

    long bigint(int column) {
        return ByteBuffer.wrap(message).getLong(offset(column) + 4);
    }

    /** Microseconds since 1970. */
    long timestamp(int column) {
        return bigint(column) + CopyRows.EPOCH_MICROS;
    }

    byte[] bytes(int column) {
        ByteBuffer field = field(column);
        byte[] value = new byte[field.remaining()];
        field.get(value);
        return value;
    }

    /** The field's bytes where they are, from the buffer's position to its limit; no bytes where it is null. */
    ByteBuffer field(int column) {
        int offset = offset(column);
        ByteBuffer buffer = ByteBuffer.wrap(message);
        return buffer.limit(offset + 4 + Math.max(0, buffer.getInt(offset))).position(offset + 4);
    }

    private int offset(int column) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int offset = start + 2;
        for (int i = 0; i < column; i++) {
            offset += 4 + Math.max(0, buffer.getInt(offset));
        }
        return offset;
    }
}
