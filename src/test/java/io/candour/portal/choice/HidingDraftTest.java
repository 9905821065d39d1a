package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

/** Each page leads to the next that is not answered. */
class HidingDraftTest {
    private final Draft begun = Drafts.of(new MockHttpSession()).begin("hide", "p");

    @Test
    void next_isTheFirstPageWithoutAnAnswer() {
        Draft draft = begun;
        assertThat(new HidingDraft(draft).next()).isEqualTo("what");
        draft = draft.with(HidingDraft.WHAT, "medicines");
        assertThat(new HidingDraft(draft).next()).isEqualTo("from");
        assertThat(new HidingDraft(draft.with(HidingDraft.FROM, "search")).next())
                .isEqualTo("search");
        draft = draft.with(HidingDraft.FROM, "Organization/1").with(HidingDraft.FROM_NAME, "Elm Street");
        assertThat(new HidingDraft(draft).next()).isEqualTo("until");
        draft = draft.with(HidingDraft.UNTIL, "2027-03-31");
        assertThat(new HidingDraft(draft).next()).isEqualTo("emergency");
        draft = draft.with(HidingDraft.EMERGENCY, "no");
        assertThat(new HidingDraft(draft).complete()).isTrue();

        Hiding hiding = new HidingDraft(draft).hiding();
        assertThat(hiding.what()).isEqualTo(new Hiding.Kind("medicines"));
        assertThat(hiding.from().orElseThrow().name()).isEqualTo("Elm Street");
        assertThat(hiding.until().orElseThrow()).isEqualTo("2027-03-31");
        assertThat(hiding.emergency()).contains(false);
    }

    @Test
    void next_ofHidingFromSomebodyWhoActsForOne_asksNothingAboutEmergencies() {
        Draft draft = begun.with(HidingDraft.WHAT, "record")
                .with(HidingDraft.FROM, "RelatedPerson/1")
                .with(HidingDraft.UNTIL, "");

        assertThat(new HidingDraft(draft).complete()).isTrue();
        assertThat(new HidingDraft(draft).hiding().emergency()).isEmpty();
    }

    @Test
    void what_thatNobodyKnows_isNotAnswered() {
        assertThat(new HidingDraft(begun.with(HidingDraft.WHAT, "choices")).what())
                .isEmpty();
        assertThat(new HidingDraft(begun.with(HidingDraft.WHAT, "entry")).what())
                .isEmpty();
    }
}
