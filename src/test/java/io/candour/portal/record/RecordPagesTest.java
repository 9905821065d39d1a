package io.candour.portal.record;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.candour.portal.Pages;
import io.candour.portal.Role;
import io.candour.portal.Visitor;
import io.candour.portal.Whose;
import io.candour.portal.choice.MyChoices;
import io.candour.portal.words.Chart;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Words;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The pages of a record, rendered of what the server would answer. */
class RecordPagesTest {
    private static final Pages PAGES = new Pages();
    private static final Visitor PATIENT =
            new Visitor("Ada Example", Set.of(Role.PATIENT), "ada", Optional.of("9990000018"), Optional.empty());
    private static final Visitor CARER =
            new Visitor("Cara Example", Set.of(Role.CARER), "cara", Optional.of("9990000034"), Optional.empty());
    private static final Whose OWN = new Whose("me", "17", "Ada Example", true);
    private static final Whose OTHER = new Whose("17", "17", "Ada Example", false);

    private final Words words = words();

    @BeforeEach
    void english() {
        LocaleContextHolder.setLocale(Locale.UK);
    }

    private static Words words() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/portal/words");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return new Words(messages, ZoneId.of("Europe/London"));
    }

    private Entry entry(String json) {
        return words.entry((Resource) FhirContext.forR4Cached().newJsonParser().parseResource(json.replace('\'', '"')));
    }

    private Entry potassium(String id, String day, String value) {
        return entry(
                """
                {'resourceType': 'Observation', 'id': '%s', 'status': 'final', 'effectiveDateTime': '%sT09:00:00Z',
                 'code': {'coding': [{'system': 'http://loinc.org', 'code': '2823-3', 'display': 'Potassium'}]},
                 'valueQuantity': {'value': %s, 'unit': 'mmol/L', 'code': 'mmol/L'},
                 'referenceRange': [{'low': {'value': 3.5, 'code': 'mmol/L'}, 'high': {'value': 5.1, 'code': 'mmol/L'}}]}
                """
                        .formatted(id, day, value));
    }

    private Entry pressure(String id, String day, int upper) {
        return entry(
                """
                {'resourceType': 'Observation', 'id': '%s', 'status': 'final', 'effectiveDateTime': '%s',
                 'code': {'coding': [{'system': 'http://loinc.org', 'code': '85354-9'}]}, 'component': [
                 {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8462-4'}]},
                  'valueQuantity': {'value': 70, 'code': 'mm[Hg]'}},
                 {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8480-6'}]},
                  'valueQuantity': {'value': %d, 'code': 'mm[Hg]'}}]}
                """
                        .formatted(id, day, upper));
    }

    private Entry asthma(String verification) {
        return entry(
                """
                {'resourceType': 'Condition', 'id': 'c1', 'clinicalStatus': {'coding': [{'code': 'active'}]},
                 'verificationStatus': {'coding': [{'code': '%s'}]}, 'code': {'text': 'Asthma <b>'},
                 'onsetDateTime': '2001', 'encounter': {'reference': 'Encounter/v1'}}
                """
                        .formatted(verification));
    }

    private List<Row> rows() {
        return List.of(
                new Row(potassium("o1", "2020-02-03", "5.9"), Optional.of("Elm Street Practice")),
                new Row(pressure("o2", "2020-02-03", 120), Optional.empty()),
                new Row(asthma("confirmed"), Optional.empty()),
                new Row(entry("{'resourceType': 'Device', 'id': 'd1'}"), Optional.empty()));
    }

    private static Document render(String page, Whose whose, Map<String, ?> model) {
        return Pages.check(PAGES.render(
                "portal/record/" + page, Optional.of(whose.own() ? PATIENT : CARER), Optional.of(whose), model));
    }

    private static Map<String, Object> home(Optional<String> lastVisit, Listing newest, List<Notice> unread) {
        Map<String, Object> model = new HashMap<>();
        model.put("lastVisit", lastVisit);
        model.put("since", lastVisit.map(any -> "2026-01-02T03:04:05Z").orElse(""));
        model.put("newest", newest);
        model.put("unread", unread);
        model.put("pages", HomeController.pages(OWN));
        model.put("lately", Optional.of(List.of()));
        model.put("glance", Optional.of(new MyChoices.Glance(List.of("Old Hospital may not see your record."), 2)));
        return model;
    }

    @Test
    void homeTellsWhatIsNewAndLeadsOn() {
        Notice notice = new Notice(
                "n1", Optional.of("3 May 2026 at 9am"), true, List.of("Somebody"), Optional.empty(), Optional.empty());
        Document page = render(
                "home",
                OWN,
                home(Optional.of("2 January 2026 at 3:04am"), new Listing(rows(), Optional.of("x")), List.of(notice)));

        assertThat(page.select("h1").text()).isEqualTo("Your record");
        assertThat(page.select("main").text())
                .contains("New since your last visit", "2 January 2026 at 3:04am", "Important", "Potassium in blood");
        assertThat(page.select("main a").eachAttr("href"))
                .contains(
                        "/record/me/item/Observation/o1",
                        "/record/me/timeline?since=2026-01-02T03:04:05Z",
                        "/record/me/notices/n1",
                        "/record/me/held",
                        "/record/me/copy");
    }

    @Test
    void homeOfAnothersRecordIsTheirs() {
        Document page =
                render("home", OTHER, home(Optional.empty(), new Listing(List.of(), Optional.empty()), List.of()));

        assertThat(page.select("h1").text()).isEqualTo("The record of Ada Example");
        assertThat(page.select("main a").eachAttr("href")).allMatch(link -> link.startsWith("/record/17/"));
        assertThat(page.select("main").text()).contains("Newest in this record").doesNotContain("last visit");
    }

    @Test
    void listsTellResultsPlacesAndStates() {
        Map<String, Object> model = new HashMap<>(Map.of(
                "listing",
                new Listing(rows(), Optional.of("a+b/c=")),
                "paged",
                true,
                "since",
                "",
                "sinceWhen",
                Optional.empty(),
                "category",
                "Test results",
                "code",
                "test-results"));
        Document timeline = render("timeline", OWN, model);
        assertThat(timeline.select("main h2").eachText()).containsExactly("3 February 2020", "2001", "Without a date");
        assertThat(timeline.select("main").text())
                .contains(
                        "5.9 mmol/L Above the range",
                        "From Elm Street Practice",
                        "Upper (systolic): 120 mmHg",
                        "Active")
                .contains("Asthma <b>");
        assertThat(timeline.select("a[rel=next]").attr("href")).isEqualTo("/record/me/timeline?older=a%2Bb/c%3D");
        assertThat(timeline.select("a[rel=prev]").attr("href")).isEqualTo("/record/me/timeline");

        model.put("since", "2026-01-02T03:04:05Z");
        model.put("sinceWhen", Optional.of("2 January 2026 at 3:04am"));
        assertThat(render("timeline", OWN, model).select("a[rel=next]").attr("href"))
                .isEqualTo("/record/me/timeline?since=2026-01-02T03:04:05Z&older=a%2Bb/c%3D");
        assertThat(render("category", OTHER, model).select("a[rel=next]").attr("href"))
                .isEqualTo("/record/17/held/test-results?older=a%2Bb/c%3D");

        model.put("listing", new Listing(List.of(), Optional.empty()));
        model.put("paged", false);
        assertThat(render("category", OWN, model).select("main nav")).isEmpty();
    }

    @Test
    void whatIsHeldIsCountedAndToldFromWhere() {
        Document page = render(
                "held",
                OWN,
                Map.of(
                        "held",
                        List.of(
                                new Held(
                                        "medicines",
                                        "Medicines",
                                        1_234,
                                        Optional.of("1 May 2016"),
                                        Optional.of("2 May 2020"),
                                        "3 May 2026",
                                        List.of("Elm Street"),
                                        List.of(
                                                new Held.Shared("Elm Street", "all", 1_234),
                                                new Held.Shared("The hospital", "some", 3),
                                                new Held.Shared("Another", "none", 0))),
                                new Held(
                                        "allergies",
                                        "Allergies",
                                        1,
                                        Optional.empty(),
                                        Optional.empty(),
                                        "3 May 2026",
                                        List.of(),
                                        List.of()))));

        assertThat(page.select("main").text())
                .contains("1,234 entries. From 1 May 2016 to 2 May 2020. Last change: 3 May 2026.")
                .contains("Elm Street: all of it", "The hospital: some of it (3)", "Another: none of it")
                .contains("1 entry. Last change");
    }

    private Map<String, Object> item(Row row, List<Entry> series) {
        Map<String, Object> model = new HashMap<>();
        model.put("row", row);
        model.put("letters", List.of());
        model.put("results", List.of());
        model.put(
                "readings",
                series.isEmpty() ? Optional.empty() : Optional.of(Readings.of(series, true, words.dates())));
        model.put("said", List.of());
        return model;
    }

    @Test
    void aResultIsDrawnAndTabledWithItsRange() {
        List<Entry> series = List.of(
                potassium("o3", "2021-02-03", "5.9"),
                potassium("o2", "2020-02-03", "4"),
                potassium("o1", "2019-02-03", "3"));
        Document page = render("item", OWN, item(new Row(series.get(0), Optional.of("The laboratory")), series));

        assertThat(page.select("h1").text()).isEqualTo("Result Potassium in blood");
        assertThat(page.select("dl").text())
                .contains("5.9 mmol/L Above the range", "mmol/L: millimoles in a litre", "between 3.5 and 5.1 mmol/L")
                .contains("3 February 2021 at 9:00am", "The laboratory", "Written down as Potassium");
        assertThat(page.select("tbody tr").eachText())
                .containsExactly(
                        "3 February 2021 5.9 mmol/L Above the range",
                        "3 February 2020 4 mmol/L In the range",
                        "3 February 2019 3 mmol/L Below the range");
        assertThat(page.select("svg").attr("viewBox")).isEqualTo("0 0 " + Chart.WIDTH + " " + Chart.HEIGHT);
        assertThat(page.select("svg circle")).hasSize(3);
        assertThat(page.select("svg > rect")).hasSize(1);
        assertThat(page.select("svg > title").text()).isEqualTo("Potassium in blood over time, in mmol/L");
        assertThat(page.select("main").text()).contains("These are the newest 3");
        assertThat(page.select("main a").eachAttr("href"))
                .contains("/record/me/item/Observation/o3/wrong", "/record/me/item/Observation/o3/history");
    }

    @Test
    void twoThingsMeasuredTogetherAreTwoLines() {
        List<Entry> series = List.of(pressure("o2", "2021-02-03", 120), pressure("o1", "2019-02-03", 130));
        Document page = render("item", OTHER, item(new Row(series.get(0), Optional.empty()), series));

        assertThat(page.select("svg polyline")).hasSize(2);
        assertThat(page.select("svg circle")).hasSize(2);
        assertThat(page.select("svg g rect")).hasSize(2);
        assertThat(page.select("svg > rect")).as("no band of one of them").isEmpty();
        assertThat(page.select("figcaption").text())
                .contains("Lower (diastolic): line with dots. Upper (systolic): broken line with squares.");
        assertThat(page.select("thead th").eachText()).containsExactly("Day", "Lower (diastolic)", "Upper (systolic)");
    }

    @Test
    void whatIsWrongIsWarnedOf() {
        Document page = render("item", OWN, item(new Row(asthma("entered-in-error"), Optional.empty()), List.of()));

        assertThat(page.select(".nhsuk-card--warning").text()).contains("Do not rely on this");
        assertThat(page.select("dl a").attr("href")).isEqualTo("/record/me/item/Encounter/v1");
        assertThat(render("item", OWN, item(new Row(asthma("confirmed"), Optional.empty()), List.of()))
                        .select(".nhsuk-card--warning"))
                .isEmpty();
    }

    @Test
    void lettersResultsAndWhatWasSaidAreBesideTheItem() {
        Map<String, Object> model = item(new Row(asthma("confirmed"), Optional.empty()), List.of());
        model.put(
                "letters",
                List.of(
                        new Letter(0, "", Optional.of("Dear <Ada>\nAll is well")),
                        new Letter(1, "Scan", Optional.empty())));
        model.put("results", List.of(potassium("o1", "2020-02-03", "5.9")));
        model.put("said", List.of(said("note", "received", Optional.of("Cara Example"))));
        Document page = render("item", OWN, model);

        assertThat(page.select("pre").text()).contains("Dear <Ada>");
        assertThat(page.select("h2").eachText()).contains("Text 1", "Scan", "Results in this report");
        assertThat(page.select("a[download]").eachAttr("href"))
                .containsExactly("/record/me/item/Condition/c1/file/0", "/record/me/item/Condition/c1/file/1");
        assertThat(page.select("main").text())
                .contains("Range: between 3.5 and 5.1 mmol/L")
                .contains("Written by Cara Example, who acts for this person");
    }

    private static Said said(String kind, String status, Optional<String> by) {
        List<Said.Step> steps = new ArrayList<>();
        steps.add(new Said.Step("requested", "3 May 2026 at 9:00am", Optional.empty()));
        if (!status.equals("requested")) {
            steps.add(new Said.Step(status, "4 May 2026 at 9:00am", Optional.of("We\nlooked")));
        }
        return new Said("t1", kind, "I never\nhad this", by, Optional.empty(), status, steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "received", "in-progress", "completed", "rejected"})
    void whatWasSaidIsToldWithWhatBecameOfIt(String status) {
        for (String kind : List.of("dispute", "access-query", "note")) {
            Said said = said(kind, status, Optional.of("Cara"));
            Document one = render(
                    "said-one",
                    OWN,
                    Map.of("said", said, "about", Optional.of(new Row(asthma("confirmed"), Optional.empty()))));
            assertThat(one.select("ol li")).hasSize(status.equals("requested") ? 1 : 2);
            assertThat(one.select("main").text()).contains("Written by Cara, who acts for this person");
            Document all = render("said", OTHER, Map.of("said", List.of(said)));
            assertThat(all.select("main h2 a").attr("href")).isEqualTo("/record/17/said/t1");
            render("said-one", OWN, Map.of("said", said, "about", Optional.empty()));
        }
        assertThat(render("said", OWN, Map.of("said", List.of())).select("main").text())
                .contains("Nothing has been said yet");
    }

    @Test
    void aFormTellsWhatBecomesOfItAndKeepsWhatWasWritten() {
        Map<String, Object> model = new HashMap<>(Map.of(
                "kind", "wrong", "row", Optional.of(new Row(asthma("confirmed"), Optional.empty())), "text", ""));
        Document page = render("say", OWN, model);
        assertThat(page.select("main form").attr("action")).isEqualTo("/record/me/item/Condition/c1/wrong");
        assertThat(page.select(".nhsuk-error-summary")).isEmpty();
        assertThat(page.title()).startsWith("What is wrong");

        model.put("error", "record.say.too-short");
        model.put("text", "x<y");
        Document again = render("say", OTHER, model);
        assertThat(again.title()).startsWith("Error: ");
        assertThat(again.select("textarea").val()).isEqualTo("x<y");
        assertThat(again.select(".nhsuk-error-summary a").attr("href")).isEqualTo("#text");
        assertThat(again.select("#text-error").text()).contains("Write at least 3 characters");
        assertThat(again.select("main").text()).contains("marked as yours");

        Document note = render("say", OWN, Map.of("kind", "note", "row", Optional.empty(), "text", ""));
        assertThat(note.select("main form").attr("action")).isEqualTo("/record/me/note");
        render("not-for-you", OTHER, Map.of());
    }

    @Test
    void noticesTellWhetherTheyWereRead() {
        Notice unread = new Notice(
                "n1",
                Optional.of("3 May 2026 at 9:00am"),
                true,
                List.of("They looked"),
                Optional.empty(),
                Optional.of("t1"));
        Notice read = new Notice(
                "n2",
                Optional.empty(),
                false,
                List.of("It ended"),
                Optional.of("4 May 2026 at 9:00am"),
                Optional.empty());
        Document all = render("notices", OWN, Map.of("notices", List.of(unread, read)));
        assertThat(all.select("article").eachText().get(0)).contains("Important", "Not read yet");
        assertThat(all.select("article").eachText().get(1)).contains("Read 4 May 2026 at 9:00am");

        Document one = render("notice", OWN, Map.of("notice", unread));
        assertThat(one.select("main form").attr("action")).isEqualTo("/record/me/notices/n1");
        assertThat(one.select("main a").attr("href")).isEqualTo("/record/me/said/t1");
        assertThat(render("notice", OWN, Map.of("notice", read)).select("main form"))
                .isEmpty();
    }

    @Test
    void historyDataAndCopiesAreReadable() {
        Row row = new Row(asthma("confirmed"), Optional.empty());
        Document history = render(
                "history",
                OWN,
                Map.of(
                        "row",
                        row,
                        "versions",
                        List.of(
                                new ItemController.Version(
                                        "4 May 2026 at 9:00am", false, List.of("State: was Active, is now Over")),
                                new ItemController.Version("3 May 2026 at 9:00am", true, List.of()))));
        assertThat(history.select("tbody tr").eachText())
                .containsExactly(
                        "4 May 2026 at 9:00am State: was Active, is now Over",
                        "3 May 2026 at 9:00am Stored here for the first time");
        assertThat(render("data", OWN, Map.of("row", row, "data", "{\n  \"a\" : \"<b>\"\n}"))
                        .select("pre")
                        .text())
                .contains("<b>");
        Held held = new Held(
                "conditions", "Conditions", 2, Optional.empty(), Optional.empty(), "3 May 2026", List.of(), List.of());
        assertThat(render("copy", OTHER, Map.of("held", List.of(held)))
                        .select("main a")
                        .eachAttr("href"))
                .containsExactly(
                        "/record/17/copy/print/conditions", "/record/17/copy/print", "/record/17/copy/record.json");
        Document print = render(
                "print",
                OTHER,
                Map.of(
                        "category",
                        Optional.of("Conditions"),
                        "listing",
                        new Listing(rows(), Optional.of("cursor")),
                        "path",
                        "/record/17/copy/print/conditions",
                        "paged",
                        false,
                        "today",
                        "5 May 2026"));
        assertThat(print.select("main").text())
                .contains(
                        "The record of Ada Example, as Cara Example could see it on 5 May 2026",
                        "Conditions: 4 entries. Older ones are on the next page.")
                .contains("5.9 mmol/L, Above the range (between 3.5 and 5.1 mmol/L)");
        assertThat(print.select("nav a[rel=next]").eachAttr("href"))
                .containsExactly("/record/17/copy/print/conditions?older=cursor");
    }
}
