package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.PlainBrowser.Page;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.util.UriComponentsBuilder;

/** The way in and out of the pages, and what holds for all of them, over HTTP and with the real issuer. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalIT {
    private static final String SIGN_OUT = "form[action=/sign-out]";

    private DemoStack stack;
    private PlainBrowser browser;

    @BeforeAll
    void stack(DemoStack running) {
        stack = running;
    }

    @BeforeEach
    void newBrowser() {
        browser = new PlainBrowser(stack);
    }

    private String issuer() {
        return stack.keycloak().issuer();
    }

    @Test
    void patientSignsIn_byCodeAndPkce_andGetsWhereTheyWanted() throws Exception {
        Page front = browser.open("/");
        assertThat(front.status()).isEqualTo(200);
        assertThat(front.heading()).isNotBlank();
        assertThat(browser.cookies()).as("no session before one is needed").isEmpty();

        browser.open("/record/me?a=b%20c");
        String before = browser.cookies().get("candour");
        Page page = browser.signIn("patient", "/record/me?a=b%20c");

        assertThat(page.uri()).hasToString(stack.webUrl() + "/record/me?a=b%20c");
        assertThat(page.html().select("header").text()).contains("Signed in as");
        assertThat(browser.cookies().get("candour")).as("another session").isNotEqualTo(before);
        assertThat(browser.been())
                .filteredOn(each -> each.startsWith(issuer() + "/protocol/openid-connect/auth?"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each)
                        .contains("code_challenge_method=S256", "redirect_uri=" + stack.webUrl() + "/signed-in"));
        assertThat(browser.cookies().get("candour") + page.http().body())
                .as("no token reaches the browser")
                .doesNotContain("eyJ");
    }

    @ParameterizedTest
    @CsvSource({
        "patient, /record/me",
        "carer, /record/me",
        "gp, /staff",
        "guardian, /guardian",
        "auditor, /guardian",
        "researcher, /research"
    })
    void home_isWhereTheAccountsPagesAre(String account, String path) throws Exception {
        Page page = browser.signIn(account, "/home");
        assertThat(page.uri()).hasToString(stack.webUrl() + path);
        assertThat(page.html().select(SIGN_OUT)).as("a way out").hasSize(1);
        assertThat(page.status()).isIn(200, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "patient, /staff",
        "patient, /guardian",
        "patient, /whose",
        "gp, /record/me",
        "gp, /guardian",
        "guardian, /staff",
        "guardian, /research",
        "researcher, /record/me",
        "researcher, /guardian"
    })
    void anotherRolesPage_isNotAllowed(String account, String path) throws Exception {
        Page page = browser.signIn(account, path);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.heading()).isEqualTo("This page is not for your account");
        assertThat(page.html().select(SIGN_OUT)).hasSize(1);
    }

    @Test
    void signingOut_endsTheSignInAtTheIssuer() throws Exception {
        Page home = browser.signIn("patient", "/home");

        Page out = browser.submit(home, SIGN_OUT, Map.of());

        assertThat(out.uri()).hasToString(stack.webUrl() + "/signed-out");
        assertThat(out.status()).isEqualTo(200);
        assertThat(browser.been()).anyMatch(each -> each.startsWith(issuer() + "/protocol/openid-connect/logout?"));
        assertThat(browser.open("/home").html().select("#kc-form-login"))
                .as("the issuer asks again who this is")
                .hasSize(1);
    }

    @Test
    void aVisitThatTimesOut_endsTheSignInAtTheIssuerToo() throws Exception {
        browser.signIn("patient", "/home");
        assertThat(browser.ask("/session").status()).isEqualTo(204);

        for (Session session : pages().getManager().findSessions()) {
            session.expire();
        }

        assertThat(browser.ask("/session").status()).isEqualTo(401);
        assertThat(browser.open("/timed-out").heading()).isEqualTo("We signed you out");
        boolean ended = false;
        for (int i = 0; i < 50 && !ended; i++) {
            Thread.sleep(100);
            ended = browser.ask(silently()).header("Location").contains("error=login_required");
        }
        assertThat(ended).as("the issuer has ended its session too").isTrue();
        assertThat(browser.open("/home").html().select("#kc-form-login")).hasSize(1);
    }

    /** Where the issuer tells whether it would sign this browser in without a question (OpenID Connect Core 1.0, 3.1.2.1). */
    private String silently() {
        return UriComponentsBuilder.fromUriString(issuer() + "/protocol/openid-connect/auth")
                .queryParam("client_id", "portal")
                .queryParam("response_type", "code")
                .queryParam("scope", "openid")
                .queryParam("prompt", "none")
                .queryParam("redirect_uri", "{here}")
                .queryParam("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
                .queryParam("code_challenge_method", "S256")
                .encode()
                .buildAndExpand(stack.webUrl() + "/signed-in")
                .toUriString();
    }

    private Context pages() {
        TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) stack.server()).getWebServer();
        return (Context) server.getTomcat().getHost().findChildren()[0];
    }

    @Test
    void aHiccupOfTheIssuer_signsNobodyOut() throws Exception {
        browser.signIn("carer", "/home");
        stack.keycloak().suspend();
        try {
            Page page = browser.ask("/whose");
            assertThat(page.status()).as("needs a token of its own").isEqualTo(503);
            assertThat(page.heading()).isEqualTo("This does not work at the moment");
            assertThat(page.html().select(SIGN_OUT)).hasSize(1);
        } finally {
            stack.keycloak().resume();
        }
        assertThat(browser.ask("/session").status()).isEqualTo(204);
        assertThat(browser.ask("/whose").status()).isEqualTo(200);
    }

    @Test
    void aCarer_findsWhomTheyActFor() throws Exception {
        FhirClient patient = FhirClient.of(stack, "patient", FhirClient.PATIENT_SCOPES);
        String id = patient.ownId();
        Page nobody = browser.signIn("carer", "/whose");
        assertThat(nobody.html().select("main a").eachAttr("href")).containsExactly("/record/me");
        String grant = Choosing.value(
                        patient.post(
                                        "Patient/" + id + "/$appoint-proxy",
                                        EmergencyIT.parameters(Map.of(
                                                "nhsNumber",
                                                stack.cast().attribute("carer", "nhs_number"),
                                                "birthDate:valueDate",
                                                stack.cast().attribute("carer", "birthdate"))))
                                .json(),
                        "consent")
                .replace("Consent/", "");
        try {
            Page page = browser.open("/whose");
            assertThat(page.html().select("main a").eachAttr("href")).containsExactly("/record/me", "/record/" + id);
        } finally {
            patient.post(
                    "Patient/" + id + "/$end-access",
                    EmergencyIT.parameters(
                            Map.of("grant", grant, "code:valueCode", "patient-wish", "reason", "No longer needed")));
        }
        assertThat(browser.ask("/record/" + id).status()).isEqualTo(404);
    }

    @Test
    void aFormWithoutItsProof_isRefusedAndChangesNothing() throws Exception {
        browser.signIn("patient", "/home");
        Page refused = browser.post("/sign-out", Map.of());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.heading()).isEqualTo("You need to sign in again");
        assertThat(browser.ask("/session").status()).isEqualTo(204);
    }

    @Test
    void aFormOfAVisitThatIsOver_showsWhatWasWrittenToItsOwnSenderAlone() throws Exception {
        Map<String, String> written = Map.of("text", "I am <b>hard</b> of hearing – Zoë", "_csrf", "gone", "once", "1");
        Page elsewhere = browser.post("/record/me/notes", written);
        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(elsewhere.http().body()).doesNotContain("hard");

        browser.sends("Origin", stack.webUrl());
        Page page = browser.post("/record/me/notes", written);
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.html().select("textarea").text()).isEqualTo("I am <b>hard</b> of hearing – Zoë");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/record/me/nowhere/at/all", "/problem", "/home.php", "/assets/0/pages.css"})
    void whatIsNotThere_isAPageThatHelps(String path) throws Exception {
        Page page = browser.signIn("patient", "/home");
        assertThat(page.status()).isIn(200, 404);
        Page nothing = browser.ask(path);
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.heading()).isEqualTo("There is nothing here");
        assertThat(nothing.header("Content-Type")).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Nothing", "/fhir/Patient", "/fhir", "/actuator/env", "/.well-known/nothing"})
    void theApisPaths_answerInFhirAndKnowNoSession(String path) throws Exception {
        browser.signIn("patient", "/home");
        Page answer = browser.ask(path);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(answer.http().headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void everyPage_saysWhatABrowserMayDoWithIt() throws Exception {
        Page page = browser.signIn("patient", "/home");
        for (Page each : List.of(page, browser.ask("/nowhere"), browser.ask("/staff"))) {
            assertThat(each.header("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'",
                            "script-src 'self'",
                            "style-src 'self'",
                            "frame-ancestors 'none'",
                            "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(each.header("Cache-Control")).contains("no-store");
            assertThat(each.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(each.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(each.header("Referrer-Policy")).isEqualTo("same-origin");
        }
        String styles = page.html().select("link[rel=stylesheet]").attr("href");
        Page css = browser.ask(styles);
        assertThat(css.status()).isEqualTo(200);
        assertThat(css.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(css.http().body()).doesNotContain("http:", "https:", "Frutiger");
    }

    @Test
    void theSessionsCookie_isForThePagesAlone() throws Exception {
        Page page = browser.ask("/home");
        assertThat(page.http().headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("candour=", "HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(page.header("Location")).doesNotContain("jsessionid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in?to=https://evil.example/",
                "/signed-in?code=1&state=2&redirect=https://evil.example/",
                "/home?url=//evil.example",
                "/signed-out?post_logout_redirect_uri=https://evil.example/",
                "/timed-out?next=//evil.example/"
            })
    void noAddress_sendsAVisitorElsewhere(String path) throws Exception {
        Page page = browser.ask(path);
        if (page.status() / 100 == 3) {
            assertThat(page.header("Location")).startsWith("/").doesNotContain("evil");
        } else {
            assertThat(page.http().body()).doesNotContain("evil.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/record/me%0d%0aSet-Cookie:%20a=b",
                "/home?x=%0d%0aSet-Cookie:%20a=b",
                "/%0d%0aX-Injected:%20yes",
                "//evil.example/home"
            })
    void noAddress_addsAHeader(String path) throws Exception {
        Page page = browser.ask(stack.webUrl() + path);
        assertThat(page.http().headers().map()).doesNotContainKey("x-injected");
        assertThat(page.http().headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("a="));
        assertThat(page.header("Location")).doesNotContain("evil", "\r", "\n");
    }
}
