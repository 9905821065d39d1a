package io.candour.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.candour.portal.FhirRefused.Issue;
import io.candour.portal.Pages;
import io.candour.portal.Problem;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * States that the stories do not come to, as something has to fail for them: each with the words, styles and scripts that
 * the server sends, and no server.
 */
@ExtendWith(Browsing.class)
class RareStatesIT {
    private static final String ASSETS = "io/candour/portal/assets/";
    private static final Optional<Whose> OWN = Optional.of(new Whose("me", "17", "Ada Example", true));
    private static final Optional<Whose> OTHERS = Optional.of(new Whose("17", "17", "Ada Example", false));
    private static final List<Issue> ISSUES = List.of(new Issue("They do not act for you any more.", ""));
    private static final Pages PAGES = new Pages();

    private final Browser browser;
    private final PlantedPages pages;

    RareStatesIT(Browser browser) throws IOException {
        this.browser = browser;
        this.pages = new PlantedPages();
    }

    /** A page with all it needs. */
    private record State(String name, String template, Role of, Optional<Whose> whose, Map<String, ?> model) {
        private String page() {
            return Pages.check(PAGES.render(
                            "portal/" + template,
                            Optional.of(new Visitor(
                                    "Ada Example", Set.of(of), "ada", Optional.of("9990000018"), Optional.empty())),
                            whose,
                            model))
                    .outerHtml();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** One day of a log, by what its page calls its parts. */
    private record Day(Optional<LocalDate> day, Optional<String> organisation, List<Line> lines) {}

    private record Line(
            Optional<Instant> at,
            String who,
            String did,
            String reason,
            boolean refused,
            boolean emergency,
            boolean automated,
            String event) {}

    static Stream<State> states() {
        List<Day> days = List.of(new Day(
                Optional.of(LocalDate.of(2026, 5, 3)),
                Optional.of("Elm Street Surgery"),
                List.of(new Line(
                        Optional.of(Instant.parse("2026-05-03T08:00:00Z")),
                        "Ann Other",
                        "Read conditions",
                        "Allowed for care",
                        true,
                        true,
                        true,
                        "7-1"))));
        return Stream.concat(
                Stream.of(
                        new State(
                                "people-refused",
                                "people/refused",
                                Role.PATIENT,
                                OWN,
                                Map.of("back", "/people", "issues", ISSUES, "written", List.of("No longer needed"))),
                        new State("choice-refused", "choice/refused", Role.PATIENT, OWN, Map.of("issues", ISSUES)),
                        new State("choice-not-for-you", "choice/not-for-you", Role.CARER, OTHERS, Map.of()),
                        new State("went-not-for-you", "went/not-for-you", Role.CARER, OTHERS, Map.of()),
                        new State("looked-not-for-you", "log/not-for-you", Role.CARER, OTHERS, Map.of()),
                        new State("people-not-for-you", "people/not-for-you", Role.CARER, OTHERS, Map.of()),
                        new State(
                                "record-not-for-you",
                                "record/not-for-you",
                                Role.CARER,
                                OTHERS,
                                Map.of("written", List.of("She is hard of hearing"))),
                        new State(
                                "staff-closed",
                                "staff/closed",
                                Role.PRACTITIONER,
                                Optional.empty(),
                                Map.of("right", Optional.empty(), "patient", "17")),
                        new State("emergency-ended", "log/ended", Role.PATIENT, OWN, Map.of("over", false)),
                        new State("emergency-over", "log/ended", Role.PATIENT, OWN, Map.of("over", true)),
                        new State("no-pages", "no-pages", Role.CHOICE_REGISTRATION, Optional.empty(), Map.of()),
                        new State(
                                "guardian-patient-log",
                                "guardian/patient-log",
                                Role.GUARDIAN,
                                Optional.empty(),
                                Map.of("patient", "17", "days", days, "first", true, "older", Optional.of("a=b")))),
                Stream.of(Problem.values())
                        .map(problem -> new State(
                                problem.key().replace('.', '-'),
                                "problem",
                                Role.PATIENT,
                                Optional.empty(),
                                Map.of("problem", problem, "written", List.of("Half a sentence", "3 Feb 1980")))));
    }

    @BeforeEach
    void plantAssets() throws IOException {
        pages.plant("/page.css", "");
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath*:/" + ASSETS + "**/*.*")) {
            String path = file.getURL().getPath();
            pages.plant(
                    "/assets/hash/" + path.substring(path.indexOf(ASSETS) + ASSETS.length()),
                    file.getContentAsString(UTF_8));
        }
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @ParameterizedTest
    @MethodSource("states")
    void state_whenLookedAt_thenInOrderWithScriptsAndWithout(State state) {
        pages.plant("/state", state.page());
        for (Way way : List.of(Way.MOUSE_AND_SCRIPT, Way.KEYBOARD_WITHOUT_SCRIPT)) {
            try (Visit visit = visit(way).open("/state")) {
                visit.look("rare-" + state.name());
            }
        }
    }

    private static String note() {
        return new State(
                        "note",
                        "record/say",
                        Role.PATIENT,
                        OWN,
                        Map.of("kind", "note", "row", Optional.empty(), "text", ""))
                .page();
    }

    @Test
    void aForm_whenTheVisitIsOver_thenSendsItsTextToBeGivenBackAndNothingThatProvesIt() {
        pages.plant("/writing", note());
        pages.plant("/record/me/note", "Too late", "<h1>You need to sign in again</h1>");
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT)) {
            visit.page().clock().install();
            visit.open("/writing").fill(visit.part("main textarea"), "Penicillin");
            visit.page().clock().fastForward("20:01");

            visit.isAt("You need to sign in again");
        }
        assertThat(pages.received())
                .singleElement()
                .asString()
                .contains("text=Penicillin")
                .doesNotContain("_csrf");
    }

    @Test
    void aFormWithoutText_whenTheVisitIsOver_thenIsNotSent() {
        pages.plant("/writing", note());
        pages.plant("/timed-out", "Signed out", "<h1>We signed you out</h1>");
        try (Visit visit = visit(Way.MOUSE_AND_SCRIPT)) {
            visit.page().clock().install();
            visit.open("/writing").page().clock().fastForward("20:01");

            visit.isAt("We signed you out");
        }
        assertThat(pages.received()).isEmpty();
    }

    private Visit visit(Way way) {
        return new Visits(browser, pages.url(), Set.of()).stranger(way);
    }
}
