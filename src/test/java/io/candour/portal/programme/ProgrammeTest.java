package io.candour.portal.programme;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.FhirThere;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programmes by id, however many the server gives at once. */
class ProgrammeTest {
    private static String page(String link, String id) {
        return "{'resourceType': 'Bundle', 'type': 'searchset', 'link': [%s], 'entry': [{'resource': %s}]}"
                .formatted(
                        link,
                        "{'resourceType': 'ResearchStudy', 'id': '" + id
                                + "', 'status': 'active', 'category': [{'coding': [{'code': 'HOPERAT'}]}]}");
    }

    @Test
    void named_onTwoPages_hasThoseOfBoth() {
        try (FhirThere there = new FhirThere()) {
            String next = "{'relation': 'next', 'url': '%sResearchStudy?_page=2'}".formatted(FhirThere.BASE);
            there.has("ResearchStudy?_id=a,b", page(next, "a"));
            there.has("ResearchStudy?_page=2", page("", "b"));

            assertThat(Programme.named(List.of("a", "b"), there.fhir()))
                    .containsOnlyKeys("a", "b")
                    .extractingByKey("b")
                    .extracting(Programme::choice)
                    .isEqualTo("planning");
        }
    }
}
