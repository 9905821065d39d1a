package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Ends a visit here and at the issuer (OpenID Connect RP-Initiated Logout 1.0): who signs out is sent there with the ID
 * token, and comes back to {@code /signed-out}. Who only goes away is signed out there as well, by {@link TimedOut}.
 */
final class SignOut implements LogoutSuccessHandler {
    private final Issuer issuer;
    private final PortalSettings settings;

    SignOut(Issuer issuer, PortalSettings settings) {
        this.issuer = issuer;
        this.settings = settings;
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException {
        String here = settings.url() + Paths.SIGNED_OUT;
        if (!(authentication instanceof OAuth2AuthenticationToken token)
                || !(token.getPrincipal() instanceof OidcUser user)) {
            response.sendRedirect(here);
            return;
        }
        Object there = issuer.registration()
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("end_session_endpoint");
        response.sendRedirect(
                there == null
                        ? here
                        : UriComponentsBuilder.fromUriString(there.toString())
                                .queryParam("id_token_hint", user.getIdToken().getTokenValue())
                                .queryParam("post_logout_redirect_uri", here)
                                .encode()
                                .build()
                                .toUriString());
    }

    /** The visitor is sent to the issuer: {@link TimedOut} is not to go there beforehand. */
    static void forget(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        Optional.ofNullable(request.getSession(false)).ifPresent(session -> session.removeAttribute(Tokens.IN_SESSION));
    }

    /**
     * A session that ends by itself ends at the issuer too: the next one at this browser must sign in. A server that stops
     * ends all of its sessions as well, and signs nobody out: who goes on with a page is signed in again without being asked.
     */
    static final class TimedOut implements HttpSessionListener {
        private final Issuer issuer;
        private final Executor elsewhere;
        private final BooleanSupplier serving;

        /** @param serving whether this server goes on */
        TimedOut(Issuer issuer, Executor elsewhere, BooleanSupplier serving) {
            this.issuer = issuer;
            this.elsewhere = elsewhere;
            this.serving = serving;
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            HttpSession session = event.getSession();
            if (serving.getAsBoolean() && session.getAttribute(Tokens.IN_SESSION) instanceof Tokens tokens) {
                elsewhere.execute(() -> issuer.end(tokens.refreshToken()));
            }
        }
    }
}
