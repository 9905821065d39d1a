package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.FhirClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages of which origins may call: those of the configuration, as a browser would ask. */
@ExtendWith(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginIT {
    private FhirClient browser;

    @BeforeAll
    void start(DemoStack stack) {
        browser = FhirClient.anonymous(stack);
    }

    @Test
    void aConfiguredOriginMayCall() throws Exception {
        Answer preflight = preflight(Stack.ALLOWED_ORIGIN, "GET");

        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(Stack.ALLOWED_ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("Authorization");
        Answer answer = browser.send(browser.request("metadata").header("Origin", Stack.ALLOWED_ORIGIN));
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Stack.ALLOWED_ORIGIN);
    }

    @Test
    void noOtherMethodThanTheServerHas() throws Exception {
        assertThat(preflight(Stack.ALLOWED_ORIGIN, "TRACE").status()).isEqualTo(403);
    }

    @Test
    void anyOtherOriginIsRefused() throws Exception {
        Answer preflight = preflight("https://elsewhere.example", "GET");

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(browser.send(browser.request("metadata").header("Origin", "https://elsewhere.example"))
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void theCapabilityStatementSaysSo() throws Exception {
        assertThat(browser.get("metadata").json().at("/rest/0/security/cors").asBoolean())
                .isTrue();
    }

    private Answer preflight(String origin, String method) throws Exception {
        return browser.send(browser.request("Patient")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "Authorization"));
    }
}
