package io.candour.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The access log.
 *
 * @param signingKey Ed25519 in PKCS#8 (PEM, or its Base64) that signs checkpoints; a secret, the same on every replica;
 *     without it no checkpoints are published
 * @param checkpointEvery how often the log as it stands is signed, by one of the replicas
 * @param keepMonths how many months before the present one are kept; 0 keeps all
 */
@ConfigurationProperties("candour.audit")
record AuditSettings(
        @DefaultValue("") String signingKey,
        @DefaultValue("10m") Duration checkpointEvery,
        @DefaultValue("0") int keepMonths) {

    AuditSettings {
        if (checkpointEvery.toSeconds() < 1 || keepMonths < 0) {
            throw new IllegalArgumentException(
                    "candour.audit.checkpoint-every is a second or more, keep-months 0 or more");
        }
    }
}
