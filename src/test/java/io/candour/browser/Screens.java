package io.candour.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ScreenshotCaret;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.Locale;

/** The two sizes at which every page is looked at, and the pictures of it. */
enum Screens {
    DESKTOP(1280, 900),
    /** A small phone; just as wide is a window of 1280 pixels at a zoom of 400 % (WCAG 2.2, 1.4.10). */
    PHONE(320, 640);

    private static final Path DIRECTORY = Path.of("target", "screens");

    private final int width;
    private final int height;

    Screens(int width, int height) {
        this.width = width;
        this.height = height;
    }

    ViewportSize size() {
        return new ViewportSize(width, height);
    }

    void show(Page page) {
        page.setViewportSize(width, height);
    }

    /** Keeps the whole page, from top to bottom, as {@code target/screens/<name>-<size>.png}. */
    void keep(Page page, String name) {
        page.screenshot(new ScreenshotOptions()
                .setFullPage(true)
                // Hiding it leaves marks in the page.
                .setCaret(ScreenshotCaret.INITIAL)
                .setPath(DIRECTORY.resolve("%s-%s.png".formatted(name, name().toLowerCase(Locale.ROOT)))));
    }
}
