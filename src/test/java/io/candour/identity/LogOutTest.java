package io.candour.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.Jwt;

/** OpenID Connect Back-Channel Logout 1.0, section 2.6, of a token that is genuine. */
class LogOutTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aWholeTokenIsRead() {
        assertThat(LogOut.of(token(claims -> {})))
                .isEqualTo(new LogOut("j", Optional.of("s"), Optional.of("u"), NOON, NOON.plusSeconds(120)));
    }

    @Test
    void sessionOrUserIsEnough() {
        assertThat(LogOut.of(token(claims -> claims.remove("sid"))).subject()).contains("u");
        assertThat(LogOut.of(token(claims -> claims.remove("sub"))).sid()).contains("s");
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("events is missing", claims -> claims.remove("events")),
                bad("events is a text", claims -> claims.put("events", LogOut.EVENT)),
                bad("events is a list", claims -> claims.put("events", List.of(LogOut.EVENT))),
                bad("another event", claims -> claims.put("events", Map.of("urn:other", Map.of()))),
                bad("the event is no object", claims -> claims.put("events", Map.of(LogOut.EVENT, true))),
                bad("a nonce", claims -> claims.put("nonce", "n")),
                bad("jti is missing", claims -> claims.remove("jti")),
                bad("jti is empty", claims -> claims.put("jti", "")),
                bad("jti is too long", claims -> claims.put("jti", "j".repeat(256))),
                bad("jti has a NUL", claims -> claims.put("jti", "j\u0000")),
                bad("jti is a number", claims -> claims.put("jti", 1)),
                bad("sid is a list", claims -> claims.put("sid", List.of("s"))),
                bad("sid is empty", claims -> claims.put("sid", "")),
                bad("neither session nor user", claims -> {
                    claims.remove("sid");
                    claims.remove("sub");
                }));
    }

    private static Arguments bad(String what, Consumer<Map<String, Object>> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void whatIsNoLogOutTokenIsRefused(String what, Consumer<Map<String, Object>> change) {
        assertThatThrownBy(() -> LogOut.of(token(change))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Jwt token(Consumer<Map<String, Object>> change) {
        return Jwt.withTokenValue("x")
                .header("alg", "RS256")
                .subject("u")
                .claim("sid", "s")
                .jti("j")
                .issuedAt(NOON)
                .expiresAt(NOON.plusSeconds(120))
                .claim("events", Map.of(LogOut.EVENT, Map.of()))
                .claims(change)
                .build();
    }
}
