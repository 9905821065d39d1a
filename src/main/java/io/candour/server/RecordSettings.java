package io.candour.server;

import java.util.Base64;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The record path.
 *
 * @param cursorKey at least 32 bytes in Base64 that sign page links; the same on every replica, and a secret
 * @param otherCursorKeys whose page links count as well, while keys are changed; secrets
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.record")
public record RecordSettings(@DefaultValue("") String cursorKey, @DefaultValue List<String> otherCursorKeys) {
    private static final int LEAST_BYTES = 32;

    public RecordSettings {
        check("candour.record.cursor-key", cursorKey);
        otherCursorKeys = List.copyOf(otherCursorKeys);
        otherCursorKeys.forEach(key -> check("candour.record.other-cursor-keys", key));
    }

    private static void check(String property, String key) {
        if (!isKey(key)) {
            // What it is instead is not told: it may be a part of one.
            throw new BadSetting(property, "must be Base64 of at least " + LEAST_BYTES + " bytes");
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length >= LEAST_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    byte[] cursorKeyBytes() {
        return Base64.getDecoder().decode(cursorKey);
    }

    List<byte[]> otherCursorKeyBytes() {
        return otherCursorKeys.stream().map(Base64.getDecoder()::decode).toList();
    }
}
