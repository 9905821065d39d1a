package io.candour.server;

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
 * @param allowedOrigins web origins whose pages may call the API (CORS); none unless named
 * @param zone what a date without a time zone is meant in
 */
@ConfigurationProperties("candour.server")
public record ServerSettings(
        @DefaultValue("http://localhost:8080/fhir") String baseUrl,
        @DefaultValue("64MB") DataSize maxBody,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("Europe/London") ZoneId zone) {}
