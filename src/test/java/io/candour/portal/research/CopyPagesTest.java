package io.candour.portal.research;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problem;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Programme;
import io.candour.portal.programme.Studied;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A researcher's pages about copies without names, and what is to be erased from them. */
class CopyPagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor RESEARCHER =
            new Visitor("Rose", Set.of(Role.RESEARCHER), "rose", Optional.empty(), Optional.of("X9906"));

    private static Document page(String template, Map<String, ?> model) {
        return Pages.check(
                PAGES.render("portal/research/" + template, Optional.of(RESEARCHER), Optional.empty(), model));
    }

    @Test
    void mineLeadsToCopiesAndToWhatIsToBeErased() {
        Programme running = Studied.running();
        Document page = page(
                "mine",
                Map.of(
                        "programmes",
                        List.of(running),
                        "byId",
                        Map.of("p1", running),
                        "questions",
                        List.of(),
                        "copies",
                        List.of(Copied.copy("requested", false)),
                        "erasures",
                        List.of(Copied.erasure("requested", false, true))));
        assertThat(page.select("main a").eachAttr("href"))
                .contains("/research/programmes/p1/copy", "/research/copies/e1", "/research/erasures/t1");
        assertThat(page.select("main").text()).contains("To fit a model", "Overdue", "28 December 2026");
    }

    @Test
    void aCopyIsAskedForWithAReasonAndChecked() {
        Problems problems = new Problems();
        problems.add("reason", "research.problem.copy");
        Document ask =
                page("copy-ask", Map.of("programme", Studied.running(), "typed", Typed.NOTHING, "problems", problems));
        assertThat(ask.title()).startsWith("Error: ");
        assertThat(ask.select("main li").eachText()).contains("Conditions");
        Document check = page(
                "copy-check",
                Map.of("programme", Studied.running(), "typed", Typed.NOTHING.with("reason", "To fit a model")));
        assertThat(check.select("main form input[name=reason]").val()).isEqualTo("To fit a model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "completed", "rejected"})
    void aCopySaysWhereItStands(String state) {
        boolean left = state.equals("completed");
        Document page = page("copy", Map.of("copy", Copied.copy(state, left), "programme", Studied.running()));
        assertThat(page.select("main table")).hasSize(left ? 1 : 0);
        assertThat(page.select("main").text().contains("Condition.ndjson.age")).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "completed", "rejected"})
    void whatWasErasedIsSaidOnce(String state) {
        Document page = page(
                "erasure",
                Map.of(
                        "erasure",
                        Copied.erasure(state, false, false),
                        "programme",
                        Studied.running(),
                        "outcomes",
                        Erasure.OUTCOMES,
                        "typed",
                        Typed.NOTHING,
                        "problems",
                        new Problems()));
        assertThat(page.select("main form")).hasSize(state.equals("requested") ? 1 : 0);
        assertThat(page.select("main code").text()).isEqualTo("h4k2");
        assertThat(page.select("main input[checked]")).isEmpty();
        assertThat(page.select("main").text().contains("Gone from all machines"))
                .isEqualTo(!state.equals("requested"));
    }

    @Test
    void anAttestationIsCompleteAndChecked() {
        Erasure erasure = Copied.erasure("requested", false, false);
        Problems problems = new Problems();
        assertThat(erasure.answer(Typed.NOTHING, problems)).isEmpty();
        assertThat(problems.all().stream().map(Problem::field)).containsExactly("outcome", "statement");

        Typed typed = Typed.NOTHING.with("outcome", "erased").with("statement", "Gone from all machines");
        Parameters sent = erasure.answer(typed, new Problems()).orElseThrow();
        assertThat(sent.getParameter().stream()
                        .map(each -> each.getName() + "=" + each.getValue().primitiveValue()))
                .containsExactly("task=t1", "outcome=erased", "statement=Gone from all machines");
        assertThat(page("erasure-check", Map.of("erasure", erasure, "typed", typed))
                        .select("main dl")
                        .text())
                .contains("We have erased all of their entries");
    }
}
