package io.candour.portal;

import io.candour.portal.draft.Drafts;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfException;

/**
 * What happens around a sign-in. The page that somebody wanted is kept in their session as a path of ours, so that no link
 * can send them elsewhere afterwards.
 */
final class SignIn {
    private static final Logger LOGGER = LoggerFactory.getLogger(SignIn.class);
    private static final String GOAL = "candour.goal";
    private static final String CLIENT = SignIn.class.getName() + ".client";

    private final Issuer issuer;
    private final Clock clock;
    private final Duration idle;

    SignIn(Issuer issuer, Clock clock, Duration idle) {
        this.issuer = issuer;
        this.idle = idle;
        this.clock = clock;
    }

    /** Somebody who is not signed in wants a page: they sign in, and get there. What they sent is not kept. */
    void ask(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        if (!isReading(request)) {
            Problem.EXPIRED.show(request, response);
            return;
        }
        keepGoal(request);
        response.sendRedirect(Paths.SIGN_IN);
    }

    /** Signing in will lead to what this request asks for. */
    static void keepGoal(HttpServletRequest request) {
        String query = request.getQueryString();
        request.getSession().setAttribute(GOAL, Paths.of(request) + (query == null ? "" : "?" + query));
    }

    /** Not for them; or a form without what proves that our page sent it, which a session that has ended takes along. */
    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException, ServletException {
        if (failure instanceof CsrfException) {
            Problem.EXPIRED.show(request, response);
        } else {
            Problem.NOT_ALLOWED.show(request, response);
        }
    }

    static boolean isReading(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    /**
     * Nothing of an earlier visitor's session lives on; who signs in once more, maybe more safely, goes on with their forms.
     */
    void newSession(Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        HttpSession old = request.getSession(false);
        @Nullable Object goal = null;
        Consumer<HttpSession> drafts = fresh -> {};
        if (old != null) {
            goal = old.getAttribute(GOAL);
            if (isWhoWasHere(authentication)) {
                drafts = Drafts.carriedFrom(old);
            }
            // The sign-in at the issuer may be the same one, now stronger: it is not to end with the old session.
            old.removeAttribute(Tokens.IN_SESSION);
            old.invalidate();
        }
        if (goal != null) {
            request.getSession().setAttribute(GOAL, goal);
        }
        drafts.accept(request.getSession());
    }

    /** The security context is still that of the session before. */
    private static boolean isWhoWasHere(Authentication authentication) {
        return authentication.getPrincipal() instanceof OidcUser user
                && Arguments.visitor()
                        .filter(before -> before.subject().equals(user.getSubject()))
                        .isPresent();
    }

    /** The tokens wait in the request until the visitor's own session is there. */
    OAuth2AuthorizedClientRepository keepingTokens() {
        return new OAuth2AuthorizedClientRepository() {
            @Override
            public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                    String registration, Authentication principal, HttpServletRequest request) {
                return null;
            }

            @Override
            public void saveAuthorizedClient(
                    OAuth2AuthorizedClient client,
                    Authentication principal,
                    HttpServletRequest request,
                    HttpServletResponse response) {
                request.setAttribute(CLIENT, client);
            }

            @Override
            public void removeAuthorizedClient(
                    String registration,
                    Authentication principal,
                    HttpServletRequest request,
                    HttpServletResponse response) {
                request.removeAttribute(CLIENT);
            }
        };
    }

    void succeeded(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OAuth2AuthorizedClient client = (OAuth2AuthorizedClient)
                Optional.ofNullable(request.getAttribute(CLIENT)).orElseThrow();
        String refreshToken = Optional.ofNullable(client.getRefreshToken())
                .orElseThrow(() -> new IssuerAway("the issuer gave no refresh token"))
                .getTokenValue();
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval(Math.toIntExact(idle.toSeconds()));
        session.setAttribute(
                Tokens.IN_SESSION,
                new Tokens(issuer, clock, refreshToken, client.getAccessToken().getScopes()));
        String goal = Optional.ofNullable(session.getAttribute(GOAL))
                .map(Object::toString)
                .orElse(Paths.HOME);
        session.removeAttribute(GOAL);
        response.sendRedirect(goal);
    }

    /** A sign-in that was left off, begun in another tab, or that the issuer refused. */
    void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        LOGGER.info("A sign-in came to nothing: {}", failure.getMessage());
        Problem.NOT_SIGNED_IN.show(request, response);
    }
}
