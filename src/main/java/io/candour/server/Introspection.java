package io.candour.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.server.IdentitySettings.IntrospectionSettings;
import java.net.URI;
import java.net.URLEncoder;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * Asks the issuer at each request whether a token of certain clients is still active (RFC 7662), once everything else about
 * it is verified. For clients whose log-outs the issuer can't tell; the answer is kept nowhere.
 */
final class Introspection implements JwtDecoder {
    private final JwtDecoder verified;
    private final IntrospectionSettings settings;
    private final RestTemplate http;

    /** @param verified takes tokens for all other reasons */
    Introspection(JwtDecoder verified, IntrospectionSettings settings, RestTemplate http) {
        this.verified = verified;
        this.settings = settings;
        this.http = http;
    }

    /** @throws JwtException if the issuer is away, or answers nothing that can be understood */
    @Override
    public Jwt decode(String token) {
        Jwt jwt = verified.decode(token);
        if (settings.clients().contains(String.valueOf(jwt.getClaimAsString("azp"))) && !isActive(token)) {
            throw new BadJwtException("the issuer says that the token is not active");
        }
        return jwt;
    }

    private boolean isActive(String token) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("token", token);
        form.add("token_type_hint", "access_token");
        try {
            JsonNode answer = http.exchange(
                            RequestEntity.post(URI.create(settings.uri()))
                                    // RFC 6749, section 2.3.1
                                    .headers(headers -> headers.setBasicAuth(
                                            URLEncoder.encode(settings.clientId(), UTF_8),
                                            URLEncoder.encode(settings.clientSecret(), UTF_8)))
                                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                                    .accept(MediaType.APPLICATION_JSON)
                                    .body(form),
                            JsonNode.class)
                    .getBody();
            if (answer == null || !answer.path("active").isBoolean()) {
                throw new JwtException("the issuer does not say whether the token is active");
            }
            return answer.path("active").booleanValue();
        } catch (RestClientException e) {
            throw new JwtException("the issuer is away", e);
        }
    }
}
