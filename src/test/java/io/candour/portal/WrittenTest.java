package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What was typed into a form that came to nothing: in the page that says so, for its sender alone. */
class WrittenTest {
    private static final String OWN = "https://records.example";

    /** A field of staff's own pieces, by its name alone, or of a component, which has it among its options. */
    private static final Pattern FIELD = Pattern.compile(
            ":: (words|short|date|textarea|input|date-input)\\((?:|\\$\\{ \\{[^{}]*?\\bname: )'([^']+)'");

    private final Pages pages = new Pages();
    private final ProblemFilter filter = new ProblemFilter(new Written(TriedSettings.at(OWN, List.of())));

    private List<?> written(MockHttpServletRequest request) throws ServletException, IOException {
        filter.doFilter(request, new MockHttpServletResponse(), (asked, answer) -> {});
        return request.getAttribute(Written.IN_PAGE) instanceof List<?> texts ? texts : List.of();
    }

    private static MockHttpServletRequest form(Map<String, String> fields) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/record/me/note");
        request.addHeader("Origin", OWN);
        request.setParameters(fields);
        return request;
    }

    @Test
    void aWordANumberAndADay_areShownOnceMore() throws Exception {
        assertThat(written(form(Map.of(
                        "text",
                        " Penicillin ",
                        "ageFrom",
                        "18",
                        "born-day",
                        "3",
                        "born-month",
                        "Feb",
                        "born-year",
                        "1980"))))
                .isEqualTo(List.of("Penicillin", "18", "3 Feb 1980"));
    }

    @Test
    void whatWasChosen_andWhatEveryFormHas_isNot() throws Exception {
        assertThat(written(form(Map.of("_csrf", "proof", "once", "1", "draft", "d", "answer", "yes", "text", "  "))))
                .isEmpty();
    }

    @Test
    void aReasonOfAList_isNoneOfTheirWords() throws Exception {
        assertThat(written(form(Map.of("reason", "ETREAT", "reasonText", "Unconscious"))))
                .isEqualTo(List.of("Unconscious"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", ""})
    void anothersPage_hasNothingShown(String origin) throws Exception {
        MockHttpServletRequest request = form(Map.of("text", "Call this number"));
        request.removeHeader("Origin");
        if (!origin.isEmpty()) {
            request.addHeader("Origin", origin);
        }
        assertThat(written(request)).isEmpty();
    }

    @Test
    void anAddress_hasNothingShown() throws Exception {
        MockHttpServletRequest request = form(Map.of("text", "Call this number"));
        request.setMethod("GET");
        assertThat(written(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"people/refused", "record/not-for-you"})
    void pagesOfRefusals_giveTheTextBack(String page) {
        Document refused = Pages.check(pages.render(
                "portal/" + page,
                Optional.empty(),
                Optional.of(new Whose("17", "17", "Ada Example", false)),
                Map.of("back", "/people", "issues", List.of(), "written", List.of("No longer needed"))));
        assertThat(refused.select("textarea[readonly]").eachText()).containsExactly("No longer needed");
    }

    @Test
    void everyFieldThatPeopleTypeInto_isAmongThem() throws IOException {
        Set<String> texts = new TreeSet<>();
        Set<String> days = new TreeSet<>();
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath:/templates/portal/**/*.html")) {
            String template = file.getContentAsString(StandardCharsets.UTF_8);
            texts.addAll(Jsoup.parse(template)
                    .select("textarea[name], input[type=text][name]")
                    .eachAttr("name"));
            FIELD.matcher(template)
                    .results()
                    .forEach(field ->
                            (Set.of("date", "date-input").contains(field.group(1)) ? days : texts).add(field.group(2)));
        }
        assertThat(Written.TEXTS).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(Written.DAYS).containsExactlyInAnyOrderElementsOf(days);
    }
}
