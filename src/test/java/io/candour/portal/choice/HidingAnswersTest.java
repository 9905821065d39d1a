package io.candour.portal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

/** What one page of hiding something was answered, and what it shows once more. */
class HidingAnswersTest {
    private final Draft begun = Drafts.of(new MockHttpSession()).begin("hide", "p");

    private static HidingAnswers answers(Map<String, String> typed) {
        return new HidingAnswers(typed::get, reference -> Optional.empty(), LocalDate.of(2026, 5, 3));
    }

    @Test
    void aNameThatIsTooLong_isShownOnceMore() {
        String name = "Elm ".repeat(40).strip();
        HidingAnswers answers = answers(Map.of("from", "search", "name", name));

        assertThat(answers.take("from", begun)).isEmpty();
        assertThat(answers.error()).isEqualTo("choice.error.name");
        assertThat(answers.asGiven(begun).answer(HidingDraft.NAME)).contains(name);
        assertThat(answers.asGiven(begun).answer(HidingDraft.FROM)).contains(HidingDraft.SEARCH);
    }

    @Test
    void whereNothingWasChosen_theDraftIsShownAsItIs() {
        HidingAnswers answers = answers(Map.of());

        assertThat(answers.take("from", begun)).isEmpty();
        assertThat(answers.asGiven(begun)).isEqualTo(begun);
    }
}
