package io.candour.server;

import io.candour.enforcement.Refusal;
import io.candour.enforcement.RequestLimits;
import io.candour.identity.LogOut;
import io.candour.identity.RevokedSessions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.transaction.TransactionException;

/**
 * Where the issuer tells that somebody has logged out (OpenID Connect Back-Channel Logout 1.0, section 2.5). Answers 200
 * once no token of that log-in counts any more, on any replica, and 400 where the token is none, was heard before, or the
 * log-out can't be kept (section 2.8).
 *
 * <p>Anybody may call it: what counts is who signed the token. Neither token nor names are logged.
 */
final class BackChannelLogoutServlet extends HttpServlet {
    static final String PATH = "/backchannel-logout";

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(BackChannelLogoutServlet.class);

    /** In bytes, of the form that holds it: many times any log-out token. */
    private static final int LONGEST = 16_384;

    private final transient JwtDecoder tokens;
    private final transient RevokedSessions sessions;
    private final transient RequestLimits limits;

    BackChannelLogoutServlet(JwtDecoder tokens, RevokedSessions sessions, RequestLimits limits) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.limits = limits;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Optional<String> token = token(request);
        if (token.isEmpty()) {
            refuse(request, response, "a form with one logout_token is expected");
            return;
        }
        try {
            if (sessions.end(LogOut.of(tokens.decode(token.get())))) {
                response.setStatus(HttpServletResponse.SC_OK);
            } else {
                refuse(request, response, "this log-out token was heard before");
            }
        } catch (BadJwtException e) {
            refuse(request, response, "the log-out token is not valid here");
        } catch (IllegalArgumentException e) {
            refuse(request, response, String.valueOf(e.getMessage()));
        } catch (JwtException | DataAccessException | TransactionException e) {
            LOGGER.warn("A log-out could not be kept: {}", e.getClass().getSimpleName());
            answer(response, "temporarily_unavailable", "the log-out could not be kept; send it again");
        }
    }

    /** From the body of the right form and length, and from nowhere else. */
    private static Optional<String> token(HttpServletRequest request) {
        boolean form = Optional.ofNullable(request.getContentType())
                .filter(type -> type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE))
                .isPresent();
        long length = request.getContentLengthLong();
        if (!form || request.getQueryString() != null || length < 0 || length > LONGEST) {
            return Optional.empty();
        }
        return Optional.ofNullable(request.getParameterValues("logout_token"))
                .filter(values -> values.length == 1)
                .map(values -> values[0]);
    }

    /** The text is ours, never the sender's. */
    private void refuse(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        Optional<RequestLimits.Refused> over = limits.unverified(request.getRemoteAddr());
        if (over.isPresent()) {
            Refusal.tooMany(response, over.get());
        } else {
            answer(response, "invalid_request", why);
        }
    }

    private static void answer(HttpServletResponse response, String error, String why) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("application/json");
        response.getOutputStream()
                .write(("{\"error\":\"" + error + "\",\"error_description\":\"" + why + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
