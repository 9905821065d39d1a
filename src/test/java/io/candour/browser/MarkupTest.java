package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.browser.Markup.Field;
import io.candour.browser.Markup.Form;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from a page's markup. */
class MarkupTest {
    private final Markup markup = Markup.of(
            """
            <!DOCTYPE html>
            <html lang="en"><head><title>Your record &amp; more</title><script src="/a.js"></script></head>
            <body class="page">
              <a href="#main">Skip</a> <a href="#nowhere">Lost</a> <a href="/log?a=1&amp;b=2">Log</a> <a>No link</a>
              <main id="main"><h1>Your <span>record</span></h1><p>Three
              <br>lines</p><pre>{"id": "shown as data"}</pre>
              <div class="a nhsuk-error-summary"><h2>Oh</h2></div>
              <table><tr><td>1</td></tr></table> <table><caption>One</caption><tr><td>2</td></tr></table>
              <p style="color: red">Red</p>
              <form action="/send" method="POST"><input type="hidden" name="_csrf" value="&quot;x">
                <input name="plain"><input type="radio" name="r" value="1" checked><textarea name="t">old</textarea>
                <select name="s"><option value="">-</option><option value="v">V</option></select>
                <input name="off" disabled><button type="button">No</button><button name="b" value="go">Go</button>
              </form>
              <form><button>Find</button></form></main></body></html>
            """);

    @Test
    void of_whenRead_thenLinksAndFormsAreAsWritten() {
        assertThat(markup.links()).containsExactly("#main", "#nowhere", "/log?a=1&b=2");
        assertThat(markup.forms())
                .containsExactly(
                        new Form(
                                "/send",
                                "post",
                                List.of(
                                        new Field("_csrf", "hidden", "\"x"),
                                        new Field("plain", "text", ""),
                                        new Field("r", "radio", "1"),
                                        new Field("t", "textarea", ""),
                                        new Field("s", "option", ""),
                                        new Field("s", "option", "v"),
                                        new Field("b", "submit", "go"))),
                        new Form("", "get", List.of(new Field("", "submit", ""))));
    }

    @Test
    void facts_whenRead_thenTheLawsHaveWhatTheyNeed() {
        PageFacts facts = markup.facts();

        assertThat(facts.title()).isEqualTo("Your record & more");
        assertThat(facts.language()).isEqualTo("en");
        assertThat(facts.headings()).containsExactly("1 Your record", "2 Oh");
        assertThat(facts.text()).contains("Three").contains("Red").doesNotContain("shown as data");
        assertThat(facts.errorSummary()).isTrue();
        assertThat(facts.tablesWithoutCaption()).hasSize(1);
        assertThat(facts.inlineCode()).singleElement().asString().startsWith("<p ");
        assertThat(facts.brokenAnchors()).containsExactly("nowhere");
    }
}
