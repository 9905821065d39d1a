package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.choice.Hiding.Named;
import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import io.candour.portal.form.TypedDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpSession;

/** Each page about choices, as it first is and as it is when something is wrong. */
class ChoicePagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor ANN =
            new Visitor("Ann", Set.of(Role.PATIENT), "ann", Optional.of("9990000018"), Optional.empty());
    private static final List<Named> PLACES =
            List.of(new Named("Organization/1", "Old Hospital"), new Named("Organization/2", "Elm <Street>"));

    private static final Whose ME = new Whose("me", "1", "Ann", true);

    private final Drafts drafts = Drafts.of(new MockHttpSession());
    private final Draft draft = drafts.begin("hide", "1");

    static Document page(String template, Map<String, ?> model) {
        return Pages.check(PAGES.render("portal/choice/" + template, Optional.of(ANN), Optional.of(ME), model));
    }

    private static Map<String, Object> with(Map<String, ?> model, String name, Object value) {
        Map<String, Object> more = new HashMap<>(model);
        more.put(name, value);
        return more;
    }

    @Test
    void overview_showsEachQuestionAndWhatIsHidden() {
        Document page = page("overview", Map.of("overview", Overview.of(StandingTest.sample())));

        for (Question question : Question.values()) {
            assertThat(page.select("a[href=/record/me/choices/ask/" + question.code() + "]"))
                    .hasSize(1);
        }
        assertThat(page.text()).contains("Old Hospital may not see your record.", "An app wrote this.");
        assertThat(page.select("a[href=/record/me/choices/stored/2/take-back]")).hasSize(1);
        assertThat(page("overview", Map.of("overview", Overview.of(new Standing(List.of(), List.of()))))
                        .text())
                .contains("You have not hidden anything.");
    }

    @Test
    void overviewAndHistory_ofACarer_speakOfThePersonByName() {
        Visitor cara = new Visitor("Cara", Set.of(Role.CARER), "cara", Optional.empty(), Optional.empty());
        Whose other = new Whose("1", "1", "Ann Example", false);
        Map<String, Object> model = Map.of(
                "overview", Overview.of(new Standing(List.of(), List.of())),
                "kept", List.of(),
                "working", List.of(),
                "broken", List.of(),
                "defaults", List.of());
        Map<String, String> titles = Map.of(
                "overview", "The choices of Ann Example",
                "history", "All choices made for Ann Example",
                "working", "Is my choice working?");
        titles.forEach((template, title) -> {
            Document page = Pages.check(
                    PAGES.render("portal/choice/" + template, Optional.of(cara), Optional.of(other), model));
            assertThat(page.select("h1").text()).isEqualTo(title);
            assertThat(page.select("main").text())
                    .doesNotContain("My choices", "my choices", "You have", "you have", "I have");
        });
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void question_hasNothingPreselectedAndSaysWhatIsWrong(Question question) {
        Map<String, Object> model = Map.of(
                "question",
                question.code(),
                "group",
                question.group().code(),
                "answer",
                "",
                "draft",
                "",
                "now",
                new Overview.Asked(question.code(), List.of("As it is."), List.of()));

        Document page = page("question", model);
        assertThat(page.select("input[type=radio]")).hasSize(2);
        assertThat(page.select("input[checked]")).isEmpty();
        Document wrong = page("question", with(model, "error", "choice.error.answer"));
        assertThat(wrong.select(".nhsuk-error-summary a").attr("href")).isEqualTo("#answer-yes");
        assertThat(wrong.title()).startsWith("Error: ");
        assertThat(page("question", with(model, "answer", "no"))
                        .select("input[checked]")
                        .val())
                .isEqualTo("no");
    }

    @Test
    void emergency_isAsked() {
        Map<String, Object> model = Map.of(
                "draft",
                "d",
                "emergency",
                "",
                "back",
                "/choices/ask/care-sharing",
                "action",
                "/choices/hide/emergency");

        assertThat(page("emergency", model).select("input[checked]")).isEmpty();
        page("emergency", with(model, "error", "choice.error.emergency"));
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void check_saysWhatHappensBeforeItDoes(Question question) {
        for (Answer answer : Answer.values()) {
            Map<String, Object> model = Map.of(
                    "question",
                    question.code(),
                    "answer",
                    answer.code(),
                    "emergency",
                    question.asksAboutEmergencies(answer) ? Optional.of("no") : Optional.empty(),
                    "draft",
                    "d",
                    "shown",
                    "s1",
                    "then",
                    List.of("This."));

            Document check = page("check", model);
            assertThat(check.select("main form").attr("action"))
                    .isEqualTo("/record/me/choices/ask/" + question.code() + "/check");
            assertThat(check.select("main form input[name=shown]").val()).isEqualTo("s1");
            assertThat(check.text()).doesNotContain("changed in another window");
            assertThat(PAGES.render("portal/choice/check", Map.of("changed", "yes"), with(model, "whose", ME))
                            .select("main")
                            .text())
                    .contains("changed in another window");
        }
    }

    @Test
    void receipt_atOnceAndLater() {
        Map<String, Object> model = new HashMap<>();
        model.put("id", "2");
        model.put("reference", "2-1");
        model.put("justSaved", true);
        model.put("warnings", List.of("This ends sooner."));
        model.put("saved", Optional.of(Instant.parse("2026-11-29T08:00:00Z")));
        model.put("row", StandingTest.sample().find("2").map(Overview.Row::of));
        model.put("live", true);
        model.put("changed", List.of("Old Hospital may not see your record."));
        model.put("shown", Optional.of(List.of("Old Hospital will not see your whole record.")));
        model.put("active", true);
        model.put("newer", Optional.empty());

        Document page = page("receipt", model);
        assertThat(page.select("h1").text()).isEqualTo("Your choice is saved");
        assertThat(page.text()).contains("2-1", "This ends sooner.", "31 December 2026");
        model.putAll(Map.of(
                "justSaved", false,
                "warnings", List.of(),
                "row", Optional.empty(),
                "saved", Optional.empty(),
                "live", false,
                "changed", List.of(),
                "shown", Optional.empty(),
                "active", false,
                "newer", Optional.of("3")));
        Document old = page("receipt", model);
        assertThat(old.select("h1").text()).isEqualTo("Receipt of a choice");
        assertThat(old.select("a[href=/record/me/choices/receipts/2/3]")).hasSize(1);
    }

    @Test
    void takingBack_saysWhatFollows() {
        Overview.Row row = Overview.Row.of(StandingTest.sample().find("2").orElseThrow());

        page("take-back", Map.of("draft", "d", "row", row, "question", Optional.of("planning")));
        page("take-back", Map.of("draft", "d", "row", row, "question", Optional.empty()));
    }

    @Test
    void lists_ofAllChoicesAndOfWhatWorks() {
        Standing standing = StandingTest.sample();
        List<ChoicesController.Kept> kept = standing.choices().stream()
                .map(choice -> ChoicesController.Kept.of(choice, new Consent()))
                .toList();
        assertThat(page("history", Map.of("kept", kept)).select("tbody tr")).hasSize(4);
        page("history", Map.of("kept", List.of()));
        List<Overview.Row> rows =
                standing.choices().stream().map(Overview.Row::of).toList();
        page("working", Map.of("working", rows, "broken", rows, "defaults", standing.unanswered()));
        page("working", Map.of("working", List.of(), "broken", List.of(), "defaults", List.of()));
        page("not-for-you", Map.of());
        page("refused", Map.of("issues", List.of()));
    }

    @Test
    void preview_ofAPlaceAndOfAUse() {
        Preview preview = new Preview(
                3,
                2,
                List.of(
                        new Preview.Line("medicines", 3, 0, List.of()),
                        new Preview.Line("test-results", 0, 1, List.of("Why.")),
                        new Preview.Line("other", 1, 1, List.of("Why."))));
        Map<String, Object> model = Map.of(
                "organisations",
                PLACES,
                "uses",
                List.of("academic", "commercial", "planning"),
                "seen",
                "Organization/1");

        page("preview", model);
        page("preview", with(model, "error", "choice.error.preview"));
        Document place = page("preview", with(with(model, "preview", preview), "organisation", "Old Hospital"));
        assertThat(place.select("h2").first().text()).isEqualTo("Old Hospital would see 3 of 5 entries");
        assertThat(place.select("tbody tr")).hasSize(3);
        page("preview", with(with(model, "preview", preview), "use", "planning"));
    }

    @Test
    void hiding_eachPageOfIt() {
        Draft entry = draft.with("item", "Condition/1").with("item-name", "Asthma");
        Map<String, Object> what = Map.of("draft", "d", "given", draft, "categories", HidingDraft.CATEGORIES);
        assertThat(page("hide-what", what).select("input[checked]")).isEmpty();
        page("hide-what", with(with(what, "error", "choice.error.what"), "given", entry));
        Map<String, Object> from = Map.of("draft", "d", "given", draft, "organisations", PLACES, "people", PLACES);
        assertThat(page("hide-from", from).text()).contains("Elm <Street>");
        page("hide-from", with(from, "error", "choice.error.from"));
        assertThat(page(
                                "hide-from",
                                with(with(from, "error", "choice.error.name"), "given", draft.with("name", "Elm Elm")))
                        .select("#name")
                        .val())
                .isEqualTo("Elm Elm");
        page("hide-from", with(with(from, "people", List.of()), "organisations", List.of()));
        Map<String, Object> search = Map.of("draft", "d", "given", draft.with("name", "Elm"), "found", PLACES);
        page("hide-search", search);
        page("hide-search", with(search, "error", "choice.error.search"));
        page("hide-search", with(search, "found", List.of()));
        Map<String, Object> until = Map.of("draft", "d", "given", draft, "until", TypedDay.of(Optional.empty()));
        page("hide-until", until);
        page("hide-until", with(until, "error", "choice.error.until"));
        Document typed = page(
                "hide-until",
                with(with(until, "error", "choice.error.until.day"), "until", TypedDay.of("31", "2", "2027")));
        assertThat(typed.select("#until-day").val()).isEqualTo("31");
        Map<String, Object> check = Map.of(
                "draft", "d",
                "what", "your medicines",
                "from", Optional.of("Old Hospital"),
                "until", Optional.of(LocalDate.of(2027, 3, 31)),
                "emergency", Optional.of("no"),
                "then", List.of("This."));
        page("hide-check", with(check, "preview", new Preview(3, 2, List.of())));
        page(
                "hide-check",
                with(
                        with(with(check, "from", Optional.empty()), "until", Optional.empty()),
                        "emergency",
                        Optional.empty()));
    }
}
