package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The pages around the areas' own: what everybody sees, and what each page must keep to. */
class PagesTest {
    private static final Pages PAGES = new Pages();

    @ParameterizedTest
    @ValueSource(strings = {"front", "no-pages", "signed-out", "timed-out"})
    void pageWithoutData_isAsPagesAre(String page) {
        Pages.check(PAGES.render("portal/" + page, Optional.empty(), Optional.empty(), Map.of()));
        Pages.check(PAGES.render("portal/" + page, Map.of()));
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblem_hasItsPage(Problem problem) {
        Document page = Pages.check(
                PAGES.render("portal/problem", Optional.empty(), Optional.empty(), Map.of("problem", problem)));
        assertThat(page.select("main p")).hasSizeGreaterThan(2);
    }

    @Test
    void whatWasWrittenTooLate_isShownOnceMore() {
        Document page = Pages.check(PAGES.render(
                "portal/problem",
                Optional.empty(),
                Optional.empty(),
                Map.of("problem", Problem.EXPIRED, "written", List.of("I am <b>hard</b> of hearing", "Please write"))));
        assertThat(page.select("textarea[readonly]").eachText())
                .containsExactly("I am <b>hard</b> of hearing", "Please write");
    }

    @Test
    void carer_choosesWhoseRecord() {
        Visitor carer = new Visitor(
                "Cara <Example>", Set.of(Role.CARER, Role.PATIENT), "cara", Optional.empty(), Optional.empty());
        Document page = Pages.check(PAGES.render(
                "portal/whose",
                Optional.of(carer),
                Optional.empty(),
                Map.of(
                        "people",
                        List.of(
                                new SignInPages.Person("/record/1", "Ada Example", "1980-02-03"),
                                new SignInPages.Person("/record/2", "Bob Example", "2015-04-05")))));
        assertThat(page.select("main a").eachAttr("href")).containsExactly("/record/me", "/record/1", "/record/2");
        assertThat(page.select("header").text()).contains("Cara <Example>");
    }

    @Test
    void somebodyElsesRecord_saysSoOnEveryPage() {
        Document page = PAGES.render(
                "portal/no-pages",
                Optional.empty(),
                Optional.of(new Whose("17", "17", "Ada Example", false)),
                Map.of());
        assertThat(page.select(".candour-whose").text()).contains("Ada Example");
    }

    @Test
    void messages_haveNoStraightApostrophes() throws IOException {
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath*:/messages/portal/*.properties")) {
            Properties messages = new Properties();
            try (InputStream content = file.getInputStream()) {
                messages.load(new java.io.InputStreamReader(content, java.nio.charset.StandardCharsets.UTF_8));
            }
            messages.forEach((key, text) -> assertThat(text.toString())
                    .as("%s in %s: a straight apostrophe is lost", key, file.getFilename())
                    .doesNotContain("'"));
        }
    }
}
