package io.candour.portal.programme;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use records, as anybody reads it. */
class RegisterPagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor GUARDIAN =
            new Visitor("Gwen", Set.of(Role.GUARDIAN), "gwen", Optional.empty(), Optional.empty());

    private static Document page(String template, Optional<Visitor> visitor, Map<String, ?> model) {
        return Pages.check(PAGES.render("portal/programme/" + template, visitor, Optional.empty(), model));
    }

    @Test
    void theRegisterIsSortedByWhatPeopleWantToKnow() {
        Register register = Register.of(List.of(
                Studied.of("a", "disapproved", "HRESCH", false),
                Studied.of("b", "in-review", "HOPERAT", false),
                Studied.of("c", "active", "HRESCH", true),
                Studied.of("d", "administratively-completed", "HRESCH", false),
                Studied.of("e", "approved", "HRESCH", false)));

        Document page = page("register", Optional.empty(), Map.of("register", register));

        assertThat(page.select("main h2").eachText())
                .containsExactly(
                        "Programmes that may ask now",
                        "Announced, not begun yet",
                        "Waiting for a decision",
                        "Over, stopped or not let in",
                        "Organisations");
        assertThat(page.select("main table a").eachAttr("href"))
                .containsExactly("/programmes/c", "/programmes/e", "/programmes/b", "/programmes/a", "/programmes/d");
        assertThat(page.select("main section[aria-labelledby=organisations] tbody td")
                        .eachText())
                .containsExactly(
                        "Who for University of Elmshire",
                        "Kind of organisation University",
                        "Programmes 5",
                        "Answers that left 15",
                        "Copies that left 10");
        assertThat(page.select("main section[aria-labelledby=state-active] tbody td")
                        .last()
                        .text())
                .isEqualTo("Copies that left 2");
        assertThat(page.select("main").text())
                .contains(
                        "15 answers have left so far, and 10 copies of records without names. 1 organisation is in this register.",
                        "For profit",
                        "Wants to run from 1 December 2026 to 30 November 2027",
                        "Planning of health services",
                        "Insurers");
    }

    @Test
    void anEmptyRegisterSaysSo() {
        assertThat(page("register", Optional.empty(), Map.of("register", Register.of(List.of())))
                        .select("main")
                        .text())
                .contains(
                        "There are no programmes yet",
                        "No answers have left so far, and no copies of records. No organisation is in this register.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"in-review", "approved", "active", "completed", "disapproved", "administratively-completed"})
    void aProgrammeSaysAllThatTheRegisterHas(String state) {
        Document page =
                page("programme", Optional.empty(), Map.of("programme", Studied.of("p1", state, "HRESCH", false)));

        assertThat(page.select("h1").text()).isEqualTo("University of Elmshire Asthma <b> and weather");
        assertThat(page.select("dl").text())
                .contains(
                        "University",
                        "Whether cold spells",
                        "Research for the public good",
                        "Consent",
                        "Nothing",
                        "Personal details",
                        "Conditions",
                        "3 answers",
                        "2 copies of records without names");
        assertThat(page.select("dl").text().contains("until 29 November 2026 at midday"))
                .as("its notice")
                .isEqualTo(state.equals("approved"));
        assertThat(page.select("main a[href^=/record/me]").eachAttr("href"))
                .containsExactly("/record/me/choices/ask/academic-research");
    }

    @Test
    void whoHasNoRecordIsNotSentToTheirChoices() {
        assertThat(page("programme", Optional.of(GUARDIAN), Map.of("programme", Studied.running()))
                        .select("main a"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HOPERAT, false, planning",
        "PERFMSR, true, planning",
        "HRESCH, false, academic-research",
        "CLINTRCH, true, commercial-research"
    })
    void whichChoiceCountsFollowsFromPurposeAndProfit(String purpose, boolean commercial, String choice) {
        assertThat(Studied.of("p", "active", purpose, commercial).choice()).isEqualTo(choice);
    }

    @Test
    void whatIsNotThereIsNoError() {
        Programme empty = Programme.of(new ResearchStudy());

        assertThat(empty.recipient().name()).isEmpty();
        assertThat(empty.starts()).isEmpty();
        assertThat(empty.answers()).isZero();
        assertThat(empty.commercial()).isFalse();
    }
}
