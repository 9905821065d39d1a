package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.Whose;
import io.candour.portal.choice.ChoicesThen.How;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;

/** What somebody had chosen when they were counted, as far as their choices of today tell. */
class ChoicesThenTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T12:00:00Z");

    private static Standing.Choice choice(String id, String question) {
        return new Standing.Choice(
                "Consent/" + id + "/_history/2",
                Standing.State.ENFORCED,
                Optional.empty(),
                List.of(),
                Optional.of(question),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Consent saved(Instant at) {
        Consent consent = new Consent();
        consent.getMeta().setLastUpdated(Date.from(at));
        return consent;
    }

    private static ChoicesThen choices() {
        return ChoicesThen.of(
                new Whose("me", "17", "Ada", true),
                new Standing(
                        List.of(
                                choice("later", "academic-research"),
                                choice("first", "academic-research"),
                                choice("other", "planning"),
                                choice("gone", "commercial-research")),
                        List.of()),
                Map.of("first", saved(MONDAY), "later", saved(WEDNESDAY), "other", saved(WEDNESDAY)));
    }

    @Test
    void theLatestChoiceBeforeThatMomentCounted() {
        ChoicesThen.Then then = choices().of("academic-research", TUESDAY);

        assertThat(then.how()).isEqualTo(How.CHOSEN);
        assertThat(then.since()).contains(MONDAY);
        assertThat(then.receipt()).contains("/record/me/choices/receipts/first/2");
        assertThat(choices().of("academic-research", WEDNESDAY).since()).contains(WEDNESDAY);
    }

    @Test
    void whatWasSavedSinceTellsOnlyThatItChanged() {
        assertThat(choices().of("planning", TUESDAY))
                .isEqualTo(new ChoicesThen.Then(How.CHANGED_SINCE, Optional.empty(), Optional.empty()));
    }

    @Test
    void withoutAChoiceTheRuleForThoseWhoHaveNotAnsweredHeld() {
        assertThat(choices().of("commercial-research", TUESDAY).how()).isEqualTo(How.UNANSWERED);
    }
}
