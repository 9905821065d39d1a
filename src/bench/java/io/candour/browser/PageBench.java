package io.candour.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.candour.bench.Cpu;
import io.candour.demo.DemoCarer;
import io.candour.demo.DemoSettings;
import io.candour.demo.DemoStack;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a page costs: the CPU time of the server for each page that a patient, a carer, a clinician with a record open, a
 * guardian and a researcher are led to, and what a browser that has never been here receives for it.
 *
 * <p>Run by {@code mvn -Pbench test-compile exec:exec@pages}; {@code -Dbench.only=gp,/items/} takes of all accounts and
 * pages those that are named, a page by a part of its path, which has a slash in it. The CPU time is that of the whole
 * process, with the client that asks and whatever the JVM does meanwhile, and the median of five rounds, since a
 * compiler's work for one page falls on another.
 */
final class PageBench {
    private static final double MOST_MILLIS = 50;
    /** Of all pages of all accounts, so that most of what they share is compiled. */
    private static final int ROUNDS_BEFORE = 10;

    private static final int WARM_UP = 10;
    private static final int ROUNDS = 5;
    /** A round; the clock of a process goes by 10 ms. */
    private static final int MEASURED = 6;

    private static final List<String> ACCOUNTS = List.of("patient", "carer", "gp", "guardian", "researcher");
    private static final String HOME = "/home";

    /** Which accounts and which parts of paths; where none is named, all. */
    private record Only(List<String> accounts, List<String> paths) {
        static Only of(List<String> named) {
            List<String> accounts = new ArrayList<>(named);
            accounts.removeIf(each -> each.isBlank() || each.contains("/"));
            if (!ACCOUNTS.containsAll(accounts)) {
                throw new IllegalArgumentException("Only " + ACCOUNTS + " have pages here, not all of " + accounts);
            }
            return new Only(
                    accounts.isEmpty() ? ACCOUNTS : accounts,
                    named.stream().filter(each -> each.contains("/")).toList());
        }

        boolean takes(URI page) {
            return paths.isEmpty() || paths.stream().anyMatch(page.getPath()::contains);
        }
    }

    /** What was found of one page. */
    private record Cost(String page, double millis, long bytes) {
        boolean isTooMuch() {
            return millis > MOST_MILLIS || bytes > Weight.MOST;
        }
    }

    private final DemoStack stack;
    private final Browser browser;
    private final Only only;

    private PageBench(DemoStack stack, Browser browser, Only only) {
        this.only = only;
        this.stack = stack;
        this.browser = browser;
    }

    public static void main(String[] arguments) throws Exception {
        Only only = Only.of(Arrays.stream(arguments)
                .flatMap(each -> Arrays.stream(each.split(",")))
                .toList());
        boolean tooMuch;
        try (DemoStack stack = DemoStack.start(DemoSettings.ofTests());
                Playwright playwright = Browsing.withoutBrowsers();
                Browser browser = Browsing.launch(playwright, Chromium.ofThisMachine())) {
            DemoCarer.appoint(stack);
            System.out.printf("%-60s %10s %10s%n", "page", "CPU ms", "bytes");
            List<Cost> costs = new PageBench(stack, browser, only).costs();
            tooMuch = costs.stream().anyMatch(Cost::isTooMuch);
            System.out.printf("%d pages, %s%n", costs.size(), tooMuch ? "too much for some" : "none is too much");
        }
        System.exit(tooMuch ? 1 : 0);
    }

    /** What an account is led to, signed in. */
    private record Tour(String account, Crawl visitor, String state, Map<String, URI> pages) {}

    /** All are walked through before the first is measured, or that one would bear what is compiled for all. */
    private List<Cost> costs() throws Exception {
        Visits visits = new Visits(browser, stack);
        List<Tour> tours = new ArrayList<>();
        for (String account : only.accounts()) {
            tours.add(walked(visits, account));
        }
        List<Cost> costs = new ArrayList<>();
        for (Tour tour : tours) {
            for (Map.Entry<String, URI> page : tour.pages().entrySet()) {
                costs.add(cost(tour, page.getKey(), page.getValue()));
            }
        }
        return costs;
    }

    private Tour walked(Visits visits, String account) throws Exception {
        Visit visit = visits.signedIn(account, Way.MOUSE_AND_SCRIPT);
        String state = visit.page().context().storageState();
        Map<String, String> cookies = visit.page().context().cookies(stack.webUrl()).stream()
                .collect(Collectors.toMap(cookie -> cookie.name, cookie -> cookie.value));
        // Links alone: what is measured changes nothing for the next page.
        Crawl crawl =
                new Crawl(stack.webUrl(), cookies, new Answers(Map.of()), 1, Set.of()).from(starts(account, visit));
        Map<String, URI> pages = new TreeMap<>(crawl.seen());
        pages.values().removeIf(page -> !only.takes(page));
        for (int i = 0; i < ROUNDS_BEFORE; i++) {
            for (URI page : pages.values()) {
                crawl.status(page);
            }
        }
        System.out.printf("%s: %d pages%n", account, pages.size());
        return new Tour(account, crawl, state, pages);
    }

    private Cost cost(Tour tour, String name, URI page) throws Exception {
        Cost cost = new Cost(
                tour.account() + " " + name,
                millis(tour.visitor(), page),
                Weight.ofFirstView(browser, tour.state(), page.toString()));
        System.out.printf(
                Locale.ROOT,
                "%-60s %10.1f %,10d%s%n",
                cost.page(),
                cost.millis(),
                cost.bytes(),
                cost.isTooMuch() ? "  TOO MUCH" : "");
        return cost;
    }

    /** The home page, and what no link from there leads to: forms' first steps, and a record that was found by a form. */
    private String[] starts(String account, Visit visit) {
        return switch (account) {
            case "patient" -> new String[] {HOME, "/record/me/choices/hide", "/record/me/people/appoint"};
            case "carer" -> new String[] {"/whose"};
            case "gp" -> new String[] {HOME, Staff.find(visit, stack, "patient").path()};
            default -> new String[] {HOME};
        };
    }

    private double millis(Crawl visitor, URI page) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            visitor.status(page);
        }
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double before = Cpu.withoutCompiler();
            for (int i = 0; i < MEASURED; i++) {
                visitor.status(page);
            }
            millis[round] = (Cpu.withoutCompiler() - before) * 1e3 / MEASURED;
        }
        Arrays.sort(millis);
        return millis[ROUNDS / 2];
    }
}
