package io.candour.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import io.candour.demo.DemoStack;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens a browser window for somebody. */
final class Visits {
    /** Cookies of those who have signed in, by where and who: signing in anew for every story would take minutes. */
    private static final Map<String, String> SIGNED_IN = new ConcurrentHashMap<>();

    private static final int STILL_THERE = 204;

    private final Browser browser;
    private final String own;
    private final Set<String> expected;

    Visits(Browser browser, DemoStack stack) {
        this(browser, stack.webUrl(), Set.of(stack.keycloak().issuer().replaceFirst("/realms/.*", "")));
    }

    /**
     * @param own where the pages are, without a path
     * @param expected other places that a page may lead to
     */
    Visits(Browser browser, String own, Set<String> expected) {
        this.browser = browser;
        this.own = own;
        this.expected = Set.copyOf(expected);
    }

    /** Somebody whom the pages have never seen. */
    Visit stranger(Way way) {
        return visit(way, Optional.empty());
    }

    /** Somebody who has signed in, maybe in an earlier story, and is nowhere yet. Must not sign out. */
    Visit signedIn(String account, Way way) {
        String key = own + " " + account;
        String known = SIGNED_IN.get(key);
        if (known != null) {
            Visit visit = visit(way, Optional.of(known));
            if (visit.page().context().request().get(own + "/session").status() == STILL_THERE) {
                return visit;
            }
            visit.close();
        }
        Visit visit = afresh(account, way);
        SIGNED_IN.put(key, visit.page().context().storageState());
        return visit;
    }

    /** Somebody who signs in for this story alone. */
    Visit afresh(String account, Way way) {
        Visit visit = stranger(way).open("/home");
        SignIn.as(account, visit);
        return visit;
    }

    private Visit visit(Way way, Optional<String> cookies) {
        NewContextOptions options = new NewContextOptions()
                .setLocale("fr-FR")
                .setTimezoneId("Europe/London")
                .setJavaScriptEnabled(way.script())
                .setViewportSize(Screens.DESKTOP.size().width, Screens.DESKTOP.size().height);
        cookies.ifPresent(options::setStorageState);
        BrowserContext context = browser.newContext(options);
        return new Visit(context.newPage(), own, expected, way);
    }
}
