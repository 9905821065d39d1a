package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * What the issuer is asked at {@code /sign-in/portal}: a code, with PKCE (RFC 7636); with {@code ?stronger}, of a visitor who
 * must show better who they are, as strongly as the server wants it (RFC 9470, section 4).
 */
final class AskingToSignIn implements OAuth2AuthorizationRequestResolver {
    static final String PATH = Paths.SIGN_IN + "/" + Paths.REGISTRATION;

    private final Issuer issuer;
    private final DefaultOAuth2AuthorizationRequestResolver requests;
    private final PortalSettings settings;

    AskingToSignIn(Issuer issuer, PortalSettings settings) {
        this.issuer = issuer;
        this.requests = new DefaultOAuth2AuthorizationRequestResolver(issuer, Paths.SIGN_IN);
        this.requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        this.settings = settings;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        // Elsewhere, and while the issuer is away, it is for the pages to answer.
        return Paths.of(request).equals(PATH) && issuer.isThere() ? stronger(requests.resolve(request), request) : null;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
        return stronger(requests.resolve(request, registration), request);
    }

    private @Nullable OAuth2AuthorizationRequest stronger(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request) {
        return asked == null || settings.stepUpAcr().isEmpty() || request.getParameter(Paths.STRONGER) == null
                ? asked
                : OAuth2AuthorizationRequest.from(asked)
                        .additionalParameters(all -> all.put("acr_values", String.join(" ", settings.stepUpAcr())))
                        .build();
    }
}
