package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

class HeaderTokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl-_",
                "Bearer abc==",
                "Bearer a+b/c~d",
                "bearer abc",
                "BEARER abc",
                "Bearer  abc",
                "Bearer abc ",
                "Bearer abc def",
                "Bearer abc,def",
                "Bearer abc=def",
                "Bearer ä",
                "Bearer ",
                "Bearer",
                "Basic abc",
                "",
                " Bearer abc"
            })
    void takesTheTokenThatSpringTakes(String header) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Authorization", header);
        Function<BearerTokenResolver, String> taken = resolver -> {
            try {
                return String.valueOf(resolver.resolve(request));
            } catch (OAuth2AuthenticationException refused) {
                return "refused: " + refused.getError().getErrorCode();
            }
        };
        assertThat(taken.apply(new HeaderToken())).isEqualTo(taken.apply(new DefaultBearerTokenResolver()));
    }
}
