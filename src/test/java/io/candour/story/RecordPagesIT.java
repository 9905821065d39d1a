package io.candour.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candour.portal.Pages;
import io.candour.story.PlainBrowser.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person, and who acts for them, read the record on the running server's pages, without scripts. */
class RecordPagesIT extends RaisedStory {
    private PlainBrowser as(String account) throws Exception {
        PlainBrowser browser = new PlainBrowser(stack);
        Page page = browser.signIn(account, "/home");
        assertThat(page.status()).as(page.http().body()).isEqualTo(200);
        return browser;
    }

    private static Page good(Page page) {
        assertThat(page.status()).as(page.uri() + page.html().text()).isEqualTo(200);
        assertThat(page.header("Cache-Control")).contains("no-store");
        Pages.check(page.html());
        return page;
    }

    private static String link(Page page, String selector) {
        Element link = page.html().select(selector).first();
        assertThat(link).as(selector + " on " + page.uri() + page.html().text()).isNotNull();
        return link.absUrl("href");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/held",
                "/held/details",
                "/held/allergies",
                "/held/medicines",
                "/held/conditions",
                "/held/test-results",
                "/held/measurements",
                "/held/vaccinations",
                "/held/procedures",
                "/held/visits",
                "/held/care-plans",
                "/held/documents",
                "/held/other",
                "/timeline",
                "/timeline?since=2020-01-01T00:00:00Z",
                "/timeline?older=none",
                "/said",
                "/note",
                "/notices",
                "/copy",
                "/copy/print",
                "/copy/print?older=none",
                "/copy/print/medicines"
            })
    void everyPageOfTheRecordIsThere(String path) throws Exception {
        Page page = good(as("patient").open("/record/me" + path));

        assertThat(page.heading()).isNotBlank();
        assertThat(page.html().select("main").text()).doesNotContain("http://", "https://", "urn:");
    }

    @ParameterizedTest
    @CsvSource({
        "/held/everything",
        "/timeline?since=yesterday",
        "/item/Condition/none",
        "/item/Nothing/1",
        "/item/AuditEvent/1",
        "/item/Condition/none/history",
        "/item/Condition/none/data",
        "/item/Condition/none/wrong",
        "/item/Condition/none/file/0",
        "/said/none",
        "/notices/none",
        "/copy/print/nothing"
    })
    void whatIsNotThereIsAPageThatHelps(String path) throws Exception {
        Page page = as("patient").open("/record/me" + path);

        assertThat(page.status()).as(page.html().text()).isIn(400, 404);
        assertThat(page.html().select("h1")).hasSize(1);
    }

    /** The firewall refuses it before the pages see it. */
    @Test
    void aPathThatIsNoneIsAPageThatHelps() throws Exception {
        whatIsNotThereIsAPageThatHelps("/item/Condition/%2e%2e%2fPatient");
    }

    @Test
    void eachKindOfItemHasItsPages() throws Exception {
        PlainBrowser browser = as("patient");
        for (String type : List.of(
                "Observation",
                "Condition",
                "MedicationRequest",
                "Immunization",
                "Procedure",
                "Encounter",
                "DiagnosticReport",
                "DocumentReference",
                "CarePlan",
                "CareTeam",
                "Patient",
                "Device",
                "ImagingStudy",
                "Provenance",
                "SupplyDelivery",
                "MedicationAdministration")) {
            String item = patient.get("Patient/" + id + "/$timeline?_count=1&_type=" + type)
                    .resources()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(type))
                    .path("id")
                    .asText();
            String path = "/record/me/item/" + type + "/" + item;
            Page page = good(browser.open(path));
            assertThat(page.html().select("main").text())
                    .as(type)
                    .doesNotContain("http://", "https://", "urn:", "Reference/");
            good(browser.open(path + "/history"));
            assertThat(good(browser.open(path + "/data")).html().select("pre").text())
                    .contains("\"resourceType\" : \"" + type + "\"");
            good(browser.open(path + "/wrong"));
        }
    }

    @Test
    void aRepeatedMeasurementIsDrawnAndOlderPagesFollow() throws Exception {
        PlainBrowser browser = as("patient");
        String weight = patient.get("Observation?patient=" + id + "&code=29463-7&_count=1&_sort=-date")
                .resources()
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        Page page = good(browser.open("/record/me/item/Observation/" + weight));

        assertThat(page.heading()).endsWith("Weight");
        assertThat(page.html().select("main svg circle")).hasSizeGreaterThan(2);
        assertThat(page.html().select("main tbody tr")).hasSizeGreaterThan(2);
        assertThat(page.html().select("main dl").text()).contains("kg", "Framingham");

        Page first = good(browser.open("/record/me/timeline"));
        Page second = good(browser.open(link(first, "a[rel=next]")));
        assertThat(second.html().select(".candour-entry").eachAttr("href"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(
                        first.html().select(".candour-entry").eachAttr("href"));
        assertThat(link(second, "a[rel=prev]")).endsWith("/record/me/timeline");
    }

    @Test
    void aCopyIsAllOfIt() throws Exception {
        Page copy = as("patient").open("/record/me/copy/record.json");

        assertThat(copy.status()).isEqualTo(200);
        assertThat(copy.header("Content-Disposition")).contains("attachment");
        assertThat(copy.header("Content-Type")).startsWith("application/fhir+json");
        var bundle = JsonMapper.builder().build().readTree(copy.http().body());
        List<String> all = Raising.allPages(patient, "Patient/" + id + "/$everything?_count=200");
        assertThat(bundle.path("type").asText()).isEqualTo("collection");
        assertThat(bundle.path("entry").findValuesAsText("fullUrl"))
                .hasSizeGreaterThanOrEqualTo(Set.copyOf(all).size())
                .doesNotHaveDuplicates();
    }

    @Test
    void somethingWrongIsSaidAnsweredAndReadAbout() throws Exception {
        PlainBrowser browser = as("patient");
        String entry = condition(COLD);
        String path = "/record/me/item/" + entry;
        Page form = good(browser.open(path + "/wrong"));
        Page refused = browser.submit(form, "main form", Map.of("text", " x "));
        assertThat(refused.status()).isEqualTo(422);
        Pages.check(refused.html());
        assertThat(refused.html().select("textarea").val()).isEqualTo("x");
        assertThat(refused.html().title()).startsWith("Error:");

        Page said = browser.submit(refused, "main form", Map.of("text", "I never had <this>\r\nPlease check"));
        good(said);
        String task = said.uri().getPath().replaceAll(".*/", "");
        assertThat(patient.get("Task/" + task).json().path("description").asText())
                .isEqualTo("I never had <this>\nPlease check");
        Page again = browser.submit(refused, "main form", Map.of("text", "I never had <this>\r\nPlease check"));
        assertThat(again.uri()).as("sent twice, counted once").isEqualTo(said.uri());
        assertThat(said.html().select("main").text()).contains("Sent, not read yet", "I never had <this>");
        assertThat(good(browser.open(path)).html().select("main").text()).contains("An entry is wrong");

        assertThat(Raising.answer(guardian, task, "completed", Optional.of("The practice has marked it"))
                        .status())
                .isEqualTo(200);
        assertThat(good(browser.open("/record/me/said/" + task))
                        .html()
                        .select("main")
                        .text())
                .contains("Acted on", "The practice has marked it");
        String notice =
                noticesAbout(patient, task).findFirst().orElseThrow().path("id").asText();
        assertThat(good(browser.open("/record/me")).html().select("main a").eachAttr("href"))
                .contains("/record/me/notices/" + notice);
        Page unread = good(browser.open("/record/me/notices/" + notice));
        assertThat(patient.get("Communication/" + notice).json().has("received"))
                .as("looking is not reading")
                .isFalse();
        Page read = good(browser.submit(unread, "main form", Map.of()));
        assertThat(read.html().select("main form")).isEmpty();
        assertThat(patient.get("Communication/" + notice).json().has("received"))
                .isTrue();
        assertThat(good(browser.open("/record/me")).html().select("main a").eachAttr("href"))
                .doesNotContain("/record/me/notices/" + notice);
    }

    @Test
    void aCarerReadsTheOthersRecordUnderItsOwnPathOnly() throws Exception {
        appointed(Map.of("act:valueCode", "dispute"));
        PlainBrowser browser = as("carer");
        String entry = condition(COLD);
        Page home = good(browser.open("/record/" + id));
        assertThat(home.html().select(".candour-whose").text()).contains("record of");
        assertThat(home.html().select("main a").eachAttr("href"))
                .allMatch(link -> link.startsWith("/record/" + id + "/"));
        good(browser.open("/record/" + id + "/item/" + entry));
        assertThat(browser.open("/record/me/item/" + entry).status())
                .as("not in the carer's own record")
                .isEqualTo(404);

        Page said = good(browser.submit(
                browser.open("/record/" + id + "/item/" + entry + "/note"),
                "main form",
                Map.of("text", "She sneezed")));
        assertThat(said.html().select("main").text()).contains("who acts for this person", "She sneezed");
        assertThat(good(as("patient").open("/record/me/item/" + entry))
                        .html()
                        .select("main")
                        .text())
                .contains("She sneezed", "who acts for this person");
    }

    @Test
    void aCarerWhoMayNotSpeakIsToldSo() throws Exception {
        appointed(Map.of());
        PlainBrowser browser = as("carer");
        String entry = condition(COLD);
        Page form = good(browser.open("/record/" + id + "/item/" + entry + "/wrong"));
        Page refused = browser.submit(form, "main form", Map.of("text", "She never had this"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.heading()).startsWith("You may not do this");
        Pages.check(refused.html());
    }

    @Test
    void aCarerIsToldOfTheirOwnLastVisit() throws Exception {
        appointed(Map.of());
        good(as("carer").open("/record/" + id));
        Page home = good(as("carer").open("/record/" + id));

        assertThat(home.html().select("main").text()).contains("New since your last visit", "You last looked on");
    }

    @Test
    void whatIsNewIsSinceTheLastVisitOfThisPerson() throws Exception {
        as("patient").open("/record/me");
        String entry = condition(COLD);
        Page home = good(as("patient").open("/record/me"));

        assertThat(home.html().select("main").text()).contains("New since your last visit", "You last looked on");
        assertThat(home.html().select(".candour-entry").eachAttr("href")).contains("/record/me/item/" + entry);
    }
}
