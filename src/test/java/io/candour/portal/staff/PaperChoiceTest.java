package io.candour.portal.staff;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problem;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What somebody answered on paper is entered as it was asked, checked, and sent as the API takes it. */
class PaperChoiceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final Pages PAGES = new Pages();
    private static final Visitor REGISTRAR = visitor(Role.PRACTITIONER, Role.CHOICE_REGISTRATION);

    @SuppressWarnings("UnusedVariable") // JUnit reads it.
    private static final List<String> CHOICES = PaperChoice.CHOICES;

    private static Visitor visitor(Role... roles) {
        return new Visitor("Ann Other", Set.of(roles), "ann", Optional.empty(), Optional.of("Z90002"));
    }

    private static Person person() {
        return new Person(
                "Ada Example",
                Optional.of("999 000 0018"),
                Optional.of(LocalDate.of(1970, 5, 4)),
                Optional.of(56),
                "female",
                false,
                Optional.empty());
    }

    private static Typed complete() {
        Typed typed =
                Typed.NOTHING.with("choice", "planning").with("permit", "no").with("form", "Cabinet 4, no. 17");
        return TypedDay.write(typed, "signed", TODAY);
    }

    private static Document page(String template, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(Map.of("patient", "p1", "person", Optional.of(person())));
        all.putAll(model);
        return Pages.check(PAGES.render("portal/staff/" + template, Optional.of(REGISTRAR), Optional.empty(), all));
    }

    private static Document form(Typed typed, Problems problems) {
        return page(
                "paper",
                Map.of(
                        "choices",
                        PaperChoice.CHOICES,
                        "yesNo",
                        PaperChoice.YES_NO,
                        "typed",
                        typed,
                        "problems",
                        problems));
    }

    private static List<String> sent(Typed typed) {
        Parameters parameters = PaperChoice.read(typed, TODAY, new Problems()).orElseThrow();
        return parameters.getParameter().stream()
                .map(each -> each.getName() + "=" + each.getValue().primitiveValue())
                .toList();
    }

    @Test
    void nothingIsChosenBeforeAndAllThatIsMissingIsNamed() {
        assertThat(form(Typed.NOTHING, new Problems()).select("main input[checked]"))
                .isEmpty();
        Problems problems = new Problems();

        assertThat(PaperChoice.read(Typed.NOTHING, TODAY, problems)).isEmpty();

        Document page = form(Typed.NOTHING.with("form", "x").with("signed-day", ""), problems);
        assertThat(page.title()).startsWith("Error:");
        assertThat(page.select(".nhsuk-error-summary a").eachAttr("href"))
                .containsExactly("#choice", "#permit", "#signed-day", "#form");
        assertThat(page.select("#form").val()).isEqualTo("x");
    }

    @Test
    void whatIsOnTheFormIsSent() {
        assertThat(sent(complete()))
                .containsExactly("choice=planning", "permit=false", "signed=2026-11-29", "form=Cabinet 4, no. 17");
        assertThat(sent(complete().with("permit", "yes"))).contains("permit=true");
        assertThat(sent(complete().with("choice", "care-sharing").with("emergency", "yes")))
                .contains("permit=false", "emergency=true");
    }

    @Test
    void aYesToStayingWhereItIsIsANoToItsUse() {
        Typed stays = complete().with("choice", "local-practice-opt-out").with("permit", "yes");
        assertThat(sent(stays)).contains("permit=false");
        Problems problems = new Problems();

        assertThat(PaperChoice.read(stays.with("permit", "no"), TODAY, problems))
                .isEmpty();

        assertThat(problems.all()).containsExactly(new Problem("permit", "staff.paper.problem.permit.back"));
    }

    @ParameterizedTest
    @CsvSource({
        "choice, hide-from, choice",
        "permit, perhaps, permit",
        "emergency, yes, emergency",
        "signed-day, 30, signed-day",
        "signed-month, 13, signed-day",
        "form, x, form"
    })
    void whatCannotBeIsRefusedAtItsField(String field, String value, String control) {
        Problems problems = new Problems();

        assertThat(PaperChoice.read(complete().with(field, value), TODAY, problems))
                .isEmpty();

        assertThat(problems.all().stream().map(Problem::field)).containsExactly(control.replace("-day", ""));
        assertThat(form(complete().with(field, value), problems)
                        .select(".nhsuk-error-summary a")
                        .eachAttr("href"))
                .containsExactly("#" + control);
    }

    @ParameterizedTest
    @FieldSource("CHOICES")
    void eachChoiceIsCheckedAndHasAReceipt(String choice) {
        Typed typed = complete().with("choice", choice).with("emergency", "no");
        Document check = page("paper-check", Map.of("typed", typed, "signed", TODAY));
        assertThat(check.select("main").text()).contains("Nothing is sent yet.", "Ada Example", "29 November 2026");
        assertThat(check.select("main form input[name=choice]").val()).isEqualTo(choice);

        Document saved = page("paper-saved", Map.of("typed", typed, "signed", TODAY, "receipt", "c17"));
        assertThat(saved.select("main dl").text()).contains("c17", "Cabinet 4, no. 17");
        assertThat(saved.select("main form")).isEmpty();
    }

    @Test
    void theWayToItIsShownToWhoHasTheRole() {
        for (boolean registrar : List.of(true, false)) {
            Visitor visitor = registrar ? REGISTRAR : visitor(Role.PRACTITIONER);
            Document page = Pages.check(PAGES.render(
                    "portal/staff/glance",
                    Optional.of(visitor),
                    Optional.empty(),
                    Map.of(
                            "patient",
                            "p1",
                            "person",
                            Optional.of(person()),
                            "right",
                            Optional.empty(),
                            "suffix",
                            "",
                            "withheld",
                            false,
                            "boxes",
                            List.of(),
                            "held",
                            List.of())));
            assertThat(page.select("main a[href=/staff/patients/p1/paper-choice]"))
                    .hasSize(registrar ? 1 : 0);
        }
    }
}
