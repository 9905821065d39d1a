package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said where there is no browser. */
class SkippedTest {
    @Test
    void line_whenStoriesWereSkipped_thenOneLineWithTheirNumberAndTheRemedy() {
        Skipped skipped = new Skipped();
        skipped.count(SkippedTest.class);
        skipped.count(PageLawsTest.class);

        assertThat(skipped.line())
                .contains("No Chromium", " " + (2 + 12) + " BROWSER STORIES WERE SKIPPED", "-Dcandour.chromium=")
                .doesNotContain("\n");
    }

    @Test
    void count_whenAClassHasNoTests_thenNothing() {
        Skipped skipped = new Skipped();
        skipped.count(String.class);

        assertThat(skipped.line()).contains(" 0 BROWSER");
    }
}
