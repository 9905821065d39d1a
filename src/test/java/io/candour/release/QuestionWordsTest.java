package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions as people read them. */
class QuestionWordsTest {

    @Test
    void ofWhenAllIsAskedThenAllIsSaid() {
        Question question = new Question(
                List.of(
                        new Criterion.HasCondition(List.of("s|1", "s|2")),
                        new Criterion.HasMedicine(List.of("s|3")),
                        new Criterion.HasResult(
                                List.of("s|4"),
                                Optional.of("mmol/L"),
                                Optional.of(new BigDecimal("100")),
                                Optional.of(new BigDecimal("7.5E2"))),
                        new Criterion.Aged(5, 14),
                        new Criterion.OfSex("male"),
                        new Criterion.LivesIn("LS")),
                List.of(Question.Breakdown.AGE_BAND, Question.Breakdown.SEX),
                Optional.of(LocalDate.parse("2025-01-01")),
                Optional.of(LocalDate.parse("2025-12-31")));

        assertThat(QuestionWords.of(question))
                .startsWith("How many people ")
                .contains("have the condition s|1 or s|2")
                .contains("have the medicine s|3")
                .contains("have the result s|4 of at least 100 and at most 750 mmol/L")
                .contains("are aged 5 to 14")
                .contains("are of the sex male")
                .contains("live in the area LS")
                .endsWith(" from 2025-01-01 until 2025-12-31, by sex and age band?");
    }

    @Test
    void ofWhenNothingIsAskedThenAsksForEverybody() {
        assertThat(QuestionWords.of(CountedWorld.question())).isEqualTo("How many people are there?");
    }
}
