package io.candour.server;

import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The record path.
 *
 * @param cursorKey at least 32 bytes in Base64 that sign page links; the same on every replica, and a secret
 */
@ConfigurationProperties("candour.record")
public record RecordSettings(String cursorKey) {

    byte[] cursorKeyBytes() {
        return Base64.getDecoder().decode(cursorKey);
    }
}
