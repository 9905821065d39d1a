package io.candour.release;

import io.candour.consent.Category;
import java.time.LocalDate;
import java.util.Set;

/** Answers questions over the records. Knows nothing of who may see the answer. */
interface QuestionEngine {

    /**
     * Who is so, in which group. The answer is a function of the open items of people who said yes alone.
     *
     * @param asOf the day that ages are counted on
     * @param classes of data that may be looked at
     */
    Counted count(Question question, LocalDate asOf, Set<Category> classes, Willing willing);
}
