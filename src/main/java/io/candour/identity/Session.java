package io.candour.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The log-in at the issuer that a token came of, as far as the issuer can end it: by the session's own id, or by the user
 * whose sessions all end (OpenID Connect Back-Channel Logout 1.0, section 2.4).
 *
 * @param id the claim {@code sid}; a client's own tokens have none
 * @param issuedAt when the token was issued, to the second
 */
public record Session(Optional<String> id, String subject, Instant issuedAt) {
    public Session {
        id = id.filter(each -> !each.isEmpty());
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** @param token verified, and so with the claims {@code sub} and {@code iat} */
    static Session of(Jwt token) {
        return new Session(
                Optional.ofNullable(token.getClaimAsString("sid")),
                token.getSubject(),
                Optional.ofNullable(token.getIssuedAt()).orElseThrow());
    }

    /** What revocations of it are filed under. */
    public List<String> names() {
        return id.map(sid -> List.of(named(sid), ofUser(subject))).orElseGet(() -> List.of(ofUser(subject)));
    }

    /** What the revocation of one session is filed under. */
    static String named(String sid) {
        return "sid:" + sid;
    }

    /** What the revocation of all a user's sessions is filed under. */
    static String ofUser(String subject) {
        return "sub:" + subject;
    }

    /** As the access log keeps it; equal for equal sessions, and {@link #parse} reads it back. */
    public String text() {
        return issuedAt.getEpochSecond() + " " + URLEncoder.encode(subject, UTF_8) + " "
                + id.map(sid -> URLEncoder.encode(sid, UTF_8)).orElse("");
    }

    /** @throws IllegalArgumentException if {@link #text} did not write it */
    public static Session parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a session: it has " + parts.length + " parts");
        }
        return new Session(
                Optional.of(URLDecoder.decode(parts[2], UTF_8)),
                URLDecoder.decode(parts[1], UTF_8),
                Instant.ofEpochSecond(Long.parseLong(parts[0])));
    }
}
