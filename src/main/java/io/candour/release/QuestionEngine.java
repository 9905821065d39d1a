package io.candour.release;

import io.candour.consent.Category;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.IntConsumer;

/** Answers questions over the records. Knows nothing of who may see the answer. */
interface QuestionEngine {

    /**
     * Who is so, in which group. The answer is a function of the open items of people who said yes alone.
     *
     * @param asOf the day that ages are counted on
     * @param classes of data that may be looked at
     * @param progress is told how many hundredths of the people have been looked at
     */
    Counted count(Question question, LocalDate asOf, Set<Category> classes, Willing willing, IntConsumer progress);
}
