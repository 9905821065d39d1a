package io.candour.server;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The server as seen from outside.
 *
 * @param baseUrl FHIR base, as clients write it, without a slash at the end
 * @param maxBody largest request body
 * @param writesAtOnce how many writes and bundles are under way at most; fewer than there are database connections, so
 *     that some are left to readers
 * @param writeWait how long one more waits for its turn before it is turned away with 503
 * @param allowedOrigins web origins whose pages may call the API (CORS); none unless named
 * @param zone what a date without a time zone is meant in
 */
@ConfigurationProperties("candour.server")
public record ServerSettings(
        @DefaultValue("http://localhost:8080/fhir") String baseUrl,
        @DefaultValue("64MB") DataSize maxBody,
        @DefaultValue("8") int writesAtOnce,
        @DefaultValue("2s") Duration writeWait,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("Europe/London") ZoneId zone) {
    public ServerSettings {
        if (writesAtOnce < 1 || writeWait.isNegative()) {
            throw new BadSetting("candour.server.writes-at-once", "is 1 or more, and write-wait is not negative");
        }
    }
}
