package io.candour.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.candour.choice.ChoiceDatabase;
import io.candour.enforcement.RequestLimits;
import io.candour.identity.RevokedSessions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** OpenID Connect Back-Channel Logout 1.0 against an issuer that signs anything, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackChannelLogoutServletTest {
    private static final String TYPE = "logout+jwt";

    private LocalIssuer issuer;
    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final JdbcTemplate jdbc = database.jdbc();
    private BackChannelLogoutServlet servlet;

    @BeforeAll
    void start() throws IOException, JOSEException {
        issuer = new LocalIssuer();
        servlet = servlet(1_000);
    }

    private BackChannelLogoutServlet servlet(int unverifiedAMinute) {
        return new BackChannelLogoutServlet(
                new IssuerTokens(issuer.settings(List.of()), LocalIssuer.http()).logOut(),
                new RevokedSessions(jdbc, database.transactions(), Duration.ofHours(1)),
                new RequestLimits(1, 1, unverifiedAMinute, new SimpleMeterRegistry()));
    }

    @AfterAll
    void stop() throws IOException {
        issuer.close();
    }

    @BeforeEach
    void empty() {
        jdbc.execute("truncate candour.revoked_session, candour.heard_logout");
    }

    @Test
    void aLogOutOfASessionEndsThatSession() throws Exception {
        MockHttpServletResponse response = post(issuer.sign(issuer.logOut(), TYPE));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(ended()).containsExactly("sid:session");
    }

    @Test
    void aLogOutOfAUserEndsAllTheirSessions() throws Exception {
        assertThat(post(issuer.sign(issuer.logOut().claim("sid", null), TYPE)).getStatus())
                .isEqualTo(200);
        assertThat(ended()).containsExactly("sub:user");
    }

    @Test
    void aTokenWithoutATypeOfItsOwnIsTakenToo() throws Exception {
        assertThat(post(issuer.sign(issuer.logOut(), "JWT")).getStatus()).isEqualTo(200);
    }

    @Test
    void aTokenThatWasHeardIsRefused() throws Exception {
        String token = issuer.sign(issuer.logOut(), TYPE);
        assertThat(post(token).getStatus()).isEqualTo(200);

        refused(post(token));
        assertThat(ended()).hasSize(1);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("for another client", claims -> claims.audience("another")),
                bad("for this server, as access tokens are", claims -> claims.audience("candour")),
                bad("for nobody", claims -> claims.audience((String) null)),
                bad("of another issuer", claims -> claims.issuer("https://elsewhere.example")),
                bad("with a nonce", claims -> claims.claim("nonce", "n")),
                bad("without events", claims -> claims.claim("events", null)),
                bad("of another event", claims -> claims.claim("events", Map.of("urn:other", Map.of()))),
                bad("without jti", claims -> claims.jwtID(null)),
                bad("without iat", claims -> claims.issueTime(null)),
                bad("without exp", claims -> claims.expirationTime(null)),
                bad("expired", claims -> claims.issueTime(in(-300)).expirationTime(in(-180))),
                bad("of the future", claims -> claims.issueTime(in(300)).expirationTime(in(420))),
                bad("living for a year", claims -> claims.expirationTime(in(86_400L * 365))),
                bad("about nobody", claims -> claims.claim("sid", null).subject(null)));
    }

    private static Arguments bad(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aTokenThatSaysSomethingWrongIsRefused(String what, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        refused(post(issuer.sign(change.apply(issuer.logOut()), TYPE)));
        assertThat(ended()).isEmpty();
    }

    @Test
    void aTokenThatTheIssuerDidNotSignIsRefused() throws Exception {
        refused(post(issuer.forge(issuer.logOut(), TYPE)));
        refused(post(issuer.signWithPublicKey(issuer.logOut(), TYPE)));
        refused(post(issuer.unsigned(issuer.logOut())));
        refused(post("nonsense"));
        refused(post(""));
        assertThat(ended()).isEmpty();
    }

    @Test
    void anAccessTokenIsNoLogOutToken() throws Exception {
        refused(post(issuer.sign(issuer.access().audience(List.of("candour", "app")), "at+jwt")));
        refused(post(issuer.sign(issuer.access().audience(List.of("candour", "app")), "JWT")));
    }

    @Test
    void aTokenOfAHundredKilobytesIsRefusedUnread() throws Exception {
        refused(post(issuer.sign(issuer.logOut().claim("padding", "x".repeat(100_000)), TYPE)));
        assertThat(ended()).isEmpty();
    }

    @Test
    void whatIsNoFormWithOneTokenIsRefused() throws Exception {
        String token = issuer.sign(issuer.logOut(), TYPE);

        MockHttpServletRequest twice = form();
        twice.addParameter("logout_token", token, token);
        refused(send(servlet, twice));
        MockHttpServletRequest none = form();
        refused(send(servlet, none));
        MockHttpServletRequest json = form();
        json.setContentType("application/json");
        json.addParameter("logout_token", token);
        refused(send(servlet, json));
        MockHttpServletRequest query = form();
        query.setQueryString("logout_token=" + token);
        query.addParameter("logout_token", token);
        refused(send(servlet, query));
        assertThat(ended()).isEmpty();
    }

    @Test
    void whoeverGuessesIsToldToComeLater() throws Exception {
        BackChannelLogoutServlet strict = servlet(1);
        MockHttpServletRequest request = form();
        request.addParameter("logout_token", "nonsense");
        refused(send(strict, request));

        MockHttpServletResponse over = send(strict, request);

        assertThat(over.getStatus()).isEqualTo(429);
        assertThat(Integer.parseInt(String.valueOf(over.getHeader("Retry-After"))))
                .isPositive();
        assertThat(over.getContentAsString()).contains("OperationOutcome");
    }

    @Test
    void aLogOutThatCannotBeKeptIsNotSaidToBe() throws Exception {
        jdbc.execute("alter table candour.revoked_session rename to away");
        try {
            MockHttpServletResponse response = post(issuer.sign(issuer.logOut(), TYPE));
            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(response.getContentAsString()).contains("temporarily_unavailable");
        } finally {
            jdbc.execute("alter table candour.away rename to revoked_session");
        }
        assertThat(jdbc.queryForList("select jti from candour.heard_logout")).isEmpty();
    }

    private MockHttpServletResponse post(String token) throws Exception {
        MockHttpServletRequest request = form();
        request.setContent(("logout_token=" + token).getBytes(StandardCharsets.UTF_8));
        request.addParameter("logout_token", token);
        return send(servlet, request);
    }

    private static MockHttpServletRequest form() {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", BackChannelLogoutServlet.PATH);
        request.setContentType("application/x-www-form-urlencoded");
        request.setContent(new byte[1]);
        return request;
    }

    private static MockHttpServletResponse send(BackChannelLogoutServlet servlet, MockHttpServletRequest request)
            throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        servlet.doPost(request, response);
        return response;
    }

    private static void refused(MockHttpServletResponse response) throws Exception {
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("\"error\":\"invalid_request\"");
    }

    private List<String> ended() {
        return jdbc.queryForList("select name from candour.revoked_session", String.class);
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
