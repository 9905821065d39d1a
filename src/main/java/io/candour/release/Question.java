package io.candour.release;

import io.candour.consent.Category;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An aggregate question, compiled: how many people are so, in groups. Says nothing of how it is answered ({@link
 * QuestionEngine}), so that another engine can answer it over the same rows. Two that ask the same are equal, and stored
 * alike.
 *
 * @param cohort all of it is so of each person who is counted
 * @param by what groups they are counted in; none for one number. More would leave few in each
 * @param from the first day on which what is asked for was there; absent for any
 * @param until the last
 */
record Question(List<Criterion> cohort, List<Breakdown> by, Optional<LocalDate> from, Optional<LocalDate> until) {
    static final int MOST_BREAKDOWNS = 2;
    static final int MOST_CRITERIA = 12;

    /** What people are told apart by. */
    enum Breakdown {
        SEX,
        /** In tens of years. */
        AGE_BAND,
        AREA;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Question {
        List<Criterion> sorted = new ArrayList<>(Set.copyOf(cohort));
        sorted.sort(Comparator.comparing(Criterion::toString));
        cohort = List.copyOf(sorted);
        by = by.isEmpty() ? List.of() : List.copyOf(EnumSet.copyOf(by));
        if (by.size() > MOST_BREAKDOWNS || cohort.size() > MOST_CRITERIA) {
            throw new IllegalArgumentException("too much is asked at once");
        }
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            throw new IllegalArgumentException("a period ends before it starts");
        }
    }

    /** Whether a programme that may look at these classes of data may ask it. */
    boolean within(Set<Category> classes) {
        return missing(classes).isEmpty();
    }

    /** Classes of data, any of which in one set would do, that a programme lacks to ask it. */
    List<Set<Category>> missing(Set<Category> classes) {
        List<Set<Category>> missing = new ArrayList<>();
        cohort.forEach(each -> missing.add(each.needs()));
        if (!by.isEmpty()) {
            missing.add(EnumSet.of(Category.DETAILS));
        }
        missing.removeIf(needs -> needs.stream().anyMatch(classes::contains));
        return missing;
    }
}
