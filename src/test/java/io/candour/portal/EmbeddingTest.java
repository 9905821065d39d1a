package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.FilterChainProxy;

/** Whose pages may show these in a frame, as browsers are told. */
class EmbeddingTest {
    private static final List<String> NOBODY = List.of();
    private static final List<String> AN_APP = List.of("https://app.example", "https://app.example:8443");

    @EnableWebSecurity
    private static final class Web {}

    /** An answer to who is not signed in. */
    private static MockHttpServletResponse page(List<String> ancestors) throws Exception {
        PortalSettings settings = TriedSettings.at("https://records.example", ancestors);
        HttpClient http = HttpClient.newHttpClient();
        try (AnnotationConfigServletWebApplicationContext context =
                new AnnotationConfigServletWebApplicationContext()) {
            context.setServletContext(new MockServletContext());
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of(PortalSettings.SECRET, "a secret")));
            // As the pages are put together: a bean of theirs is called as its class.
            context.setBeanNameGenerator(new FullyQualifiedAnnotationBeanNameGenerator());
            context.register(Web.class, PortalSecurity.class);
            context.registerBean(PortalSettings.class, () -> settings);
            context.registerBean(HttpClient.class, () -> http);
            context.registerBean(Issuer.class, () -> new Issuer(http, settings));
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(Written.class, () -> new Written(settings));
            context.refresh();
            return answer(context.getBean(FilterChainProxy.class));
        }
    }

    private static MockHttpServletResponse answer(FilterChainProxy filters) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", Paths.SIGNED_OUT);
        request.setServletPath(Paths.SIGNED_OUT);
        MockHttpServletResponse response = new MockHttpServletResponse();
        filters.doFilter(request, response, new MockFilterChain());
        return response;
    }

    @Test
    void withoutAName_nobodyMay() throws Exception {
        MockHttpServletResponse page = page(NOBODY);
        assertThat(page.getHeader("Content-Security-Policy")).endsWith("; frame-ancestors 'none'");
        assertThat(page.getHeader("X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    void originsThatAreNamed_mayAndNobodyElse() throws Exception {
        MockHttpServletResponse page = page(AN_APP);
        assertThat(page.getHeader("Content-Security-Policy"))
                .endsWith("; frame-ancestors https://app.example https://app.example:8443");
        // It knows no list: a browser that goes by it would show nobody's frame.
        assertThat(page.getHeader("X-Frame-Options")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://records.example, '', Lax, true",
        "https://records.example, https://app.example, None, true",
        "http://localhost:8080, https://app.example, Lax, false"
    })
    void cookie_comesAlongInAnothersFrameOnlyWhereOneIsNamed(
            String url, String ancestor, String sameSite, boolean secure) throws ServletException {
        MockServletContext context = new MockServletContext();
        new PortalConfiguration()
                .sessionCookie(TriedSettings.at(url, ancestor.isEmpty() ? NOBODY : List.of(ancestor)))
                .onStartup(context);
        assertThat(context.getSessionCookieConfig().getAttribute("SameSite")).isEqualTo(sameSite);
        // Browsers take 'None' of a secure cookie alone.
        assertThat(context.getSessionCookieConfig().isSecure()).isEqualTo(secure);
    }
}
