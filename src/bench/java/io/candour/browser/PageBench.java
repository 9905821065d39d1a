package io.candour.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.sun.management.OperatingSystemMXBean;
import io.candour.demo.DemoSettings;
import io.candour.demo.DemoStack;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a page costs: the CPU time of the server for each page that a patient, a member of staff, a guardian and a
 * researcher are led to, and what a browser that has never been here receives for it.
 *
 * <p>Run by {@code mvn -Pbench test-compile exec:exec@pages}. The CPU time is that of the whole process, with the client
 * that asks and whatever the JVM does meanwhile: no page costs more than is said here.
 */
final class PageBench {
    private static final double MOST_MILLIS = 50;
    /** Of all pages of an account; what they share is compiled by then. */
    private static final int ROUNDS_BEFORE = 10;

    private static final int WARM_UP = 10;
    private static final int MEASURED = 20;
    private static final List<String> ACCOUNTS = List.of("patient", "gp", "guardian", "researcher");

    /** What was found of one page. */
    private record Cost(String page, double millis, long bytes) {
        boolean isTooMuch() {
            return millis > MOST_MILLIS || bytes > Weight.MOST;
        }
    }

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final DemoStack stack;
    private final Browser browser;

    private PageBench(DemoStack stack, Browser browser) {
        this.stack = stack;
        this.browser = browser;
    }

    public static void main(String[] arguments) throws Exception {
        boolean tooMuch;
        try (DemoStack stack = DemoStack.start(DemoSettings.ofTests());
                Playwright playwright = Browsing.withoutBrowsers();
                Browser browser = Browsing.launch(playwright, Chromium.ofThisMachine())) {
            System.out.printf("%-60s %10s %10s%n", "page", "CPU ms", "bytes");
            List<Cost> costs = new PageBench(stack, browser).costs();
            tooMuch = costs.stream().anyMatch(Cost::isTooMuch);
            System.out.printf("%d pages, %s%n", costs.size(), tooMuch ? "too much for some" : "none is too much");
        }
        System.exit(tooMuch ? 1 : 0);
    }

    private List<Cost> costs() throws Exception {
        List<Cost> costs = new ArrayList<>();
        Visits visits = new Visits(browser, stack);
        for (String account : ACCOUNTS) {
            Visit visit = visits.signedIn(account, Way.MOUSE_AND_SCRIPT);
            String state = visit.page().context().storageState();
            Map<String, String> cookies = visit.page().context().cookies(stack.webUrl()).stream()
                    .collect(Collectors.toMap(cookie -> cookie.name, cookie -> cookie.value));
            // Links alone: a bench leaves nothing behind.
            Crawl crawl = new Crawl(stack.webUrl(), cookies, new Answers(Map.of()), 1, Set.of()).from("/home");
            for (int i = 0; i < ROUNDS_BEFORE; i++) {
                for (URI page : crawl.seen().values()) {
                    crawl.status(page);
                }
            }
            for (Map.Entry<String, URI> page : new TreeMap<>(crawl.seen()).entrySet()) {
                Cost cost = new Cost(
                        account + " " + page.getKey(),
                        millis(crawl, page.getValue()),
                        Weight.ofFirstView(browser, state, page.getValue().toString()));
                System.out.printf(
                        Locale.ROOT,
                        "%-60s %10.1f %,10d%s%n",
                        cost.page(),
                        cost.millis(),
                        cost.bytes(),
                        cost.isTooMuch() ? "  TOO MUCH" : "");
                costs.add(cost);
            }
        }
        return costs;
    }

    private double millis(Crawl visitor, URI page) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            visitor.status(page);
        }
        long before = process.getProcessCpuTime();
        for (int i = 0; i < MEASURED; i++) {
            visitor.status(page);
        }
        return (process.getProcessCpuTime() - before) / 1e6 / MEASURED;
    }
}
