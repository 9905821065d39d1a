package io.candour.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Watches one page from its first request on: what it asks for, what comes back, what its console complains of. */
final class Witness {
    private final String own;
    private final Set<String> expected;
    private final List<String> problems = new ArrayList<>();
    private int lastStatus;
    private int arrivals;

    /**
     * @param own where the pages are, without a path
     * @param expected other places that a page may lead to
     */
    Witness(Page page, String own, Set<String> expected) {
        this.own = own;
        this.expected = Set.copyOf(expected);
        page.onRequest(request -> {
            if (!isKnown(request.url())) {
                problems.add("The page asked somebody else: " + request.url());
            }
        });
        page.onResponse(this::saw);
        page.onConsoleMessage(message -> {
            // What the browser says of an answer's status, the status says.
            if (message.type().equals("error")
                    && !message.text().startsWith("Failed to load resource")
                    && page.url().startsWith(own)) {
                problems.add("The console complains at %s: %s".formatted(page.url(), message.text()));
            }
        });
        page.onPageError(error -> problems.add("A script failed at %s: %s".formatted(page.url(), error)));
        page.onFrameNavigated(frame -> {
            if (frame == page.mainFrame()) {
                arrivals++;
            }
        });
    }

    /** What was seen so far that should not have been; forgotten with this call. */
    List<String> problems() {
        List<String> seen = List.copyOf(problems);
        problems.clear();
        return seen;
    }

    /** The status of the page that is shown. */
    int status() {
        return lastStatus;
    }

    /** How many pages were shown so far. */
    int arrivals() {
        return arrivals;
    }

    private void saw(Response response) {
        boolean document = response.request().isNavigationRequest();
        if (document) {
            lastStatus = response.status();
        }
        if (response.url().startsWith(own + "/")) {
            problems.addAll(new Exchange(response.url(), document, response.status(), response.headers()).problems());
        }
    }

    private boolean isKnown(String url) {
        return url.startsWith(own + "/")
                || url.startsWith("data:")
                || url.equals("about:blank")
                || expected.stream().anyMatch(each -> url.startsWith(each + "/"));
    }
}
