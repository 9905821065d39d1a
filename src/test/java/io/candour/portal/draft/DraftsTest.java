package io.candour.portal.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.form.TypedDay;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

/** A draft is for one form about one record, and is sent once. */
class DraftsTest {
    private final Drafts drafts = Drafts.of(new MockHttpSession());

    @Test
    void find_ofAnotherRecordOrForm_isEmpty() {
        Draft draft = drafts.begin("hide", "p");

        assertThat(drafts.find(draft.id(), "hide", "p")).contains(draft);
        assertThat(drafts.find(draft.id(), "hide", "other")).isEmpty();
        assertThat(drafts.find(draft.id(), "ask", "p")).isEmpty();
        assertThat(drafts.find("x", "hide", "p")).isEmpty();
    }

    @Test
    void take_twice_isGivenOutOnce() {
        Draft draft = drafts.begin("hide", "p").with("what", "record");
        drafts.keep(draft);

        assertThat(drafts.take(draft.id(), "hide", "other")).isEmpty();
        assertThat(drafts.take(draft.id(), "hide", "p")).contains(draft);
        assertThat(drafts.take(draft.id(), "hide", "p")).isEmpty();
    }

    @Test
    void take_whenOtherAnswersWereChecked_isEmptyAndTheDraftIsStillThere() {
        Draft yes = drafts.begin("question", "p").with("answer", "yes");
        drafts.keep(yes);
        Draft no = yes.with("answer", "no");
        drafts.keep(no);

        assertThat(drafts.take(no.id(), "question", "p", yes.state())).isEmpty();
        assertThat(drafts.take(no.id(), "question", "p", "")).isEmpty();
        assertThat(drafts.take(no.id(), "question", "p", no.state())).contains(no);
    }

    @Test
    void state_isOfTheAnswersHoweverTheyWereGiven() {
        Draft begun = drafts.begin("question", "p");

        assertThat(begun.with("a", "1").with("b", "2").state())
                .isEqualTo(begun.with("b", "2").with("a", "1").state());
        assertThat(begun.with("a", "1").state())
                .isNotEqualTo(begun.with("a", "2").state());
    }

    @Test
    void carriedFrom_givesAllToTheSessionThatComesInItsPlace() {
        MockHttpSession old = new MockHttpSession();
        Draft draft = Drafts.of(old).begin("hide", "p");
        Consumer<HttpSession> drafts = Drafts.carriedFrom(old);
        old.invalidate();
        MockHttpSession fresh = new MockHttpSession();
        drafts.accept(fresh);

        assertThat(Drafts.of(fresh).find(draft.id(), "hide", "p")).contains(draft);
    }

    @Test
    void sent_isNotTakenAgainAndSaysWhereItLed() {
        Draft draft = drafts.begin("hide", "p").with("what", "record");
        drafts.sent(draft, "/receipt", Map.of("warnings", List.of("One", "Two")));

        Draft sent = drafts.find(draft.id(), "hide", "p").orElseThrow();
        assertThat(sent.outcome()).contains("/receipt");
        assertThat(sent.all("warnings")).containsExactly("One", "Two");
        assertThat(sent.answered("what")).isFalse();
        assertThat(drafts.take(draft.id(), "hide", "p")).isEmpty();
    }

    @Test
    void begin_manyTimes_forgetsTheOldest() {
        Draft first = drafts.begin("hide", "p");
        for (int i = 0; i < Drafts.MOST; i++) {
            drafts.begin("hide", "p");
        }

        assertThat(drafts.find(first.id(), "hide", "p")).isEmpty();
    }

    @Test
    void date_asPeopleType() {
        assertThat(TypedDay.of("31", "3", "2027").date()).hasToString("Optional[2027-03-31]");
        assertThat(TypedDay.of(" 1 ", "November", "2026").date()).hasToString("Optional[2026-11-01]");
        assertThat(TypedDay.of("29", "2", "2027").date()).isEmpty();
        assertThat(TypedDay.of("1", "1", "27").date()).isEmpty();
        assertThat(TypedDay.of("1", "", "2027").date()).isEmpty();
        assertThat(TypedDay.of(null, null, null).empty()).isTrue();
        assertThat(TypedDay.of("x", "1", "2027").date()).isEmpty();
    }
}
