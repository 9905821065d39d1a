package io.candour.portal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.form.TypedDay;
import io.candour.portal.log.Filter.Show;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** The pages about who has looked. */
class LookedPagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor ANN =
            new Visitor("Ann", Set.of(Role.PATIENT), "ann", Optional.of("9990000018"), Optional.empty());

    private static Document page(String template, Map<String, ?> model) {
        return Pages.check(PAGES.render(
                "portal/log/" + template, Optional.of(ANN), Optional.of(new Whose("me", "1", "Ann", true)), model));
    }

    private static Map<String, Object> model(Filter filter, List<Day> days, Optional<String> older) {
        return new HashMap<>(Map.of(
                "filter", filter, "shows", Show.values(), "days", days, "older", older, "paged", older.isPresent()));
    }

    @Test
    void looked_marksEmergenciesAndRefusalsAndOffersAQuestion() {
        Document page =
                page("looked", model(Filter.NONE, Day.of(LogPageTest.sample().looks()), Optional.of("abc")));

        assertThat(page.select(".nhsuk-tag").eachText()).contains("Emergency", "Refused", "Computer");
        assertThat(page.select("a[href^=/record/me/looked/ask]").eachAttr("href"))
                .as("not about what one did oneself")
                .containsExactly(
                        "/record/me/looked/ask?event=e-1",
                        "/record/me/looked/ask?event=e-2",
                        "/record/me/looked/ask?event=e-4");
    }

    @Test
    void looked_byACarer_namesThePersonWhoseRecordItIs() {
        Document page = Pages.check(PAGES.render(
                "portal/log/looked",
                Optional.of(new Visitor("Cara", Set.of(Role.CARER), "cara", Optional.empty(), Optional.empty())),
                Optional.of(new Whose("1", "1", "Ann Example", false)),
                model(Filter.NONE, Day.of(LogPageTest.sample().looks()), Optional.empty())));

        assertThat(page.select("h1").text()).isEqualTo("Who has looked at the record of Ann Example");
        assertThat(page.select("li strong").eachText()).contains("Ann Example").doesNotContain("You");
        assertThat(page.select("option").eachText()).contains("Everything, with what Ann Example did");
        assertThat(page.select(".candour-whose").text()).contains("they mean Ann Example.");
    }

    @Test
    void older_keepsWhatWasAskedFor() {
        Filter filter = new Filter(Show.REFUSED, TypedDay.of("1", "11", "2026"), TypedDay.of("29", "11", "2026"));
        Document page = page("looked", model(filter, List.of(), Optional.of("a+b/c")));

        assertThat(page.select("a[rel=next]").attr("href"))
                .contains("show=refused", "from-day=1", "to-year=2026", "older=a%2Bb/c");
        assertThat(page.select("option[selected]").val()).isEqualTo("refused");
        assertThat(page.text()).contains("You can look further back.");
        assertThat(page("looked", model(filter, List.of(), Optional.empty())).text())
                .contains("Nothing of this kind was found.");
    }

    @Test
    void looked_saysWhichDayIsWrong() {
        Filter filter = new Filter(Show.OTHERS, TypedDay.of("31", "2", "2026"), TypedDay.of("1", "x", "2026"));
        Map<String, Object> model = model(filter, List.of(), Optional.empty());
        model.remove("days");
        model.remove("older");

        Document page = page("looked", model);
        assertThat(page.select(".nhsuk-error-summary a").eachAttr("href")).containsExactly("#from-day", "#to-day");
        assertThat(page.select("#from-day").val()).isEqualTo("31");
    }

    @Test
    void question_showsTheRowAndKeepsWhatWasTyped() {
        Look look = LogPageTest.sample().looks().get(0);
        page("ask", Map.of("look", look, "text", ""));
        Document wrong = page("ask", Map.of("look", look, "text", "<No>", "error", "log.ask.error"));
        assertThat(wrong.select("textarea").val()).isEqualTo("<No>");
        page("ask", Map.of("look", look, "text", "Who?", "issues", List.of()));
        page("asked", Map.of());
        page("emergency", Map.of("look", look, "text", ""));
        page("emergency", Map.of("look", look, "text", "x", "error", "log.emergency.error"));
        page("ended", Map.of("over", false));
        page("ended", Map.of("over", true));
        page("not-for-you", Map.of());
    }
}
