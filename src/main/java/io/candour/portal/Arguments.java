package io.candour.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpClient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands controllers the {@link Visitor}, their way to the server ({@link Fhir}), and {@link Whose} record it is about. */
final class Arguments implements HandlerMethodArgumentResolver {
    static final String VISITOR = "visitor";
    static final String WHOSE = "whose";

    private final HttpClient http;
    private final PortalSettings settings;

    Arguments(HttpClient http, PortalSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Visitor.class || type == Fhir.class || type == Whose.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Optional.ofNullable(webRequest.getNativeRequest(HttpServletRequest.class))
                .orElseThrow();
        Class<?> type = parameter.getParameterType();
        if (type == Visitor.class) {
            return visitor().orElseThrow(SignInAgain::new);
        }
        if (type == Fhir.class) {
            return fhir(request);
        }
        return Optional.ofNullable(request.getAttribute(WHOSE))
                .orElseThrow(() -> new IllegalStateException("Only pages under /record/{who} are about a record"));
    }

    /** Of this request; also for pages that are shown before the request gets as far as a controller. */
    static Optional<Visitor> visitor() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2AuthenticationToken token
                        && token.getPrincipal() instanceof OidcUser user
                ? Optional.of(Visitor.of(user))
                : Optional.empty();
    }

    /** As what the request's path says. The token is fetched when it is first needed. */
    Fhir fhir(HttpServletRequest request) {
        return fhir(request, Acting.of(request));
    }

    /** As something else than the path says. */
    Fhir fhir(HttpServletRequest request, Acting acting) {
        return new Fhir(
                http,
                settings,
                () -> acting == Acting.ANYBODY
                        ? Optional.empty()
                        : Optional.of(tokens(request).of(acting)));
    }

    private static Tokens tokens(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false))
                .map(session -> session.getAttribute(Tokens.IN_SESSION))
                .map(Tokens.class::cast)
                .orElseThrow(SignInAgain::new);
    }
}
