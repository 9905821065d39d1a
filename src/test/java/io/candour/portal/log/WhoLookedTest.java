package io.candour.portal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.FhirThere;
import io.candour.portal.Pages;
import io.candour.portal.Whose;
import io.candour.portal.form.TypedDay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who looked, out of a log that one's own visits fill. */
class WhoLookedTest {
    private static final Whose OWN = new Whose("me", "1", "Ann Example", true);
    private static final String LOG = "Patient/1/$access-log?_count=40&items=false";
    private static final String LATELY = "Patient/1/$access-log?others=true&_count=5&items=false";

    private final FhirThere there = new FhirThere();

    @AfterEach
    void close() {
        there.close();
    }

    private static String rows(int own, List<String> others, String next) {
        String line =
                """
                {'name': 'line', 'part': [{'name': 'at', 'valueInstant': '2026-11-29T08:05:00Z'},
                 {'name': 'who', 'valueString': '%s'}, {'name': 'did', 'valueString': 'Looked at your record.'},
                 {'name': 'emergency', 'valueBoolean': true}]}""";
        List<String> lines = new ArrayList<>(Collections.nCopies(own, line.formatted("You")));
        others.forEach(who -> lines.add(line.formatted(who)));
        String more = next.isEmpty()
                ? ""
                : ", {'name': 'next', 'valueUri': '%sPatient/1/$access-log?_cursor=%s'}"
                        .formatted(FhirThere.BASE, next);
        return "{'resourceType': 'Parameters', 'parameter': [{'name': 'group', 'part': [{'name': 'day',"
                + " 'valueDate': '2026-11-29'}, " + String.join(",", lines) + "]}" + more + "]}";
    }

    private List<Look> lately() {
        return WhoLooked.of(there.fhir(), OWN).lately(5).orElseThrow();
    }

    @Test
    void lately_asksForWhatOthersDidAlone() {
        there.has(LATELY, rows(0, List.of("Dr Gray"), "b"));

        assertThat(lately()).extracting(Look::who).containsExactly("Dr Gray");
        assertThat(there.asked()).hasSize(1);
        assertThat(shown(lately(), OWN).text()).contains("Dr Gray").doesNotContain("Nobody");
    }

    @Test
    void looks_refusedAmongOnesOwn_asksForAllAndGoesOn() {
        there.has(LOG, rows(40, List.of(), "b"));
        there.has(
                LOG.replace("&items", "&_cursor=b&items"),
                rows(1, List.of("Dr Gray"), "").replace("'emergency'", "'refused'"));

        Filter refused = new Filter(Filter.Show.REFUSED, TypedDay.of(Optional.empty()), TypedDay.of(Optional.empty()));
        LogPage page = WhoLooked.of(there.fhir(), OWN).looks(refused, "").orElseThrow();

        assertThat(page.looks()).extracting(Look::who).containsExactly("You", "Dr Gray");
        assertThat(page.older()).isEmpty();
    }

    @Test
    void nobody_isSaidOfWhoeverTheRecordIs() {
        Whose ann = new Whose("1", "1", "Ann Example", false);
        assertThat(shown(List.of(), OWN).text()).contains("Nobody but you has looked.");
        assertThat(shown(List.of(), ann).text()).contains("nobody but Ann Example has looked");
    }

    private static Document shown(List<Look> lately, Whose whose) {
        return new Pages()
                .render(
                        "portal/log/parts :: lately(lately=${lately})",
                        Optional.empty(),
                        Optional.of(whose),
                        Map.of("lately", Optional.of(lately)));
    }
}
