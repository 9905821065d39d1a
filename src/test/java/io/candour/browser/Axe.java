package io.candour.browser;

import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What axe finds wrong with a page: WCAG 2.0 to 2.2 at levels A and AA, and what is good practice.
 *
 * <p>Its library for Playwright waits for a promise that nothing in the page holds: the browser may collect that, and then
 * it waits for ever or fails. Here the page holds the answer until it was fetched.
 */
final class Axe {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String ASK =
            """
            rules => {
              window.candourAxe = {};
              window.candourAxe.asked = window.axe.run({runOnly: {type: 'tag', values: rules}}).then(
                found => window.candourAxe.answer = found.violations.map(rule => 'axe ' + rule.id + ': ' + rule.help + ', at '
                  + rule.nodes.slice(0, 3).map(node => node.html.split('\\n')[0]).join('; ')),
                failed => window.candourAxe.answer = ['axe failed: ' + failed]);
            }
            """;

    private Axe() {}

    /** Each violation in a line: rule, what it asks for, and where it is broken. */
    static List<String> violations(Page page) {
        page.evaluate(script());
        page.evaluate(ASK, RULES);
        // A page is its thread's.
        return await().atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> answer(page), Optional::isPresent)
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Optional<List<String>> answer(Page page) {
        return Optional.ofNullable((List<String>) page.evaluate("() => window.candourAxe.answer ?? null"));
    }

    private static String script() {
        try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
