package io.candour.portal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;

/**
 * Who signs visitors in: an OpenID Connect issuer, found by its discovery document when it is first needed, so that one
 * that is away does not stop the start. Safe for use by many threads.
 */
final class Issuer implements ClientRegistrationRepository {
    /** What a refresh gives. */
    record Refreshed(String accessToken, long seconds, Optional<String> refreshToken) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Issuer.class);
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpClient http;
    private final PortalSettings settings;
    private volatile Optional<ClientRegistration> known = Optional.empty();

    Issuer(HttpClient http, PortalSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        return id.equals(Paths.REGISTRATION) ? registration() : null;
    }

    /** @throws IssuerAway while it is */
    ClientRegistration registration() {
        ClientRegistration registration = known.orElseGet(this::discover);
        known = Optional.of(registration);
        return registration;
    }

    /** Whether it can be asked, or could be before. */
    boolean isThere() {
        try {
            registration();
            return true;
        } catch (IssuerAway e) {
            return false;
        }
    }

    private ClientRegistration discover() {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(settings.issuer() + "/.well-known/openid-configuration")));
        if (answer.statusCode() != 200) {
            throw new IssuerAway("the issuer's discovery document is answered with " + answer.statusCode());
        }
        Map<String, Object> configuration = json(answer);
        if (!settings.issuer().equals(configuration.get("issuer"))) {
            throw new IssuerAway("the issuer calls itself otherwise");
        }
        return ClientRegistrations.fromOidcConfiguration(configuration)
                .registrationId(Paths.REGISTRATION)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .redirectUri(settings.url() + Paths.SIGNED_IN)
                // All that pages say of a visitor is in the ID token.
                .userInfoUri(null)
                .scope(Acting.allScopes())
                .build();
    }

    /**
     * Fetches a token of these scopes (RFC 6749, section 6).
     *
     * @throws SignInAgain where the issuer says that the sign-in is over
     * @throws IssuerAway where it says nothing, or that it can't
     */
    Refreshed refresh(String refreshToken, Set<String> scopes) {
        HttpResponse<String> answer = post(
                registration().getProviderDetails().getTokenUri(),
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        refreshToken,
                        "scope",
                        String.join(" ", scopes)));
        if (answer.statusCode() == 400 && "invalid_grant".equals(json(answer).get("error"))) {
            throw new SignInAgain();
        }
        if (answer.statusCode() != 200) {
            LOGGER.warn("The issuer refused to refresh a token: {}", answer.statusCode());
            throw new IssuerAway("a token could not be refreshed: " + answer.statusCode());
        }
        Map<String, Object> tokens = json(answer);
        if (!(tokens.get("access_token") instanceof String access)
                || !(tokens.get("expires_in") instanceof Number seconds)) {
            throw new IssuerAway("the issuer's answer has no token");
        }
        return new Refreshed(
                access,
                seconds.longValue(),
                Optional.ofNullable(tokens.get("refresh_token")).map(Object::toString));
    }

    /** Ends the sign-in at the issuer, for a visitor who is not here to be sent there. Never throws. */
    void end(String refreshToken) {
        try {
            Object uri = registration()
                    .getProviderDetails()
                    .getConfigurationMetadata()
                    .get("end_session_endpoint");
            if (uri != null) {
                int status = post(uri.toString(), Map.of("refresh_token", refreshToken))
                        .statusCode();
                LOGGER.debug("A sign-in that timed out was ended at the issuer: {}", status);
            }
        } catch (IssuerAway e) {
            LOGGER.warn("A sign-in that timed out here goes on at the issuer: {}", e.getMessage());
        }
    }

    private HttpResponse<String> post(String url, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("client_id", settings.clientId());
        all.put("client_secret", settings.clientSecret());
        String form = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + Fhir.encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IssuerAway("the issuer does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssuerAway("interrupted while the issuer was asked", e);
        }
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        try {
            return JSON.readValue(answer.body(), new TypeReference<Map<String, Object>>() {});
        } catch (JacksonException e) {
            throw new IssuerAway("the issuer's answer can't be read", e);
        }
    }
}
