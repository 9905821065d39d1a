package io.candour.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page links: a place in an order, signed and bound to who asked and what was asked.
 *
 * <p>A cursor says where to go on, never what may be seen: each page is decided anew. Edited, expired or given to
 * another caller or another query, it opens nothing. Replicas share the key. Safe for use by many threads.
 */
public final class Cursor {
    private static final int MAC_BYTES = 16;

    private final SecretKeySpec key;
    private final List<SecretKeySpec> accepted;

    /** @param key at least 32 bytes, the same on every replica */
    public Cursor(byte[] key) {
        this(key, List.of());
    }

    /**
     * For a change of keys, while which links are about that another one signed.
     *
     * @param key signs, as above
     * @param others whose links count as well
     */
    public Cursor(byte[] key, List<byte[]> others) {
        this.key = key(key);
        this.accepted =
                Stream.concat(Stream.of(key), others.stream()).map(Cursor::key).toList();
    }

    private static SecretKeySpec key(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the cursor key has less than 32 bytes");
        }
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * Writes a cursor of characters that need no escaping in a URL.
     *
     * @param binding who asked and what, in any text that is the same when the next page is asked for
     */
    public String write(Order.Position position, String binding, Instant expires) {
        byte[] text = (position.first() + " " + position.id()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer payload = ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(expires.getEpochSecond())
                .put(text);
        byte[] mac = mac(key, payload.array(), binding);
        ByteBuffer whole =
                ByteBuffer.allocate(MAC_BYTES + payload.capacity()).put(mac).put(payload.array());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    }

    /** The place a cursor names; empty where it is not one of ours, for this binding, and still valid. */
    public Optional<Order.Position> read(String cursor, String binding, Instant now) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (whole.length <= MAC_BYTES + Long.BYTES) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOfRange(whole, MAC_BYTES, whole.length);
        byte[] mac = Arrays.copyOf(whole, MAC_BYTES);
        if (accepted.stream().noneMatch(each -> MessageDigest.isEqual(mac, mac(each, payload, binding)))) {
            return Optional.empty();
        }
        if (ByteBuffer.wrap(payload).getLong() < now.getEpochSecond()) {
            return Optional.empty();
        }
        String[] parts =
                new String(payload, Long.BYTES, payload.length - Long.BYTES, StandardCharsets.UTF_8).split(" ", 2);
        return Optional.of(new Order.Position(parts[0], parts[1]));
    }

    private static byte[] mac(SecretKeySpec key, byte[] payload, String binding) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).array());
            mac.update(payload);
            mac.update(binding.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
