package io.candour.portal.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.portal.draft.Draft;
import io.candour.portal.draft.Drafts;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;

/** Each page about who is to act takes what can be taken, and names the field of what can't. */
class TermsAnswersTest {
    private final Draft begun = Drafts.of(new MockHttpSession()).begin("appoint", "p");

    private static TermsAnswers typed(String... namesAndValues) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.addParameter(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new TermsAnswers(request, LocalDate.of(2026, 11, 29));
    }

    @Test
    void take_allPages_leadsToTheTerms() {
        Draft draft = typed(
                        "name",
                        " Carl ",
                        "number",
                        "999 123-4567",
                        "born-day",
                        "31",
                        "born-month",
                        "3",
                        "born-year",
                        "1980")
                .take("who", begun, true);
        assertThat(new TermsDraft(draft).next()).isEqualTo("see");
        draft = typed("see", "some", "category", "medicines", "category", "nonsense")
                .take("see", draft, true);
        assertThat(new TermsDraft(draft).next()).isEqualTo("sensitive");
        draft = typed("sensitive", "no").take("sensitive", draft, true);
        assertThat(new TermsDraft(draft).next()).isEqualTo("act");
        draft = typed().take("act", draft, true);
        assertThat(new TermsDraft(draft).next()).isEqualTo("until");
        draft = typed("how", "forever").take("until", draft, true);

        assertThat(new TermsDraft(draft).complete()).isTrue();
        ProxyTerms terms = new TermsDraft(draft).terms();
        assertThat(terms.number()).isEqualTo("9991234567");
        assertThat(terms.born()).isEqualTo("1980-03-31");
        assertThat(terms.name()).contains("Carl");
        assertThat(terms.categories()).containsExactly("details", "medicines");
        assertThat(terms.acts()).isEmpty();
        assertThat(terms.until()).isEmpty();
    }

    @Test
    void take_whatCanNotBeTaken_namesTheFields() {
        assertThat(wrong("who", "number", "12", "born-day", "31", "born-month", "2", "born-year", "1980"))
                .containsExactly("name", "number", "born-day");
        assertThat(wrong(
                        "who",
                        "name",
                        "Carl",
                        "number",
                        "9991234567",
                        "born-day",
                        "1",
                        "born-month",
                        "1",
                        "born-year",
                        "2999"))
                .containsExactly("born-day");
        assertThat(wrong("see")).containsExactly("see-all");
        assertThat(wrong("see", "see", "some")).containsExactly("category-allergies");
        assertThat(wrong("sensitive", "sensitive", "maybe")).containsExactly("sensitive-yes");
        assertThat(wrong("until")).containsExactly("how-forever");
        assertThat(wrong("until", "how", "until", "until-day", "x")).containsExactly("until-day");
        assertThat(wrong("until", "how", "until", "until-day", "1", "until-month", "1", "until-year", "2001"))
                .containsExactly("until-day");
    }

    private List<String> wrong(String step, String... namesAndValues) {
        TermsAnswers answers = typed(namesAndValues);
        answers.take(step, begun, true);
        return List.copyOf(answers.wrong().keySet());
    }
}
