package io.candour.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A link of one writer's chain: what one commit added to the log.
 *
 * @param atMicros the commit's time on the database's clock, microseconds since 1970
 * @param content {@link Hash} over the rows' binary COPY bytes in order of position
 * @param previous hash of the batch before; of a writer's first batch: of the latest checkpoint, or {@link Hash#ZERO}
 */
record Batch(int writer, long sequence, long atMicros, Kind kind, int size, Hash content, Hash previous) {

    enum Kind {
        RECORDS,
        SEALS,
        /** Adds nothing: takes a sequence number so that no attempt in doubt can still have it. */
        FENCE
    }

    private static final byte[] DOMAIN = "candour-access-batch-1\0".getBytes(US_ASCII);

    Hash hash() {
        return Hash.of(ByteBuffer.allocate(DOMAIN.length + 4 + 8 + 8 + 1 + 4 + 64)
                .put(DOMAIN)
                .putInt(writer)
                .putLong(sequence)
                .putLong(atMicros)
                .put((byte) kind.name().charAt(0))
                .putInt(size)
                .put(content.bytes())
                .put(previous.bytes())
                .array());
    }
}
