package io.candour.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.web.client.RestTemplate;

/** An issuer on the loopback interface: discovery, keys, introspection; signs whatever a test wants signed. */
final class LocalIssuer implements AutoCloseable {
    static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final RSAKey key;
    private final RSAKey otherKey;
    private final HttpServer server;
    private volatile String introspected = "{\"active\": true}";
    private volatile String introspection = "";

    LocalIssuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("key").generate();
        otherKey = new RSAKeyGenerator(2048).keyID("key").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> send(
                        exchange,
                        """
                        {"issuer": "%s", "jwks_uri": "%s/keys", "subject_types_supported": ["public"]}"""
                                .formatted(url(), url())));
        server.createContext("/keys", exchange -> send(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/introspect", exchange -> {
            introspection = exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            send(exchange, introspected);
        });
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** As a server configured for this issuer has them. */
    IdentitySettings settings(List<String> introspectedClients) {
        return new IdentitySettings(
                url(),
                "candour",
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                List.of("app", "portal"),
                List.of(),
                new IdentitySettings.IntrospectionSettings(
                        introspectedClients, url() + "/introspect", "candour", "a secret"));
    }

    static RestTemplate http() {
        return new RestTemplateBuilder()
                .connectTimeout(Duration.ofSeconds(3))
                .readTimeout(Duration.ofSeconds(3))
                .build();
    }

    /** What introspection answers from now on. */
    void introspects(String answer) {
        introspected = answer;
    }

    /** Authorization header and form of the last introspection. */
    String lastIntrospection() {
        return introspection;
    }

    JWTClaimsSet.Builder access() {
        return common().audience("candour").claim("azp", "app").claim("sid", "session");
    }

    JWTClaimsSet.Builder logOut() {
        return common().audience("app")
                .claim("sid", "session")
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of(EVENT, Map.of()));
    }

    private JWTClaimsSet.Builder common() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject("user")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)));
    }

    String sign(JWTClaimsSet.Builder claims, String type) throws JOSEException {
        return sign(claims, type, JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    /** By a key that calls itself the issuer's. */
    String forge(JWTClaimsSet.Builder claims, String type) throws JOSEException {
        return sign(claims, type, JWSAlgorithm.RS256, new RSASSASigner(otherKey));
    }

    /** With the issuer's public key as a shared secret, which anybody can do. */
    String signWithPublicKey(JWTClaimsSet.Builder claims, String type) throws JOSEException {
        return sign(
                claims,
                type,
                JWSAlgorithm.HS256,
                new MACSigner(key.toRSAPublicKey().getEncoded()));
    }

    String unsigned(JWTClaimsSet.Builder claims) {
        return new PlainJWT(claims.build()).serialize();
    }

    private static String sign(JWTClaimsSet.Builder claims, String type, JWSAlgorithm algorithm, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID("key")
                        .type(new JOSEObjectType(type))
                        .build(),
                claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static void send(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
