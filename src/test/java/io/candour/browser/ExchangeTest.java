package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers are as they should be. */
class ExchangeTest {
    private static final Map<String, String> GOOD = Map.of(
            "content-type", "text/html;charset=UTF-8",
            "content-security-policy", "default-src 'self'; frame-ancestors 'none'",
            "cache-control", "no-store",
            "x-content-type-options", "nosniff");

    @Test
    void problems_whenAPageIsInOrder_thenNone() {
        assertThat(new Exchange("/page", true, 200, GOOD).problems()).isEmpty();
        assertThat(new Exchange("/page", true, 404, GOOD).problems()).isEmpty();
    }

    @Test
    void problems_whenAnAnswerLeadsElsewhere_thenItsOwnHeadersDoNotMatter() {
        assertThat(new Exchange("/page", true, 303, Map.of("content-type", "text/html")).problems())
                .isEmpty();
    }

    @Test
    void problems_whenTheServerFails_thenTold() {
        assertThat(new Exchange("/page", true, 500, GOOD).problems()).containsExactly("/page was answered with 500");
        assertThat(new Exchange("/a.css", false, 502, GOOD).problems()).containsExactly("/a.css was answered with 502");
    }

    @Test
    void problems_whenWhatAPageNeedsIsMissing_thenTold() {
        assertThat(new Exchange("/a.css", false, 404, Map.of()).problems()).containsExactly("/a.css is missing: 404");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content-security-policy|default-src 'self' 'unsafe-inline'; frame-ancestors 'none'|weak policy",
                "content-security-policy|default-src 'self'|weak policy",
                "content-security-policy|''|weak policy",
                "cache-control|private|may be kept",
                "x-content-type-options|''|may be taken for another type"
            })
    void problems_whenAHeaderIsNotAsItShouldBe_thenTold(String name, String value, String told) {
        Map<String, String> headers = new HashMap<>(GOOD);
        headers.put(name, value);

        assertThat(new Exchange("/page", true, 200, headers).problems())
                .singleElement()
                .asString()
                .contains(told);
    }
}
