package io.candour.server;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens count, and for how long.
 *
 * @param issuer an OIDC issuer; its discovery document says where its keys are
 * @param audience what a token's {@code aud} must contain
 * @param clockSkew by how much the issuer's clock may differ
 * @param longestToken a token that lives longer is refused
 * @param logOutClients clients whose log-outs the issuer tells this server: what a log-out token's {@code aud} must contain
 *     one of; without any, no log-out is heard
 * @param stepUpAcr values of a token's {@code acr} that are enough for what the allow-list marks, the preferred first;
 *     without any, none is asked for
 * @param introspection whose tokens the issuer is asked about at each request
 * @throws BadSetting naming the property
 */
@ConfigurationProperties("candour.identity")
public record IdentitySettings(
        String issuer,
        @DefaultValue("candour") String audience,
        @DefaultValue("10s") Duration clockSkew,
        @DefaultValue("1h") Duration longestToken,
        @DefaultValue List<String> logOutClients,
        @DefaultValue List<String> stepUpAcr,
        @DefaultValue IntrospectionSettings introspection) {
    private static final String PREFIX = "candour.identity.";

    /**
     * RFC 7662.
     *
     * @param clients whose tokens are introspected: the claim {@code azp}; of no client, unless named
     * @param uri the issuer's introspection endpoint
     * @param clientId who this server is there
     * @param clientSecret a secret
     */
    public record IntrospectionSettings(
            @DefaultValue List<String> clients,
            @DefaultValue("") String uri,
            @DefaultValue("candour") String clientId,
            @DefaultValue("") String clientSecret) {

        public IntrospectionSettings {
            clients = List.copyOf(clients);
            if (!clients.isEmpty() && (clientSecret.isEmpty() || !isHttp(uri))) {
                throw new BadSetting(
                        PREFIX + "introspection.clients",
                        "also needs introspection.uri, an http or https URL, and introspection.client-secret");
            }
        }

        private static boolean isHttp(String uri) {
            try {
                return String.valueOf(URI.create(uri).getScheme()).matches("https?");
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    public IdentitySettings {
        logOutClients = List.copyOf(logOutClients);
        stepUpAcr = List.copyOf(stepUpAcr);
        if (clockSkew.isNegative()) {
            throw new BadSetting(PREFIX + "clock-skew", "can't be negative");
        }
        if (longestToken.toSeconds() < 1) {
            throw new BadSetting(PREFIX + "longest-token", "is a second or more");
        }
    }

    /**
     * How far apart a token's times may be. An issuer reads its clock for each of the two, in whole seconds, so that a
     * token of just the longest life can say one second more.
     */
    Duration longestLife() {
        return longestToken.plusSeconds(1);
    }

    /** For how long after its issue a token may be taken at most: its life, and the clocks' difference at both ends. */
    Duration longestUse() {
        return longestLife().plus(clockSkew.multipliedBy(2));
    }
}
