package io.candour.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The stories' own eyes and hands: each defect that they are to find is planted, and found. */
@ExtendWith(Browsing.class)
class PlantedDefectsIT {
    private static final String FORM =
            """
            <h1>Tell us</h1>
            <form action="/told" method="get">
              <fieldset><legend>Do you agree?</legend>
                <input type="radio" name="agree" value="yes" id="yes"><label for="yes">Yes</label>
                <input type="radio" name="agree" value="no" id="no"><label for="no">No, never</label>
              </fieldset>
              <input type="checkbox" name="more" value="on" id="more"><label for="more">Tell me more</label>
              <label for="why">Why?</label><textarea id="why" name="why">because</textarea>
              <label for="when">When?</label>
              <select id="when" name="when"><option>Soon</option><option>Later</option></select>
              <details><summary>What happens then</summary><p>Nothing at all</p></details>
              <button>Continue</button>
            </form>
            """;

    private final Browser browser;
    private PlantedPages pages;

    PlantedDefectsIT(Browser browser) throws IOException {
        this.browser = browser;
        this.pages = new PlantedPages();
    }

    @BeforeEach
    void plant() {
        pages.plant("/page.css", "a:focus, summary:focus { outline: 3px solid black } button { min-height: 24px }")
                .plant("/form", "Tell us", FORM)
                .plant("/told", "Told", "<h1>Thank you</h1><p><a href=\"/form\">Again</a></p>");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @ParameterizedTest
    @EnumSource
    void aForm_whenFilledInInAnyWay_thenSaysWhatWasMeant(Way way) {
        try (Visit visit = visit(way).open("/form")) {
            visit.choose("No, never")
                    .tick("Tell me more")
                    .write("Why?", "I said so")
                    .pick("When?", "Later")
                    .unfold("What happens then")
                    .sees("Nothing at all")
                    .press("Continue")
                    .isAt("Thank you");

            assertThat(visit.path()).isEqualTo("/told?agree=no&more=on&why=I+said+so&when=Later");
            visit.follow("Again").isAt("Tell us").isClean();
        }
    }

    @Test
    void look_whenAPageIsInOrder_thenItsPicturesAreKept() {
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT).open("/form")) {
            visit.look("planted-form").isAt("Tell us");
        }
        assertThat(Path.of("target/screens/planted-form-phone.png")).isNotEmptyFile();
        assertThat(Path.of("target/screens/planted-form-desktop.png")).isNotEmptyFile();
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                Arguments.of("contrast", "<h1>A</h1><p class='pale'>Pale</p>", "axe color-contrast"),
                Arguments.of("label", "<h1>A</h1><input name='a'>", "axe label"),
                Arguments.of(
                        "target",
                        "<h1>A</h1><a class='tiny' href='/form'>a</a><a class='tiny' href='/told'>b</a>",
                        "axe target-size"),
                Arguments.of("order", "<h1>A</h1><h3>C</h3>", "skips to a heading of level 3"),
                Arguments.of("wide", "<h1>A</h1><div class='wide'>W</div>", "on a phone is"),
                Arguments.of(
                        "mouse-only",
                        "<h1>A</h1><a href='/told' tabindex='-1'>Hidden from keys</a>",
                        "the Tab key never reaches a 2 'Hidden from keys'"),
                Arguments.of(
                        "unseen-focus",
                        "<h1>A</h1><button class='unseen'>Where am I?</button>",
                        "does not show that the focus is at button 2 'Where am I?'"),
                Arguments.of("id", "<h1>A</h1><p>3fa85f64-5717-4562-b3fc-2c963f66afa6</p>", "shows an id"),
                Arguments.of(
                        "caption", "<h1>A</h1><table><tr><th>B</th></tr></table>", "has a table without a caption"));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void look_whenAPageHasADefect_thenFound(String name, String main, String found) {
        pages.plant(
                "/page.css",
                """
                a:focus { outline: 3px solid black } button { min-height: 24px }
                .pale { color: #ccc } .wide { width: 500px } .tiny { font-size: 8px }
                .unseen:focus { outline: none }
                """);
        pages.plant("/" + name, "A page", main);
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT).open("/" + name)) {
            visit.look("planted-" + name);

            assertThatThrownBy(visit::isClean).hasMessageContaining(found);
        }
    }

    @Test
    void walk_whenAPageDoesNotBeginWithALinkToItsContent_thenTold() {
        pages.plant("/page", "<!DOCTYPE html><title>A</title><main id='main'><a href='/form'>Form</a></main>");
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT).open("/page")) {
            List<String> wrong = new Keyboard(visit.page()).walk();

            assertThat(wrong).containsExactly("begins with a 1 'Form', not with a link to the content");
        }
    }

    @Test
    void isClean_whenThePolicyForContentBlocksSomething_thenTold() {
        pages.plant("/page", "A page", "<h1>A</h1><p style='color: red'>Red</p>");
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT).open("/page")) {
            assertThatThrownBy(visit::isClean)
                    .hasMessageContaining("The console complains at")
                    .hasMessageContaining("style");
        }
    }

    @Test
    void isClean_whenAPageAsksSomebodyElse_thenTold() {
        pages.plant("/page", "A page", "<h1>A</h1><a href='http://127.0.0.1:9/elsewhere'>Away</a>");
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT).open("/page")) {
            assertThatThrownBy(() -> visit.page().navigate("http://127.0.0.1:9/elsewhere"));
            assertThatThrownBy(visit::isClean)
                    .hasMessageContaining("asked somebody else: http://127.0.0.1:9/elsewhere");
        }
    }

    @Test
    void reach_whenTheTabKeyNeverGetsThere_thenFails() {
        pages.plant("/page", "A page", "<h1>A</h1><a href='/form' tabindex='-1'>Form</a>");
        try (Visit visit = visit(Way.KEYBOARD_AND_SCRIPT).open("/page")) {
            assertThatThrownBy(() -> visit.follow("Form")).hasMessageContaining("The Tab key never reaches");
        }
    }

    private Visit visit(Way way) {
        return new Visits(browser, pages.url(), Set.of()).stranger(way);
    }
}
