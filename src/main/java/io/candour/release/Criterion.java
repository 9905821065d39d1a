package io.candour.release;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.candour.consent.Category;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is so of each person in a cohort. Compiled: names no table and no engine; equal where it asks the same. Codes are
 * {@code system|code}, sorted, any of which will do.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Criterion.HasCondition.class, name = "condition"),
    @JsonSubTypes.Type(value = Criterion.HasMedicine.class, name = "medicine"),
    @JsonSubTypes.Type(value = Criterion.HasResult.class, name = "result"),
    @JsonSubTypes.Type(value = Criterion.Aged.class, name = "age"),
    @JsonSubTypes.Type(value = Criterion.OfSex.class, name = "sex"),
    @JsonSubTypes.Type(value = Criterion.LivesIn.class, name = "area"),
})
sealed interface Criterion {
    /** Of which classes of data a programme must have one to ask this. */
    Set<Category> needs();

    record HasCondition(List<String> codes) implements Criterion {
        public HasCondition {
            codes = sorted(codes);
        }

        @Override
        public Set<Category> needs() {
            return EnumSet.of(Category.CONDITIONS);
        }
    }

    /** Prescribed, dispensed, given or taken. */
    record HasMedicine(List<String> codes) implements Criterion {
        public HasMedicine {
            codes = sorted(codes);
        }

        @Override
        public Set<Category> needs() {
            return EnumSet.of(Category.MEDICINES);
        }
    }

    /**
     * A laboratory result or a measurement.
     *
     * @param unit UCUM code that the value has; present where a bound is
     * @param low inclusive
     * @param high inclusive
     */
    record HasResult(List<String> codes, Optional<String> unit, Optional<BigDecimal> low, Optional<BigDecimal> high)
            implements Criterion {
        public HasResult {
            codes = sorted(codes);
            low = low.map(BigDecimal::stripTrailingZeros);
            high = high.map(BigDecimal::stripTrailingZeros);
            if ((low.isPresent() || high.isPresent()) != unit.isPresent()) {
                throw new IllegalArgumentException("a bound has a unit");
            }
        }

        @Override
        public Set<Category> needs() {
            return EnumSet.of(Category.TEST_RESULTS, Category.MEASUREMENTS);
        }
    }

    /** In whole years on the day of the question; both inclusive. */
    record Aged(int from, int to) implements Criterion {
        /** Ages are asked for in stretches of so many years: narrower ones would pick people out. */
        static final int STEP = 5;

        static final int OLDEST = 129;

        public Aged {
            if (from < 0 || from % STEP != 0 || (to + 1) % STEP != 0 || to < from || to > OLDEST) {
                throw new IllegalArgumentException("no stretch of ages");
            }
        }

        @Override
        public Set<Category> needs() {
            return EnumSet.of(Category.DETAILS);
        }
    }

    /**
     * Of this sex.
     *
     * @param sex R4 AdministrativeGender
     */
    record OfSex(String sex) implements Criterion {
        @Override
        public Set<Category> needs() {
            return EnumSet.of(Category.DETAILS);
        }
    }

    /**
     * Lives there.
     *
     * @param area as {@link Person#area} has it
     */
    record LivesIn(String area) implements Criterion {
        @Override
        public Set<Category> needs() {
            return EnumSet.of(Category.DETAILS);
        }
    }

    private static List<String> sorted(List<String> codes) {
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("no code");
        }
        return codes.stream().sorted().distinct().toList();
    }
}
