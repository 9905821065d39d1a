package io.candour.portal.staff;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.form.Problems;
import io.candour.portal.form.Typed;
import io.candour.portal.form.TypedDay;
import io.candour.portal.words.Related;
import io.candour.portal.words.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The clinician's pages say what they are given, in every state of theirs. */
class StaffPagesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Visitor CLINICIAN =
            new Visitor("Ann Other", Set.of(Role.PRACTITIONER), "ann", Optional.empty(), Optional.of("Z90002"));
    private static final Pages PAGES = new Pages();
    private static final ResourceBundleMessageSource MESSAGES = messages();
    private static final Words WORDS = new Words(MESSAGES, ZoneId.of("Europe/London"));

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    private static Document page(String template, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(Map.of("words", WORDS, "now", NOON));
        all.putAll(model);
        return Pages.check(PAGES.render("portal/staff/" + template, Optional.of(CLINICIAN), Optional.empty(), all));
    }

    private static List<String> errors(Document page) {
        return page.select(".nhsuk-error-summary a").eachAttr("href");
    }

    private static Problems wrong() {
        Problems problems = new Problems();
        Opening.CARE.read(Typed.NOTHING, TODAY, problems);
        return problems;
    }

    @Test
    void aPersonIsLookedForByNumberAndBirthDate() {
        Document page = page("find", Map.of("typed", Typed.NOTHING, "problems", new Problems()));
        assertThat(page.select("main form").attr("method")).isEqualTo("post");
        assertThat(page.select("main input[type=text]").eachAttr("name"))
                .containsExactly("nhsNumber", "birthDate-day", "birthDate-month", "birthDate-year");
        assertThat(page("find", Map.of("typed", Typed.NOTHING, "problems", new Problems(), "done", "staff.done.ended"))
                        .select("[role=alert]")
                        .text())
                .contains("ended");
    }

    @Test
    void whoIsNotFoundNeedNotBeTypedAgain() {
        Typed typed = TypedDay.write(Typed.NOTHING.with("nhsNumber", "9991012028"), "birthDate", LocalDate.EPOCH);
        Document page = page("not-found", Map.of("typed", typed));
        assertThat(page.select("main form")).hasSize(3);
        assertThat(page.select("main form input[name=nhsNumber]").eachAttr("value"))
                .containsOnly("9991012028");
        assertThat(page.select("main form input[name=begin]")).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Opening.class)
    void whatWasTypedStaysWhenItIsRefused(Opening opening) {
        Typed typed = Typed.NOTHING
                .with("nhsNumber", "12")
                .with("birthDate-day", "")
                .with("reason", opening.reasons().get(1))
                .with("reasonText", "Found <there>\nno answer");
        Problems problems = wrong();
        problems.add("", "staff.problem.tooMany");
        Document page = page(
                "open",
                Map.of("opening", opening.path(), "reasons", opening.reasons(), "typed", typed, "problems", problems));
        assertThat(page.title()).startsWith("Error:");
        assertThat(errors(page)).containsExactly("#nhsNumber", "#birthDate-day", "#reason", "#reasonText");
        assertThat(page.select("#nhsNumber").val()).isEqualTo("12");
        assertThat(page.select("main input[type=radio][checked]").eachAttr("value"))
                .containsExactly(opening.reasons().get(1));
        assertThat(page.select("#reasonText").first().wholeText()).isEqualTo("Found <there>\nno answer");
    }

    @ParameterizedTest
    @EnumSource(Opening.class)
    void nothingIsChosenBefore(Opening opening) {
        Document page = page(
                "open",
                Map.of(
                        "opening",
                        opening.path(),
                        "reasons",
                        opening.reasons(),
                        "typed",
                        Typed.NOTHING,
                        "problems",
                        new Problems()));
        assertThat(page.select("[checked]")).isEmpty();
        assertThat(errors(page)).isEmpty();
        assertThat(page.select("main form").attr("action")).isEqualTo("/staff/" + opening.path());
    }

    @Test
    void aRequestAsksForWhatAndHowLong() {
        Problems problems = new Problems();
        Request.read(Typed.NOTHING, TODAY, problems);
        Document page = page(
                "request",
                Map.of(
                        "typed",
                        Typed.NOTHING.with("category", "medicines"),
                        "problems",
                        problems,
                        "categories",
                        Request.CATEGORIES,
                        "reasons",
                        Opening.CARE.reasons()));
        assertThat(errors(page)).contains("#category", "#days");
        assertThat(page.select("[checked]").eachAttr("value")).containsExactly("medicines");
        page("request-sent", Map.of());
    }

    private static AccessRequest request(String state) {
        return new AccessRequest(
                "r-" + state,
                "12",
                "Ann Other",
                Optional.of("Z90002"),
                "TREAT",
                "A second opinion",
                List.of("conditions", "medicines"),
                true,
                Optional.of(NOON),
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(604_800)),
                state,
                Optional.of("g1"),
                Optional.empty(),
                state.equals("attested") ? Optional.of("Notes shredded") : Optional.empty());
    }

    @Test
    void eachStateOfARequestLeadsToWhatCanBeDone() {
        Document page = page(
                "requests",
                Map.of("requests", List.of(request("open"), request("attestation-due"), request("attested"))));
        assertThat(page.select("main .nhsuk-card a").eachAttr("href"))
                .containsExactly(
                        "/staff/patients/12", "/staff/requests/r-open/end", "/staff/requests/r-attestation-due/attest");
        assertThat(page.select("main").text())
                .contains("Conditions, Medicines, sensitive entries too", "28 November 2026", "Notes shredded");
        page("requests", Map.of("requests", List.of()));
    }

    @Test
    void anEndAsksWhy() {
        Problems problems = new Problems();
        Ending.attest("r", Typed.NOTHING, problems);
        assertThat(errors(page(
                        "attest",
                        Map.of("asked", request("attestation-due"), "typed", Typed.NOTHING, "problems", problems))))
                .containsExactly("#deleted", "#statement");
        Problems ending = new Problems();
        Ending.read("g", Typed.NOTHING, ending);
        Document page = page(
                "end",
                Map.of(
                        "action",
                        "/staff/patients/12/access/care-g/end",
                        "back",
                        "/staff",
                        "typed",
                        Typed.NOTHING,
                        "problems",
                        ending));
        assertThat(errors(page)).containsExactly("#reason");
        assertThat(page.select("main form").attr("action")).isEqualTo("/staff/patients/12/access/care-g/end");
    }

    private static Bundle bundle(String... resources) {
        Bundle bundle = new Bundle();
        for (String resource : resources) {
            bundle.addEntry().setResource((org.hl7.fhir.r4.model.Resource)
                    FhirContext.forR4Cached().newJsonParser().parseResource(resource));
        }
        return bundle;
    }

    private static Glance glance() {
        Bundle answer = bundle(
                """
                {"resourceType": "Patient", "id": "12", "gender": "female", "birthDate": "1970-05-04",
                 "name": [{"use": "maiden", "family": "Before"}, {"given": ["Florence"], "family": "Nightingale"}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991012028"}]}
                """);
        Bundle allergies = bundle(
                """
                {"resourceType": "AllergyIntolerance", "id": "a1", "criticality": "high", "code": {"text": "Peanut"},
                 "clinicalStatus": {"coding": [{"code": "active"}]}, "reaction": [{"manifestation": [{"text": "Hives"}]}]}
                """,
                """
                {"resourceType": "AllergyIntolerance", "id": "a2", "code": {"text": "Milk"},
                 "clinicalStatus": {"coding": [{"code": "resolved"}]}}
                """,
                """
                {"resourceType": "AllergyIntolerance", "id": "a3", "code": {"text": "Eggs"},
                 "verificationStatus": {"coding": [{"code": "refuted"}]}}
                """,
                """
                {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "suppressed"}]}
                """);
        allergies.addLink().setRelation("next").setUrl("http://localhost/fhir?_cursor=c");
        answer.addEntry().setResource(allergies);
        answer.addEntry()
                .setResource(
                        bundle(
                                """
                {"resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order",
                 "medicationCodeableConcept": {"text": "Simvastatin"}, "dosageInstruction": [{"text": "One at night"}]}
                """));
        answer.addEntry().setResource(bundle());
        answer.addEntry().setResource(bundle());
        answer.addEntry()
                .setResource(
                        bundle(
                                """
                {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "Potassium"},
                 "effectiveDateTime": "2026-01-02T10:00:00Z", "valueQuantity": {"value": 6.1, "unit": "mmol/L"},
                 "referenceRange": [{"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5.1, "unit": "mmol/L"}}]}
                """));
        answer.addEntry().getResponse().setStatus("403 Forbidden");
        return Glance.of(answer, TODAY);
    }

    private static Map<String, Object> head(Optional<Person> person, String access) {
        Optional<Access> right = Access.of(access);
        return new HashMap<>(Map.of(
                "person",
                person,
                "patient",
                "12",
                "right",
                right,
                "suffix",
                right.map(each -> "?access=" + each.written()).orElse("")));
    }

    @Test
    void aGlanceShowsWhatCountsNowAndSaysWhatItLeavesOut() {
        Glance glance = glance();
        Map<String, Object> model = head(glance.person(), "emergency-g1");
        model.put("boxes", new Boxes(WORDS, MESSAGES).of(glance, Related.NONE));
        model.put("withheld", glance.withheld());
        model.put(
                "held", List.of(new Holding("conditions", 3, Optional.of(NOON), List.of("Elm Street", "A hospital"))));

        Document page = page("glance", model);

        assertThat(page.select(".candour-person").text())
                .contains("Florence Nightingale", "4 May 1970", "age 56", "999 101 2028");
        assertThat(page.select("#withheld").text()).contains("may be withheld");
        assertThat(page.select(".candour-right a").attr("href"))
                .isEqualTo("/staff/patients/12/access/emergency-g1/end");
        String allergies = page.select(".candour-box-allergies").text();
        assertThat(allergies)
                .contains("Peanut", "High risk", "Hives", "Left out: 2", "There are more")
                .doesNotContain("Milk", "Eggs");
        assertThat(page.select(".candour-box-medicines").text()).contains("Simvastatin", "One at night");
        assertThat(page.select(".candour-box-conditions").text()).contains("No current condition");
        assertThat(page.select(".candour-box-test-results").text()).contains("6.1 mmol/L", "Above the range");
        assertThat(page.select(".candour-box-measurements").text())
                .contains("could not be read")
                .doesNotContain("No measurement");
        assertThat(page.select("table").text()).contains("Elm Street; A hospital");
        assertThat(page.select(".candour-box a").eachAttr("href"))
                .allMatch(link -> link.endsWith("?access=emergency-g1"));
    }

    @Test
    void aRecordOfWhichNothingIsOpenIsNotThere() {
        Glance nothing = Glance.of(new Bundle(), TODAY);
        assertThat(nothing.isClosed()).isTrue();
        assertThat(glance().isClosed()).isFalse();
        assertThat(page("closed", head(Optional.empty(), "")).select("main").text())
                .contains("no such record");
        assertThat(page("closed", head(Optional.empty(), "care-g1"))
                        .select("main")
                        .text())
                .contains("keep this record closed");
    }

    @Test
    void aCategoryAndAnItemStandUnderTheirPerson() {
        Glance glance = glance();
        Map<String, Object> model = head(glance.person(), "");
        model.put("category", "allergies");
        model.put(
                "entries",
                glance.parts().stream()
                        .flatMap(part -> part.items().stream())
                        .map(WORDS::entry)
                        .toList());
        model.put("withheld", false);
        model.put("older", Optional.of("a=b"));
        model.put("first", false);
        Document page = page("category", model);
        assertThat(page.select(".candour-person").text()).contains("Nightingale");
        assertThat(page.select(".nhsuk-pagination a").eachAttr("href"))
                .containsExactly("/staff/patients/12/allergies", "/staff/patients/12/allergies?older=a%3Db");
        assertThat(page.select("tbody tr").first().text()).contains("Peanut");

        model.put("entry", WORDS.entry(glance.parts().get(0).items().get(0)));
        assertThat(page("item", model).select("main").text()).contains("Nightingale", "Peanut", "Hives");
    }

    @Test
    void aRightIsNamedInTheAddressOrNotAtAll() {
        assertThat(Access.of("care-a-1")).contains(new Access(Opening.CARE, "a-1"));
        assertThat(Access.of("care-a-1").orElseThrow().written()).isEqualTo("care-a-1");
        for (String other : List.of("", "care-", "other-1", "care-a/../b", "emergency-a?b")) {
            assertThat(Access.of(other)).isEmpty();
        }
    }

    @Test
    void aBatchAsksForEachPartOnce() {
        assertThat(Glance.asks("12").getEntry())
                .extracting(entry -> entry.getRequest().getUrl())
                .hasSize(1 + Glance.Section.values().length)
                .startsWith("Patient/12", "AllergyIntolerance?patient=12&_count=50");
    }
}
