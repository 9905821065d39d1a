package io.candour.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.List;
import java.util.stream.Collectors;

/** What axe finds wrong with a page: WCAG 2.0 to 2.2 at levels A and AA, and what is good practice. */
final class Axe {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final int TRIES = 3;

    private Axe() {}

    /** Each violation in a line: rule, what it asks for, and where it is broken. */
    static List<String> violations(Page page) {
        return analysed(page, TRIES).getViolations().stream()
                .map(rule -> "axe %s: %s, at %s"
                        .formatted(
                                rule.getId(),
                                rule.getHelp(),
                                rule.getNodes().stream()
                                        .map(node -> node.getHtml()
                                                .lines()
                                                .findFirst()
                                                .orElse(""))
                                        .limit(3)
                                        .collect(Collectors.joining("; "))))
                .toList();
    }

    /** The browser may collect the promise of an analysis, which nothing in the page holds; then it is asked for again. */
    private static AxeResults analysed(Page page, int tries) {
        try {
            return new AxeBuilder(page).withTags(RULES).setLegacyMode(true).analyze();
        } catch (PlaywrightException failed) {
            if (tries == 1 || !String.valueOf(failed.getMessage()).contains("promise was garbage collected")) {
                throw failed;
            }
            return analysed(page, tries - 1);
        }
    }
}
