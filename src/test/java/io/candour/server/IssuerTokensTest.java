package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Access tokens: how long they may live, and introspection, against an issuer that signs anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerTokensTest {
    private LocalIssuer issuer;
    private JwtDecoder access;

    @BeforeAll
    void start() throws IOException, JOSEException {
        issuer = new LocalIssuer();
        access = new IssuerTokens(issuer.settings(List.of()), LocalIssuer.http()).access();
    }

    @AfterAll
    void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt"})
    void accessTokenIsTaken(String type) throws JOSEException {
        assertThat(access.decode(issuer.sign(issuer.access(), type)).getSubject())
                .isEqualTo("user");
    }

    @Test
    void aTokenThatLivesJustAsLongAsAllowedIsTaken() throws JOSEException {
        assertThat(access.decode(issuer.sign(lives(3_600), "JWT")).getSubject()).isEqualTo("user");
    }

    /** An issuer that reads its clock twice does this where a second passes in between. */
    @Test
    void aTokenWhoseTimesWereRoundedIsTaken() throws JOSEException {
        assertThat(access.decode(issuer.sign(lives(3_601), "JWT")).getSubject()).isEqualTo("user");
    }

    @Test
    void aTokenThatLivesLongerIsRefused() {
        refused(lives(3_602));
        refused(lives(86_400 * 365L));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("no iat", claims -> claims.issueTime(null)),
                bad("no exp", claims -> claims.expirationTime(null)),
                bad("issued in the future", claims -> claims.issueTime(in(60)).expirationTime(in(120))),
                bad("expired", claims -> claims.issueTime(in(-60)).expirationTime(in(-30))),
                bad("not yet", claims -> claims.notBeforeTime(in(60))),
                bad("another's", claims -> claims.issuer("https://elsewhere.example")),
                bad("for another server", claims -> claims.audience("elsewhere")),
                bad("for nobody", claims -> claims.audience((String) null)));
    }

    private static Arguments bad(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aTokenThatSaysSomethingWrongIsRefused(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        refused(change.apply(issuer.access()));
    }

    @Test
    void aLogOutTokenIsNoAccessToken() {
        assertThatThrownBy(() -> access.decode(issuer.sign(issuer.logOut().audience("candour"), "logout+jwt")))
                .isInstanceOf(BadJwtException.class);
    }

    @Test
    void introspectionAsksForNamedClientsAlone() throws JOSEException {
        issuer.introspects("{\"active\": false}");
        JwtDecoder introspecting = introspecting("app");
        JwtDecoder others = introspecting("portal");
        String token = issuer.sign(issuer.access(), "JWT");

        assertThatThrownBy(() -> introspecting.decode(token)).isInstanceOf(BadJwtException.class);
        assertThat(others.decode(token).getSubject()).isEqualTo("user");
        assertThat(issuer.lastIntrospection())
                .startsWith("Basic Y2FuZG91cjphK3NlY3JldA== ")
                .contains("token=" + token);
    }

    @Test
    void introspectionWhenActiveThenTheTokenIsTaken() throws JOSEException {
        issuer.introspects("{\"active\": true}");
        assertThat(introspecting("app")
                        .decode(issuer.sign(issuer.access(), "JWT"))
                        .getSubject())
                .isEqualTo("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "nonsense", "{\"active\": \"true\"}", "{\"active\": null}"})
    void introspectionWhenTheAnswerIsNoneThenTheTokenIsNotTakenAndNotCalledBad(String answer) throws JOSEException {
        issuer.introspects(answer);
        String token = issuer.sign(issuer.access(), "JWT");
        assertThatThrownBy(() -> introspecting("app").decode(token))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    private JwtDecoder introspecting(String client) {
        IdentitySettings settings = issuer.settings(List.of(client));
        return new Introspection(access, settings.introspection(), LocalIssuer.http());
    }

    private JWTClaimsSet.Builder lives(long seconds) {
        Instant now = Instant.now();
        return issuer.access().issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(seconds)));
    }

    private void refused(JWTClaimsSet.Builder claims) {
        assertThatThrownBy(() -> access.decode(issuer.sign(claims, "JWT"))).isInstanceOf(BadJwtException.class);
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
