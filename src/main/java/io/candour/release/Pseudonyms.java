package io.candour.release;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What people and items are called in what one recipient gets for one programme: HMAC-SHA-256 (RFC 2104) under a key of its
 * own, made from one of the deployment's by recipient and programme. So what two recipients call the same person, or one
 * recipient for two programmes, has nothing in common without that key. Immutable; safe for use by many threads.
 */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    /** Half a year to each side. */
    private static final int MOST_DAYS = 182;

    private final byte[] key;

    /** @param recipient ODS code */
    Pseudonyms(byte[] deploymentKey, String recipient, String programme) {
        this.key = mac(deploymentKey, "candour extract\n" + recipient + "\n" + programme);
    }

    /** 32 hexadecimal digits, which are a FHIR id; the same for the same item. */
    String of(String type, String id) {
        return HexFormat.of().formatHex(mac(key, "item\n" + type + "\n" + id), 0, BYTES);
    }

    /** By how many days the dates of this person's items are moved: the same for all of theirs. */
    int days(String patient) {
        long drawn = Integer.toUnsignedLong(
                ByteBuffer.wrap(mac(key, "days\n" + patient)).getInt());
        return (int) (drawn % (2 * MOST_DAYS + 1)) - MOST_DAYS;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
