package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

class RememberedTokensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicInteger verified = new AtomicInteger();
    private Instant now = START;
    private final RememberedTokens tokens = new RememberedTokens(this::verify, clock());

    @Test
    void decode_WhenATokenComesAgain_ThenItIsVerifiedOnce() {
        assertThat(tokens.decode("300")).isSameAs(tokens.decode("300"));
        assertThat(verified).hasValue(1);
        assertThat(tokens.decode("301").getTokenValue()).isEqualTo("301");
    }

    @Test
    void decode_WhenAMinuteIsOver_ThenItIsVerifiedAgain() {
        tokens.decode("300");
        now = START.plusSeconds(59);
        tokens.decode("300");
        assertThat(verified).hasValue(1);

        now = START.plusSeconds(61);
        tokens.decode("300");

        assertThat(verified).hasValue(2);
    }

    @Test
    void decode_WhenItEndsBeforeTheMinute_ThenItIsRefusedFromThenOn() {
        tokens.decode("20");
        now = START.plusSeconds(19);
        tokens.decode("20");
        now = START.plusSeconds(21);

        assertThatThrownBy(() -> tokens.decode("20")).isInstanceOf(BadJwtException.class);
    }

    @Test
    void decode_WhenRefused_ThenThatIsNotRemembered() {
        assertThatThrownBy(() -> tokens.decode("-5")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> tokens.decode("-5")).isInstanceOf(BadJwtException.class);
        assertThat(verified).hasValue(2);
    }

    /** A token is the seconds it lives. */
    private Jwt verify(String token) {
        verified.incrementAndGet();
        Instant end = START.plusSeconds(Long.parseLong(token));
        if (!now.isBefore(end)) {
            throw new BadJwtException("expired");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .claim("sub", "somebody")
                .expiresAt(end)
                .build();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
