package io.candour.portal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestOperations;

/**
 * Verifies ID tokens as Spring does (OpenID Connect Core 1.0, section 3.1.3.7), but for waiting: an issuer that hangs while
 * its keys are fetched would hold the visitor's thread for good.
 */
final class IdTokens implements JwtDecoderFactory<ClientRegistration> {
    private final Map<String, JwtDecoder> byKeys = new ConcurrentHashMap<>();
    private final RestOperations http = new RestTemplateBuilder()
            .connectTimeout(Issuer.PATIENCE)
            .readTimeout(Issuer.PATIENCE)
            .build();

    @Override
    public JwtDecoder createDecoder(ClientRegistration registration) {
        return byKeys.computeIfAbsent(registration.getProviderDetails().getJwkSetUri(), uri -> {
            NimbusJwtDecoder decoder =
                    NimbusJwtDecoder.withJwkSetUri(uri).restOperations(http).build();
            decoder.setClaimSetConverter(
                    new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
            return decoder;
        });
    }
}
