package io.candour.portal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The web pages as they are deployed. They are on where there is a client secret.
 *
 * @param url where browsers find the pages, without a slash at the end; nothing a browser sends is believed instead
 * @param fhirBase the FHIR base as this process reaches it
 * @param publicFhirBase the FHIR base as the server writes it into the links of its answers
 * @param issuer who signs visitors in
 * @param clientId who the pages are at the issuer
 * @param clientSecret a secret
 * @param idle for how long a visitor may rest before they are signed out; shorter than the issuer's own limit
 * @param warnAhead how long before that they are warned
 * @param frameAncestors origins whose pages may show these in a frame (an app's web view); none unless named
 * @param stepUpAcr what the issuer is asked for ({@code acr_values}) where the server wants a stronger sign-in
 * @throws IllegalArgumentException naming the property
 */
@ConfigurationProperties("candour.portal")
public record PortalSettings(
        @DefaultValue("http://localhost:8080") String url,
        @DefaultValue("http://localhost:8080/fhir") String fhirBase,
        @DefaultValue("http://localhost:8080/fhir") String publicFhirBase,
        String issuer,
        @DefaultValue("portal") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("20m") Duration idle,
        @DefaultValue("2m") Duration warnAhead,
        @DefaultValue List<String> frameAncestors,
        @DefaultValue List<String> stepUpAcr) {
    static final String SECRET = "candour.portal.client-secret";

    public PortalSettings {
        url = withoutSlash("url", url);
        fhirBase = withoutSlash("fhir-base", fhirBase);
        publicFhirBase = withoutSlash("public-fhir-base", publicFhirBase);
        issuer = withoutSlash("issuer", issuer);
        if (warnAhead.toSeconds() < 1 || idle.compareTo(warnAhead.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "candour.portal.idle is at least twice candour.portal.warn-ahead, and that a second or more");
        }
        frameAncestors = List.copyOf(frameAncestors);
        stepUpAcr = List.copyOf(stepUpAcr);
        for (String origin : frameAncestors) {
            if (!origin.matches("https?://[A-Za-z0-9.-]+(:\\d{1,5})?")) {
                throw new IllegalArgumentException(
                        "candour.portal.frame-ancestors names origins, as https://app.example");
            }
        }
    }

    private static String withoutSlash(String property, String value) {
        if (!value.matches("https?://[^\\s?#]+")) {
            throw new IllegalArgumentException("candour.portal." + property + " is an http or https URL");
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    /** Whether browsers come by https, and cookies are for that alone. */
    boolean secure() {
        return url.startsWith("https:");
    }

    /** Scheme, host and port of a URL. */
    static String origin(String url) {
        URI parsed = URI.create(url);
        return parsed.getScheme() + "://" + parsed.getAuthority();
    }
}
