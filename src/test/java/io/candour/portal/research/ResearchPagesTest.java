package io.candour.portal.research;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.programme.Studied;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A researcher's pages, rendered of what the server would answer. */
class ResearchPagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor RESEARCHER =
            new Visitor("Rose", Set.of(Role.RESEARCHER), "rose", Optional.empty(), Optional.of("X9906"));

    private static Document page(String template, Map<String, ?> model) {
        return Pages.check(
                PAGES.render("portal/research/" + template, Optional.of(RESEARCHER), Optional.empty(), model));
    }

    @Test
    void mineListsProgrammesAndQuestions() {
        Programme running = Studied.running();
        Programme announced = Studied.of("p2", "approved", "HRESCH", false);
        Document page = page(
                "mine",
                Map.of(
                        "programmes",
                        List.of(running, announced),
                        "byId",
                        Map.of("p1", running),
                        "questions",
                        List.of(Questioned.question("requested", ""), Questioned.question("rejected", ""))));

        assertThat(page.select("main a").eachAttr("href"))
                .containsExactly(
                        "/programmes/p1",
                        "/research/programmes/p1/ask",
                        "/programmes/p2",
                        "/research/questions/q1",
                        "/research/questions/q1");
        assertThat(page.select("main").text())
                .contains(
                        "How many people have the condition Asthma from 1 February 2025, by sex?",
                        "With the guardians",
                        "Refused")
                .doesNotContain("snomed.info", "2025-02-01");
        assertThat(page("mine", Map.of("programmes", List.of(), "byId", Map.of(), "questions", List.of()))
                        .select("main")
                        .text())
                .contains("has no programme", "has asked anything yet");
    }

    private static Map<String, Object> form(Typed typed, Problems problems) {
        return new HashMap<>(Map.of(
                "programme",
                Studied.running(),
                "typed",
                typed,
                "problems",
                problems,
                "sexes",
                Asking.SEXES,
                "breakdowns",
                Asking.BREAKDOWNS,
                "common",
                Map.of(
                        "condition", CommonCodes.of("condition"),
                        "medicine", CommonCodes.of("medicine"),
                        "result", CommonCodes.of("result"))));
    }

    @Test
    void nothingIsPreselectedAndOnlyWhatMayBeAskedIsOffered() {
        Document page = page("ask", form(Typed.NOTHING, new Problems()));
        assertThat(page.select("input[checked]")).isEmpty();
        assertThat(page.select("main textarea").eachAttr("name"))
                .containsExactly("reason", "condition", "medicine", "result");

        Map<String, Object> narrow = form(Typed.NOTHING, new Problems());
        Programme all = Studied.running();
        narrow.put(
                "programme",
                new Programme(
                        "p1",
                        all.title(),
                        all.description(),
                        "active",
                        all.recipient(),
                        all.purpose(),
                        all.legalBasis(),
                        all.fee(),
                        false,
                        List.of("medicines"),
                        all.starts(),
                        all.ends(),
                        Optional.empty(),
                        0,
                        0));
        assertThat(page("ask", narrow)
                        .select("main textarea, main input[type=radio]")
                        .eachAttr("name"))
                .containsExactly("reason", "medicine");
    }

    @Test
    void whatIsWrongIsSaidAboveAndBesideTheField() {
        Problems problems = new Problems();
        Typed typed = Typed.NOTHING.with("condition", "flu").with("ageFrom", "3");
        Asking.read(typed, AskingTest.WORDS, problems);

        Document page = page("ask", form(typed, problems));

        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".nhsuk-error-summary a").eachAttr("href"))
                .containsExactly("#reason", "#condition", "#ageFrom");
        assertThat(page.select("#condition").val()).isEqualTo("flu");
    }

    @Test
    void whatIsSentIsCheckedBefore() {
        Typed typed = Typed.NOTHING
                .with("reason", "To plan")
                .with("condition", "Asthma\n44054006, 15777000")
                .with("result", "4548-4")
                .with("resultLow", "48")
                .with("resultUnit", "mmol/mol")
                .with("by", "sex")
                .with("_csrf", "old");
        Asking asking = Asking.read(typed, AskingTest.WORDS, new Problems()).orElseThrow();

        Document page = page("check", Map.of("programme", Studied.running(), "question", asking, "typed", typed));

        assertThat(page.select("main dl").text())
                .contains("Asthma", "Type 2 diabetes or Prediabetes", "HbA1c", "48 mmol/mol", "Sex")
                .doesNotContain("Oldest age");
        assertThat(page.select("main form input[name=condition]").val()).isEqualTo("Asthma\n44054006, 15777000");
        assertThat(page.select("main form input[name=_csrf]")).hasSize(1);
        assertThat(page.select("main form button").eachAttr("value")).containsExactly("send", "change");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "in-progress", "on-hold", "completed", "rejected"})
    void aQuestionSaysWhereItStands(String state) {
        Document page = page(
                "question",
                Map.of(
                        "question",
                        Questioned.question(state, ""),
                        "programme",
                        Studied.running(),
                        "bars",
                        Optional.empty()));

        assertThat(page.select("main dl p")).isNotEmpty();
        assertThat(page.select("main table")).isEmpty();
    }

    @Test
    void anAnswerIsATableWithAPictureThatSaysTheSame() {
        Question question = Questioned.question("completed", Questioned.report());
        Optional<Bars> bars = question.answer().flatMap(Bars::of);

        Document page = page("question", Map.of("question", question, "programme", Studied.running(), "bars", bars));

        assertThat(page.select("main table thead").text()).isEqualTo("Sex Age in tens of years People");
        assertThat(page.select("main tbody tr").eachText())
                .containsExactly("Female 0 to 9 1,200", "Male 90 or older 40", "Not known 20 to 29 Too few to tell");
        assertThat(page.select("main svg text").eachText())
                .containsExactly(
                        "Female, 0 to 9", "1,200", "Male, 90 or older", "40", "Not known, 20 to 29", "Too few to tell");
        assertThat(page.select("main svg rect").eachAttr("width")).containsExactly("400.0", "13.3");
        assertThat(page.select("main").text()).contains("All groups that are told, together: 1,240");
    }

    @Test
    void oneNumberIsSaidInASentence() {
        for (int told : new int[] {40, 0}) {
            String report = "{\"resourceType\": \"MeasureReport\", \"group\": [{\"population\": [{%s}]}]}"
                    .formatted(told > 0 ? "\"count\": " + told : "");
            Question question = Questioned.question("completed", report);
            assertThat(Bars.of(question.answer().orElseThrow())).isEmpty();
            assertThat(page(
                                    "question",
                                    Map.of(
                                            "question",
                                            question,
                                            "programme",
                                            Studied.running(),
                                            "bars",
                                            Optional.empty()))
                            .select("main section")
                            .text())
                    .contains(told > 0 ? "40 people" : "Too few people to tell");
        }
    }
}
