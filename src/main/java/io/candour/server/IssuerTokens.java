package io.candour.server;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.web.client.RestTemplate;

/**
 * Verifies what the issuer signed: by its keys, its name, the audience, and times that are there, not over, and not
 * further apart than allowed.
 *
 * <p>The issuer's keys are found when the first token comes and looked for again until they are, so that an issuer that
 * is away stops neither the start nor what comes after.
 */
final class IssuerTokens {
    private final IdentitySettings settings;
    private final RestTemplate http;

    IssuerTokens(IdentitySettings settings, RestTemplate http) {
        this.settings = settings;
        this.http = http;
    }

    /** Takes access tokens for this server. An issuer that is away is a {@link JwtException}, a bad token a {@link BadJwtException}. */
    JwtDecoder access() {
        JwtDecoder decoder = decoder(List.of(settings.audience()), JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));
        return token -> {
            Jwt verified = decoder.decode(token);
            if (verified.getSubject() == null || verified.getSubject().isBlank()) {
                throw new BadJwtException("the token does not say whose it is");
            }
            return verified;
        };
    }

    /**
     * Takes log-out tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6, steps 1 to 3) meant for one of the clients
     * whose log-outs this server is told; fails as {@link #access} does.
     */
    JwtDecoder logOut() {
        return decoder(settings.logOutClients(), JOSEObjectType.JWT, new JOSEObjectType("logout+jwt"));
    }

    /** @param types that the header {@code typ} may name; without one it is taken too */
    private JwtDecoder decoder(Collection<String> audience, JOSEObjectType... types) {
        JOSEObjectType[] known = Arrays.copyOf(types, types.length + 1);
        JwtDecoder lazy = new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(settings.issuer())
                    .restOperations(http)
                    .jwtProcessorCustomizer(processor ->
                            processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<SecurityContext>(known)))
                    .build();
            decoder.setClaimSetConverter(timed());
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    new JwtTimestampValidator(settings.clockSkew()),
                    new JwtIssuerValidator(settings.issuer()),
                    new JwtClaimValidator<List<String>>(
                            JwtClaimNames.AUD,
                            named -> named != null && named.stream().anyMatch(audience::contains)),
                    life(settings.longestLife(), settings.clockSkew())));
            return decoder;
        });
        return token -> {
            try {
                return lazy.decode(token);
            } catch (JwtDecoderInitializationException e) {
                // A JwtException is what Spring Security tells apart from a bad token.
                throw new JwtException("the issuer is away", e);
            }
        };
    }

    /** Spring would make up a time of issue where there is none, and the token's life could not be told. */
    private static Converter<Map<String, Object>, Map<String, Object>> timed() {
        Converter<Map<String, Object>, Map<String, Object>> standard =
                MappedJwtClaimSetConverter.withDefaults(Map.of());
        return claims -> {
            if (!claims.containsKey(JwtClaimNames.IAT) || !claims.containsKey(JwtClaimNames.EXP)) {
                throw new BadJwtException("the token does not say when it was issued and when it ends");
            }
            return Optional.ofNullable(standard.convert(claims)).orElseThrow();
        };
    }

    /** Refuses tokens that live longer than this, or that are issued in the future. */
    static OAuth2TokenValidator<Jwt> life(Duration longest, Duration skew) {
        OAuth2TokenValidatorResult tooLong = OAuth2TokenValidatorResult.failure(
                new OAuth2Error("invalid_token", "the token lives longer than this server allows", null));
        return token -> {
            Instant issued = token.getIssuedAt();
            Instant expires = token.getExpiresAt();
            boolean bounded = issued != null
                    && expires != null
                    && !expires.isAfter(issued.plus(longest))
                    && !issued.isAfter(Instant.now().plus(skew));
            return bounded ? OAuth2TokenValidatorResult.success() : tooLong;
        };
    }
}
