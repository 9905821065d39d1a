package io.candour.portal;

import java.time.Duration;
import java.util.List;

/** Settings of pages that are tried by parts, without a server of records. */
final class TriedSettings {
    static final String URL = "http://localhost:8080";

    private TriedSettings() {}

    /** Of pages at this address. */
    static PortalSettings at(String url, List<String> ancestors) {
        return settings(url, "https://issuer.example", "a secret", ancestors);
    }

    /** Of pages that people come to from this issuer. */
    static PortalSettings from(String issuer, String secret) {
        return settings(URL, issuer, secret, List.of());
    }

    private static PortalSettings settings(String url, String issuer, String secret, List<String> ancestors) {
        return new PortalSettings(
                url,
                URL + "/fhir",
                URL + "/fhir",
                issuer,
                "portal",
                secret,
                Duration.ofMinutes(20),
                Duration.ofMinutes(2),
                ancestors,
                List.of());
    }
}
