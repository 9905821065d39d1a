package io.candour.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a log-out token says (OpenID Connect Back-Channel Logout 1.0, section 2.4): which session ended, or whose all did.
 *
 * @param tokenId the claim {@code jti}
 * @param sid the session that ended; empty where all sessions of {@code subject} did
 */
public record LogOut(
        String tokenId, Optional<String> sid, Optional<String> subject, Instant issuedAt, Instant expiresAt) {
    static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    /** OpenID Connect Core 1.0, section 2 bounds {@code sub} so; nobody needs more for the others. */
    private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,255}");

    public LogOut {
        if (sid.isEmpty() && subject.isEmpty()) {
            throw new IllegalArgumentException("it names neither a session nor a user");
        }
    }

    /**
     * Reads a token whose signature, issuer, audience and times have been verified; the rest of section 2.6 is checked
     * here, but for the replay of {@code jti}, which {@link RevokedSessions#end} refuses.
     *
     * @throws IllegalArgumentException saying in a few words, none of them the token's, why it is no log-out token
     */
    public static LogOut of(Jwt token) {
        if (!(token.getClaims().get("events") instanceof Map<?, ?> events)
                || !(events.get(EVENT) instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("events does not tell of a log-out");
        }
        if (token.hasClaim("nonce")) {
            throw new IllegalArgumentException("a log-out token has no nonce");
        }
        String tokenId =
                name(token, "jti").orElseThrow(() -> new IllegalArgumentException("a log-out token has a jti"));
        return new LogOut(
                tokenId,
                name(token, "sid"),
                name(token, "sub"),
                Optional.ofNullable(token.getIssuedAt())
                        .orElseThrow(() -> new IllegalArgumentException("iat is missing")),
                Optional.ofNullable(token.getExpiresAt())
                        .orElseThrow(() -> new IllegalArgumentException("exp is missing")));
    }

    private static Optional<String> name(Jwt token, String claim) {
        Object value = token.getClaims().get(claim);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || !NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(claim + " can't be read");
        }
        return Optional.of(text);
    }
}
