package io.candour.browser;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What a browser says of a page that it shows.
 *
 * @param headings those that are shown, in order, each as its level, a space and its words
 * @param text all that is shown, but for what is shown as data
 * @param errorSummary whether the page says that something was filled in wrongly
 * @param focused the classes of what has the focus
 * @param width of the window's inside, in CSS pixels
 * @param contentWidth how wide the page is all the same
 * @param tablesWithoutCaption how each of them begins
 * @param inlineCode how each piece of style or script in the markup begins
 * @param brokenAnchors links to places on the page that are not there
 */
record PageFacts(
        String title,
        String language,
        List<String> headings,
        String text,
        boolean errorSummary,
        String focused,
        int width,
        int contentWidth,
        List<String> tablesWithoutCaption,
        List<String> inlineCode,
        List<String> brokenAnchors) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String ASK = script("page-facts.js");

    PageFacts {
        headings = List.copyOf(headings);
        tablesWithoutCaption = List.copyOf(tablesWithoutCaption);
        inlineCode = List.copyOf(inlineCode);
        brokenAnchors = List.copyOf(brokenAnchors);
    }

    static PageFacts of(Page page) {
        return JSON.convertValue(page.evaluate(ASK), PageFacts.class);
    }

    /** A function to run in a page. */
    static String script(String name) {
        try (InputStream file = Objects.requireNonNull(PageFacts.class.getResourceAsStream("/browser/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
