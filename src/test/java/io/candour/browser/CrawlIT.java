package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.demo.Cast;
import io.candour.demo.DemoStack;
import io.candour.demo.Stack;
import io.candour.story.Consenting;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every link and every form of every kind of visitor: nothing fails, nothing is dead, nothing is another's. After the
 * stories, which would find what it leaves.
 */
@Tag("nightly")
@Order(Integer.MAX_VALUE - 3)
@ExtendWith({Browsing.class, Stack.class, ChoicesAsBefore.class})
class CrawlIT {
    /** Patients last: they send every form of theirs, and what they then hide others no longer see. */
    private static final List<String> ACCOUNTS =
            List.of("gp", "consultant", "guardian", "auditor", "researcher", "carer", "patient2", "patient");

    private static final List<String> PARTED = List.of("/record", "/staff", "/guardian", "/research", "/whose");

    /** Of pages that differ by an id alone so many are looked at. */
    private static final int OF_A_KIND = 3;

    private record Visitor(String account, Crawl crawl) {}

    private final DemoStack stack;
    private final Visits visits;

    CrawlIT(Browser browser, DemoStack stack) {
        this.stack = stack;
        this.visits = new Visits(browser, stack);
    }

    @Test
    void everyLinkAndFormOfEverybody_whenFollowedAndSent_thenAnsweredAndOnlyTheirs() throws Exception {
        // With a programme and a question in the register, so that their pages are there to be found.
        try (Consenting people = Consenting.of(stack, 1)) {
            people.asks(people.programme("What a crawl looks at"));
            crawl();
        }
    }

    private void crawl() throws Exception {
        List<Visitor> visitors = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String account : ACCOUNTS) {
            Crawl crawl = new Crawl(stack.webUrl(), cookies(account), answers(), OF_A_KIND, Set.of("get", "post"))
                    .from("/", "/home");
            visitors.add(new Visitor(account, crawl));
            crawl.problems().forEach(each -> problems.add(account + ": " + each));
        }
        for (Visitor visitor : visitors) {
            for (Visitor other : visitors) {
                problems.addAll(trespass(visitor, other));
            }
        }
        assertThat(problems).isEmpty();
        assertThat(visitors.get(ACCOUNTS.size() - 1).crawl().seen())
                .as("pages of a patient")
                .hasSizeGreaterThan(10);
    }

    /** Pages that somebody is shown that another has, and that they were not led to themselves. */
    private static List<String> trespass(Visitor visitor, Visitor other) throws Exception {
        List<String> shown = new ArrayList<>();
        for (Map.Entry<String, URI> page : other.crawl().seen().entrySet()) {
            boolean parted = PARTED.stream().anyMatch(each -> page.getKey().startsWith(each));
            // Under 'me' everybody with a record finds their own.
            boolean own = page.getKey().startsWith("/record/me")
                    && visitor.crawl().seen().keySet().stream().anyMatch(each -> each.startsWith("/record/me"));
            // The log is an auditor's as well, though nothing leads them to each person's.
            boolean log = page.getKey().startsWith("/guardian/log")
                    && visitor.account().equals("auditor");
            if (parted && !own && !log && !visitor.crawl().seen().containsKey(page.getKey())) {
                int status = visitor.crawl().status(page.getValue());
                if (status != 403 && status != 404) {
                    shown.add("%s gets another's page: %s is %d".formatted(visitor.account(), page.getKey(), status));
                }
            }
        }
        return shown;
    }

    private Map<String, String> cookies(String account) {
        try (Visit visit = visits.afresh(account, Way.MOUSE_AND_SCRIPT)) {
            return visit.page().context().cookies(stack.webUrl()).stream()
                    .collect(Collectors.toMap(cookie -> cookie.name, cookie -> cookie.value));
        }
    }

    /** What forms of people want to know: of the one whom staff of the demo look for. */
    private Answers answers() {
        Cast cast = stack.cast();
        LocalDate born = LocalDate.parse(cast.attribute("patient", "birthdate"));
        Map<String, String> known = new HashMap<>();
        known.put("nhsnumber", cast.attribute("patient", "nhs_number"));
        known.put("day", Integer.toString(born.getDayOfMonth()));
        known.put("month", Integer.toString(born.getMonthValue()));
        known.put("year", Integer.toString(born.getYear()));
        return new Answers(known);
    }
}
