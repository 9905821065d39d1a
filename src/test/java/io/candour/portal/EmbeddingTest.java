package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockServletContext;

/** Whose pages may show these in a frame, as browsers are told. */
class EmbeddingTest {
    private static final List<String> NOBODY = List.of();

    private static PortalSettings settings(String url, List<String> ancestors) {
        return new PortalSettings(
                url,
                "http://localhost:8080/fhir",
                "http://localhost:8080/fhir",
                "https://issuer.example",
                "portal",
                "a secret",
                Duration.ofMinutes(20),
                Duration.ofMinutes(2),
                ancestors,
                List.of());
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
                .sessionCookie(settings(url, ancestor.isEmpty() ? NOBODY : List.of(ancestor)))
                .onStartup(context);
        assertThat(context.getSessionCookieConfig().getAttribute("SameSite")).isEqualTo(sameSite);
        // Browsers take 'None' of a secure cookie alone.
        assertThat(context.getSessionCookieConfig().isSecure()).isEqualTo(secure);
    }
}
