package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages keep the laws, and how a broken one is told. */
class PageLawsTest {
    private static final List<String> HEADINGS = List.of("1 Your record", "2 Allergies", "3 Penicillin", "2 Medicines");

    @Test
    void broken_whenAPageIsInOrder_thenNothing() {
        assertThat(PageLaws.broken(page("Your record", HEADINGS, "Born on 3 May 1961. Weight 72.5 kg")))
                .isEmpty();
    }

    @Test
    void broken_whenTheSummaryOfErrorsComesFirst_thenNothing() {
        assertThat(PageLaws.broken(page("Your record", List.of("2 There is a problem", "1 Your record"), "")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nulliparous",
                "The ratio is 1/2",
                "Mass/volume",
                "Ask: why?? Because??",
                "A & B",
                "5 January 2020",
                "Task force",
                "{score}"
            })
    void broken_whenTextIsPlain_thenNothing(String text) {
        assertThat(PageLaws.broken(page("Title", HEADINGS, text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "??record.home.title??|a message that is missing",
                "See 3fa85f64-5717-4562-b3fc-2c963f66afa6 here|an id",
                "By Practitioner/17|a reference",
                "http://snomed.info/sct|a URL",
                "urn:uuid:1|a URL",
                "On 2020-01-05|a date as machines write it",
                "At 2020-01-05T10:00:00Z|a date as machines write it",
                "Given by null|something of the program",
                "Optional[A]|something of the program",
                "A &amp; B|markup that was escaped twice",
                "Hello {0}|a placeholder",
                "Hello ${name}|a placeholder"
            })
    void broken_whenTextIsNotForPeople_thenToldWhat(String text, String what) {
        assertThat(PageLaws.broken(page("Title", HEADINGS, text)))
                .singleElement()
                .asString()
                .startsWith("shows " + what + ": ");
    }

    @Test
    void broken_whenThereIsNoHeadingOfLevelOne_thenTold() {
        assertThat(PageLaws.broken(page("Title", List.of("2 Two"), ""))).containsExactly("has 0 headings of level 1");
    }

    @Test
    void broken_whenThereAreTwoHeadingsOfLevelOne_thenTold() {
        assertThat(PageLaws.broken(page("Title", List.of("1 One", "1 Two"), "")))
                .containsExactly("has 2 headings of level 1");
    }

    @Test
    void broken_whenALevelIsSkipped_thenTold() {
        assertThat(PageLaws.broken(page("Title", List.of("1 One", "3 Three"), "")))
                .containsExactly("skips to a heading of level 3:  Three");
    }

    @Test
    void broken_whenAHeadingIsEmpty_thenTold() {
        assertThat(PageLaws.broken(page("Title", List.of("1 One", "2 "), ""))).containsExactly("has an empty heading");
    }

    @Test
    void broken_whenAnErrorIsNotInTheTitle_thenTold() {
        PageFacts facts = new PageFacts("Title", "en", HEADINGS, "", true, "", 1, 1, List.of(), List.of(), List.of());

        assertThat(PageLaws.broken(facts))
                .containsExactly("tells of an error, and its title does not begin with 'Error: ': Title");
    }

    @Test
    void broken_whenThereIsNoTitle_thenTold() {
        assertThat(PageLaws.broken(page(" ", HEADINGS, ""))).containsExactly("has no title");
    }

    @Test
    void broken_whenTheLanguageFollowsTheBrowser_thenTold() {
        PageFacts facts = new PageFacts("Title", "fr", HEADINGS, "", false, "", 1, 1, List.of(), List.of(), List.of());

        assertThat(PageLaws.broken(facts)).containsExactly("says that its language is 'fr'");
    }

    @Test
    void broken_whenMarkupIsWrong_thenEachIsTold() {
        PageFacts facts = new PageFacts(
                "Title", "en", HEADINGS, "", false, "", 320, 400, List.of("A"), List.of("<p style"), List.of("x"));

        assertThat(PageLaws.broken(facts))
                .containsExactly(
                        "is 400 pixels wide in a window of 320",
                        "has a table without a caption: A",
                        "has style or script in its markup: <p style",
                        "links to a place that it does not have: #x");
    }

    private static PageFacts page(String title, List<String> headings, String text) {
        return new PageFacts(title, "en", headings, text, false, "", 320, 320, List.of(), List.of(), List.of());
    }
}
