package io.candour.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 value, in lower-case hexadecimal so that it compares and prints as one. */
public record Hash(String hex) {

    static final Hash ZERO = new Hash("0".repeat(64));

    public Hash {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("not 32 bytes in hexadecimal: " + hex);
        }
    }

    /** A new one, for what comes in parts. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static Hash of(byte[] bytes) {
        return stored(digest().digest(bytes));
    }

    /** Of what the digest was given; resets it. */
    public static Hash of(MessageDigest digest) {
        return stored(digest.digest());
    }

    /** From a hash's own 32 bytes. */
    static Hash stored(byte[] bytes) {
        return new Hash(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
