package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** What of a session is still there after signing in once more. */
class SignInTest {
    private final MockHttpSession old = new MockHttpSession();
    private final Draft draft = Drafts.of(old).begin("appoint", "17");
    private final SignIn signIn = new SignIn(
            new Issuer(HttpClient.newHttpClient(), TriedSettings.at(TriedSettings.URL, List.of())),
            Clock.systemUTC(),
            Duration.ofMinutes(20));

    private static OAuth2AuthenticationToken person(String subject) {
        Instant now = Instant.now();
        return new OAuth2AuthenticationToken(
                new DefaultOidcUser(
                        List.of(), new OidcIdToken("token", now, now.plusSeconds(60), Map.of("sub", subject))),
                List.of(),
                "portal");
    }

    private Optional<Draft> draftAfter(OAuth2AuthenticationToken arriving) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/signed-in");
        request.setSession(old);
        signIn.newSession(arriving, request, new MockHttpServletResponse());
        assertThat(old.isInvalid()).isTrue();
        return Drafts.of(Objects.requireNonNull(request.getSession())).find(draft.id(), "appoint", "17");
    }

    @AfterEach
    void forget() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void whoSignsInOnceMore_goesOnWithTheirForms() {
        SecurityContextHolder.setContext(new SecurityContextImpl(person("ada")));
        assertThat(draftAfter(person("ada"))).contains(draft);
    }

    @Test
    void somebodyElse_findsNothingOfThem() {
        SecurityContextHolder.setContext(new SecurityContextImpl(person("ada")));
        assertThat(draftAfter(person("bob"))).isEmpty();
    }

    @Test
    void whoIsNobodyKnown_findsNothing() {
        assertThat(draftAfter(person("ada"))).isEmpty();
    }
}
