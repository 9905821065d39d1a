package io.candour.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.hl7.fhir.r4.model.DateType;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;

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
                                new SignInPages.Person(
                                        "/record/1", "Ada Example", Optional.of(new DateType("1980-02-03"))),
                                new SignInPages.Person(
                                        "/record/2", "Ada Example", Optional.of(new DateType("2015")))))));
        assertThat(page.select("main a").eachAttr("href")).containsExactly("/record/me", "/record/1", "/record/2");
        assertThat(page.select("main a").eachText())
                .as("people of one name")
                .endsWith("Ada Example, born 3 February 1980", "Ada Example, born 2015");
        assertThat(page.select("header").text()).contains("Cara <Example>");
    }

    @Test
    void carer_choosesFromAllPagesOfPeople() {
        try (FhirThere there = new FhirThere()) {
            String page =
                    """
                    {'resourceType': 'Bundle', 'type': 'searchset', 'link': [%s],
                     'entry': [{'resource': {'resourceType': 'Patient', 'id': '%s', 'birthDate': '1980-02-03'}}]}""";
            there.has(
                    "Patient",
                    page.formatted("{'relation': 'next', 'url': '%sPatient?_page=2'}".formatted(FhirThere.BASE), "1"));
            there.has("Patient?_page=2", page.formatted("", "2"));

            assertThat(SignInPages.people(there.fhir()))
                    .extracting(SignInPages.Person::path)
                    .containsExactly("/record/1", "/record/2");
        }
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
    void page_inASecondLanguage_hasNothingInEnglishThatHasATranslation() throws IOException {
        Document page = PAGES.render("portal/signed-out", Locale.forLanguageTag("cy"));
        Properties english = messages("/messages/portal/base.properties");

        assertThat(page.select("html").attr("lang")).isEqualTo("cy");
        messages("/messages/portal/base_cy.properties").forEach((key, text) -> assertThat(page.text())
                .contains(text.toString())
                .doesNotContain(english.getProperty(key.toString())));
    }

    private static Properties messages(String file) throws IOException {
        return PropertiesLoaderUtils.loadProperties(
                new EncodedResource(new ClassPathResource(file), StandardCharsets.UTF_8));
    }

    @Test
    void server_isAskedInTheLanguageOfThePage() {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("cy"));
        try (FhirThere there = new FhirThere()) {
            there.has("Patient", "{'resourceType': 'Bundle', 'type': 'searchset'}");
            SignInPages.people(there.fhir());
            assertThat(there.languages()).containsExactly("cy");
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    @Test
    void messages_haveNoStraightApostrophes() throws IOException {
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath*:/messages/portal/*.properties")) {
            Properties messages = new Properties();
            try (InputStream content = file.getInputStream()) {
                messages.load(new InputStreamReader(content, StandardCharsets.UTF_8));
            }
            messages.forEach((key, text) -> assertThat(text.toString())
                    .as("%s in %s: a straight apostrophe is lost", key, file.getFilename())
                    .doesNotContain("'"));
        }
    }
}
