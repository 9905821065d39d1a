package io.candour.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies a token once, not with each request that carries it: until it ends, and for a minute at most, so that a key
 * the issuer withdraws does not count for longer. What is refused is not remembered. Safe for use by many threads.
 */
final class RememberedTokens implements JwtDecoder {
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final JwtDecoder decoder;
    private final Cache<String, Jwt> verified;

    RememberedTokens(JwtDecoder decoder, Clock clock) {
        this.decoder = decoder;
        this.verified = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
                .expireAfter(Expiry.<String, Jwt>creating((value, token) -> life(token, clock.instant())))
                .build();
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = verified.getIfPresent(token);
        if (known != null) {
            return known;
        }
        // Not computed inside the cache, which holds up other tokens meanwhile: the issuer may take seconds.
        Jwt decoded = decoder.decode(token);
        verified.put(token, decoded);
        return decoded;
    }

    private static Duration life(Jwt token, Instant now) {
        Duration left = Optional.ofNullable(token.getExpiresAt())
                .map(end -> Duration.between(now, end))
                .orElse(Duration.ZERO);
        return left.compareTo(LONGEST) < 0 ? left.isNegative() ? Duration.ZERO : left : LONGEST;
    }
}
