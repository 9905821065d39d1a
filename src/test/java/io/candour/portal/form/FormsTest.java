package io.candour.portal.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** What is typed is read the same however people write it, and one thing is said of each field. */
class FormsTest {
    private static Typed typed(String field, String value) {
        return Typed.NOTHING.with(field, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9991012028", "999 101 2028", " 999-101-2028 "})
    void anNhsNumberIsReadAsPeopleWriteIt(String written) {
        assertThat(NhsNumber.of(written).orElseThrow().spaced()).isEqualTo("999 101 2028");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9991012029", "999101202", "99910120288", "999101202a", "٩٩٩١٠١٢٠٢٨"})
    void whatDoesNotCheckIsNoNhsNumber(String written) {
        assertThat(NhsNumber.of(written)).isEmpty();
    }

    @Test
    void aDayIsReadAndWrittenInThreeFields() {
        LocalDate leap = LocalDate.of(2024, 2, 29);
        Typed written = TypedDay.write(Typed.NOTHING, "birthDate", leap);

        assertThat(TypedDay.of(written, "birthDate").date()).contains(leap);
        assertThat(TypedDay.of(written.with("birthDate-year", "2023"), "birthDate")
                        .date())
                .isEmpty();
        assertThat(TypedDay.of(written.with("birthDate-year", "24"), "birthDate")
                        .date())
                .isEmpty();
        assertThat(TypedDay.of(written.with("birthDate-month", "-2"), "birthDate")
                        .date())
                .isEmpty();
        assertThat(TypedDay.of(Typed.NOTHING, "birthDate").date()).isEmpty();
    }

    @AfterEach
    void english() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @CsvSource({
        "en-GB, March, 3",
        "en-GB, sept., 9",
        "en-GB, Febuary, 2",
        "en-GB, ma, 0",
        "en-GB, Mawrth, 0",
        "cy, Mawrth, 3",
        "cy, maw, 3",
        "cy, Medi, 9",
        "cy, March, 3",
        "fr, juin, 6",
        "fr, jui, 0"
    })
    void aMonthIsReadInTheLanguageOfThePageAndInEnglish(String language, String month, int number) {
        LocaleContextHolder.setLocale(Locale.forLanguageTag(language));
        assertThat(TypedDay.of("1", month, "2026").date().map(LocalDate::getMonthValue))
                .isEqualTo(number == 0 ? Optional.empty() : Optional.of(number));
    }

    @Test
    void wordsAreThreeToAThousandCharactersThatCanBeRead() {
        assertThat(wrongWith("  ab ")).containsExactly(new Problem("why", "key"));
        assertThat(wrongWith("a\u0007bc")).containsExactly(new Problem("why", "key"));
        assertThat(wrongWith("x".repeat(1_001))).containsExactly(new Problem("why", "key.long"));
        assertThat(wrongWith("a\r\nb")).isEmpty();
        assertThat(wrongWith("x".repeat(1_000))).isEmpty();
    }

    private static List<Problem> wrongWith(String text) {
        Problems problems = new Problems();
        OwnWords.read(typed("why", text), "why", "key", problems);
        return problems.all();
    }

    @Test
    void linesEndAlikeWhateverTheBrowserSends() {
        assertThat(typed("why", " a\r\nb ").text("why")).isEqualTo("a\nb");
    }

    @Test
    void eachFieldHasOneProblemInTheOrderTheyWereFound() {
        Problems problems = new Problems();
        problems.add("b", "first");
        problems.add("a", "second");
        problems.add("b", "third");

        assertThat(problems.all()).containsExactly(new Problem("b", "first"), new Problem("a", "second"));
        assertThat(problems.of("b")).contains("first");
        assertThat(problems.of("c")).isEmpty();
    }

    @Test
    void whatIsTickedIsAllThatWasSent() {
        Typed typed = new Typed(Map.of("category", List.of("allergies", "medicines")));

        assertThat(typed.ticked("category", "medicines")).isTrue();
        assertThat(typed.ticked("category", "conditions")).isFalse();
        assertThat(typed.ticked("sensitive", "yes")).isFalse();
    }
}
