package io.candour.portal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.FhirThere;
import io.candour.portal.Pages;
import io.candour.portal.Whose;
import io.candour.portal.log.WhoLooked.Lately;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who looked lately, out of a log that one's own visits fill. */
class WhoLookedTest {
    private static final Whose OWN = new Whose("me", "1", "Ann Example", true);
    private static final String LOG = "Patient/1/$access-log?_count=50&items=false";

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

    private Lately lately() {
        return WhoLooked.of(there.fhir(), OWN).lately(5).orElseThrow();
    }

    @Test
    void lately_belowManyOfOnesOwn_isFound() {
        there.has(LOG, rows(49, List.of("Dr Gray"), ""));

        assertThat(lately().looks()).extracting(Look::who).containsExactly("Dr Gray");
        assertThat(lately().all()).isTrue();
    }

    @Test
    void lately_enoughAtOnce_asksNoMore() {
        there.has(LOG, rows(44, Collections.nCopies(6, "Dr Gray"), "b"));

        assertThat(lately().looks()).hasSize(5);
        assertThat(there.asked()).hasSize(1);
    }

    @Test
    void lately_oneselfAsFarAsWasLooked_neverSaysNobody() {
        there.has(LOG, rows(50, List.of(), "b"));

        assertThat(lately()).isEqualTo(new Lately(List.of(), false));
        assertThat(shown(lately()).text())
                .contains("Others may have looked before")
                .doesNotContain("Nobody");
        assertThat(shown(new Lately(List.of(), true)).text()).contains("Nobody but you has looked.");
    }

    @Test
    void nobody_toACarer_isNobodyButThePerson() {
        Whose ann = new Whose("1", "1", "Ann Example", false);
        assertThat(shown(new Lately(List.of(), true), ann).text()).contains("nobody but Ann Example has looked");
        assertThat(shown(new Lately(List.of(), false), ann).text()).contains("are all of Ann Example");
    }

    private static Document shown(Lately lately) {
        return shown(lately, OWN);
    }

    private static Document shown(Lately lately, Whose whose) {
        return new Pages()
                .render(
                        "portal/log/parts :: lately(lately=${lately})",
                        Optional.empty(),
                        Optional.of(whose),
                        Map.of("lately", Optional.of(lately)));
    }
}
