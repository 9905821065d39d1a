package io.candour.portal.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.programme.Studied;
import io.candour.portal.research.Copied;
import io.candour.portal.research.Copy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guardian looks at copies without names as at questions, and sees what is to be erased. */
class GuardianCopiesTest {
    private static final Pages PAGES = new Pages();
    private static final Map.Entry<String, String> KIND = Map.entry("kind", "copy");
    private static final Map.Entry<String, String> KINDS = Map.entry("kinds", "copies");
    private static final Visitor GWEN = visitor("gwen");
    private static final Visitor ROSE = visitor("rose");

    private static Visitor visitor(String subject) {
        return new Visitor(subject, Set.of(Role.GUARDIAN), subject, Optional.empty(), Optional.empty());
    }

    private static Document page(String template, Visitor visitor, Map<String, ?> model) {
        return Pages.check(PAGES.render("portal/guardian/" + template, Optional.of(visitor), Optional.empty(), model));
    }

    private static Document page(Copy copy, Visitor visitor) {
        AirlockReview review = new AirlockReview(copy, "extract");
        return page(
                "airlock-one",
                visitor,
                Map.ofEntries(
                        KIND,
                        KINDS,
                        Map.entry("one", copy),
                        Map.entry("people", copy.people()),
                        Map.entry("files", copy.files()),
                        Map.entry("stage", review.stage()),
                        Map.entry("own", review.isAskedBy(visitor)),
                        Map.entry("outcomes", review.outcomes(visitor)),
                        Map.entry("programme", Studied.running()),
                        Map.entry("typed", Typed.NOTHING),
                        Map.entry("problems", new Problems())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "in-progress", "on-hold", "completed", "rejected"})
    void aCopyIsDecidedByWhoDidNotAskForIt(String state) {
        Copy copy = Copied.copy(state, state.equals("in-progress"));
        assertThat(page(copy, GWEN).select("main form")).hasSize(copy.isOpen() ? 1 : 0);
        assertThat(page(copy, GWEN).select("main").text()).contains("40 people are in it.", "Too few people");
        assertThat(page(copy, ROSE).select("main form")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"requested, question", "in-progress, answer", "on-hold, held"})
    void aReviewIsCheckedBeforeItIsSent(String state, String stage) {
        for (String outcome : List.of("approved", "refused")) {
            assertThat(page(
                                    "airlock-check",
                                    GWEN,
                                    Map.of(
                                            "kind",
                                            "copy",
                                            "kinds",
                                            "copies",
                                            "one",
                                            Copied.copy(state, false),
                                            "stage",
                                            stage,
                                            "typed",
                                            Typed.NOTHING.with("outcome", outcome)))
                            .select("main > p"))
                    .hasSize(2);
        }
    }

    @Test
    void aCopyIsLetOutAsItWasLookedAt() {
        AirlockReview review = new AirlockReview(Copied.copy("in-progress", true), "extract");
        Parameters sent = review.read(
                        Typed.NOTHING.with("outcome", "approved").with("run", "2"),
                        review.outcomes(GWEN),
                        new Problems())
                .orElseThrow();
        assertThat(sent.getParameter().stream()
                        .map(each -> each.getName() + "=" + each.getValue().primitiveValue()))
                .containsExactly("extract=e1", "outcome=approved", "run=2");
    }

    @Test
    void copiesAndErasuresAreLists() {
        assertThat(page(
                                "airlock",
                                GWEN,
                                Map.of(
                                        "kind",
                                        "copy",
                                        "kinds",
                                        "copies",
                                        "passing",
                                        List.of(Copied.copy("on-hold", false)),
                                        "programmes",
                                        Map.of("p1", Studied.running()),
                                        "all",
                                        false))
                        .select("tbody")
                        .text())
                .contains("To fit a model", "University of Elmshire", "Rose", "Held");
        page(
                "airlock",
                GWEN,
                Map.of("kind", "copy", "kinds", "copies", "passing", List.of(), "programmes", Map.of(), "all", true));

        Document erasures = page(
                "erasures",
                GWEN,
                Map.of(
                        "erasures",
                        List.of(Copied.erasure("requested", true, true), Copied.erasure("rejected", true, false)),
                        "programmes",
                        Map.of("p1", Studied.running()),
                        "all",
                        true));
        assertThat(erasures.select("tbody").text()).contains("Overdue", "Not erased", "Gone from all machines");
        assertThat(erasures.select("tbody a").first().attr("href")).isEqualTo("/guardian/log/patients/17");
        page("erasures", GWEN, Map.of("erasures", List.of(), "programmes", Map.of(), "all", false));
    }
}
