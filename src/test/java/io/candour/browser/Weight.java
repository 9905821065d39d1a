package io.candour.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.Sizes;
import java.util.ArrayList;
import java.util.List;

/** What a page weighs for a browser that has never been here. */
final class Weight {
    /** The most, in bytes. */
    static final long MOST = 200_000;

    private Weight() {}

    /**
     * All bytes that are sent for a page and what is on it, as they go over the wire, headers too.
     *
     * @param cookies of somebody who has signed in
     */
    static long ofFirstView(Browser browser, String cookies, String address) {
        try (BrowserContext context = browser.newContext(new NewContextOptions().setStorageState(cookies))) {
            Page page = context.newPage();
            List<Request> finished = new ArrayList<>();
            page.onRequestFinished(finished::add);
            page.navigate(address);
            page.waitForLoadState(LoadState.NETWORKIDLE);
            return List.copyOf(finished).stream()
                    .map(Request::sizes)
                    .mapToLong(Weight::sent)
                    .sum();
        }
    }

    private static long sent(Sizes sizes) {
        return (long) sizes.responseBodySize + sizes.responseHeadersSize;
    }
}
