package io.candour.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * {@code /.well-known/smart-configuration} (SMART App Launch 2.2, 'Conformance'): the issuer's endpoints, as its own
 * discovery document gives them, and what of SMART is supported. 503 while the issuer is away.
 */
final class SmartConfigurationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final List<String> ENDPOINTS = List.of(
            "issuer",
            "jwks_uri",
            "authorization_endpoint",
            "token_endpoint",
            "introspection_endpoint",
            "revocation_endpoint",
            "grant_types_supported",
            "token_endpoint_auth_methods_supported",
            // What a challenge for a stronger log-in may name (RFC 9470, section 7).
            "acr_values_supported");
    private static final List<String> CAPABILITIES = List.of(
            "launch-standalone",
            "client-public",
            "client-confidential-symmetric",
            "context-standalone-patient",
            "permission-patient",
            "permission-user",
            "permission-v1",
            "permission-v2",
            "sso-openid-connect");
    private static final List<String> SCOPES = List.of(
            "openid", "fhirUser", "launch/patient", "patient/*.rs", "patient/*.cruds", "user/*.rs", "user/*.cruds");

    private final String issuer;
    private final transient RestTemplate http;
    private final transient ObjectMapper json;

    SmartConfigurationServlet(String issuer, RestTemplate http, ObjectMapper json) {
        this.issuer = issuer;
        this.http = http;
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ObjectNode configuration = json.createObjectNode();
        try {
            JsonNode discovered = http.getForObject(issuer + "/.well-known/openid-configuration", JsonNode.class);
            if (discovered != null) {
                ENDPOINTS.stream()
                        .filter(discovered::has)
                        .forEach(name -> configuration.set(name, discovered.get(name)));
            }
        } catch (RestClientException e) {
            SecurityConfiguration.issuerAway(response);
            return;
        }
        CAPABILITIES.forEach(configuration.withArray("capabilities")::add);
        SCOPES.forEach(configuration.withArray("scopes_supported")::add);
        configuration.withArray("response_types_supported").add("code");
        configuration.withArray("code_challenge_methods_supported").add("S256");
        response.setContentType("application/json");
        json.writeValue(response.getOutputStream(), configuration);
    }
}
