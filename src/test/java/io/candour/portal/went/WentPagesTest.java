package io.candour.portal.went;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.choice.ChoicesThen.How;
import io.candour.portal.choice.ChoicesThen.Then;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where my data went, rendered of what the server would answer. */
class WentPagesTest {
    private static final Pages PAGES = new Pages();
    private static final Whose OWN = new Whose("me", "17", "Ada Example", true);
    private static final Whose OTHER = new Whose("17", "17", "Ada Example", false);
    private static final Visitor ADA =
            new Visitor("Ada Example", Set.of(Role.PATIENT), "ada", Optional.empty(), Optional.empty());

    private static Release release(String more) {
        return Release.of((Parameters) FhirContext.forR4Cached()
                        .newJsonParser()
                        .parseResource(
                                """
                                {'resourceType': 'Parameters', 'parameter': [{'name': 'release', 'part': [
                                  {'name': 'programme', 'valueReference': {'reference': 'ResearchStudy/p1'}},
                                  {'name': 'title', 'valueString': 'Asthma and weather'},
                                  {'name': 'recipient', 'valueString': 'University of Elmshire'},
                                  {'name': 'purpose', 'valueCode': 'HRESCH'},
                                  {'name': 'category', 'valueCode': 'conditions'},
                                  {'name': 'category', 'valueCode': 'medicines'},
                                  {'name': 'choices', 'valueString': '7'},
                                  {'name': 'counted', 'valueInstant': '2026-11-27T12:00:00Z'}%s]}]}
                                """
                                        .formatted(more)
                                        .replace('\'', '"')))
                .get(0);
    }

    private static Document page(WentController.Row... rows) {
        return Pages.check(PAGES.render(
                "portal/went/went", Optional.of(ADA), Optional.of(OWN), Map.of("rows", List.of(rows), "more", false)));
    }

    private static WentController.Row row(Release release, How how) {
        Then then = how == How.CHOSEN
                ? new Then(
                        how,
                        Optional.of(Instant.parse("2026-11-01T12:00:00Z")),
                        Optional.of("/record/me/choices/receipts/c1/1"))
                : new Then(how, Optional.empty(), Optional.empty());
        return new WentController.Row(release, "academic-research", Optional.of(then));
    }

    @Test
    void nothingWentSaysSo() {
        Document page = page();
        assertThat(page.select("main").text()).contains("No question has counted you");
        assertThat(page.select("main a").eachAttr("href"))
                .containsExactly("/programmes", "/record/me/announced", "/record/me/choices");
    }

    @Test
    void anAnswerThatLeftIsToldInWords() {
        Release left = release(
                ", {'name': 'asked', 'valueString': 'How many people have the condition http://snomed.info/sct|195967001?'},"
                        + " {'name': 'released', 'valueInstant': '2026-11-28T12:00:00Z'}");

        Document page =
                page(row(left, How.CHOSEN), row(release(""), How.UNANSWERED), row(release(""), How.CHANGED_SINCE));

        assertThat(page.select("main h2").first().text()).isEqualTo("Asthma and weather, for University of Elmshire");
        String first = page.select("main article").first().text();
        assertThat(first)
                .contains(
                        "An answer left 28 November 2026 at midday",
                        "How many people have the condition Asthma?",
                        "Conditions, Medicines",
                        "Research for the public good",
                        "You had answered it on 1 November 2026 at midday.")
                .doesNotContain("snomed", "choices 7");
        assertThat(page.select("main article").first().select("a").eachAttr("href"))
                .containsExactly(
                        "/record/me/choices/receipts/c1/1",
                        "/record/me/choices/ask/academic-research",
                        "/programmes/p1");
        assertThat(page.select("main article").get(1).text())
                .contains("Nothing left", "the rule for people who have not answered");
        assertThat(page.select("main article").get(2).text()).contains("You have changed your answer since then");
    }

    @ParameterizedTest
    @ValueSource(strings = {"held", "erasure-requested", "erased", "refused"})
    void aCopyIsToldWithWhatBecameOfIt(String copy) {
        Release copied = release(", {'name': 'kind', 'valueCode': 'extract'},"
                + " {'name': 'released', 'valueInstant': '2026-11-28T12:00:00Z'},"
                + " {'name': 'copy', 'valueCode': '" + copy + "'},"
                + " {'name': 'copyStatement', 'valueString': 'We keep it for the audit'}");

        assertThat(page(row(copied, How.UNANSWERED)).select("main article").text())
                .contains("A copy left", "What of your record is in it", "They say: We keep it for the audit");
    }

    @Test
    void whoseChoicesAreNotShownStillSeesTheRest() {
        assertThat(page(new WentController.Row(release(""), "planning", Optional.empty()))
                        .select("main article")
                        .text())
                .contains("Planning of health services");
    }

    @Test
    void whatWasAnnouncedIsReadByAButton() {
        List<Announced> notices = Announced.of((Parameters) FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        """
                        {'resourceType': 'Parameters', 'parameter': [
                          {'name': 'notice', 'part': [
                            {'name': 'programme', 'valueReference': {'reference': 'ResearchStudy/p1'}},
                            {'name': 'title', 'valueString': 'Asthma and weather'},
                            {'name': 'description', 'valueString': 'Whether cold spells matter'},
                            {'name': 'recipient', 'valueString': 'University of Elmshire'},
                            {'name': 'given', 'valueInstant': '2026-11-27T12:00:00Z'},
                            {'name': 'begins', 'valueInstant': '2026-12-27T12:00:00Z'}]},
                          {'name': 'notice', 'part': [
                            {'name': 'programme', 'valueReference': {'reference': 'ResearchStudy/p2'}},
                            {'name': 'title', 'valueString': 'Beds'},
                            {'name': 'begins', 'valueInstant': '2026-11-01T12:00:00Z'},
                            {'name': 'read', 'valueInstant': '2026-11-28T12:00:00Z'}]}]}
                        """
                                .replace('\'', '"')));
        Document page = Pages.check(PAGES.render(
                "portal/went/announced",
                Optional.of(ADA),
                Optional.of(OWN),
                Map.of("notices", notices, "now", Instant.parse("2026-11-29T12:00:00Z"))));

        assertThat(page.select("main form").eachAttr("action")).containsExactly("/record/me/announced/p1");
        assertThat(page.select("main").text())
                .contains(
                        "It may begin on 27 December 2026",
                        "It may ask since 1 November 2026",
                        "You said on 28 November");
    }

    @Test
    void whoMayNotSeeItIsTold() {
        Pages.check(PAGES.render("portal/went/not-for-you", Optional.of(ADA), Optional.of(OTHER), Map.of()));
    }
}
