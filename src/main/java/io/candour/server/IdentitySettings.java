package io.candour.server;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens count.
 *
 * @param issuer an OIDC issuer; its discovery document says where its keys are
 * @param audience what a token's {@code aud} must contain
 * @param clockSkew by how much the issuer's clock may differ
 */
@ConfigurationProperties("candour.identity")
public record IdentitySettings(
        String issuer, @DefaultValue("candour") String audience, @DefaultValue("10s") Duration clockSkew) {}
