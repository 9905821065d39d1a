package io.candour.release;

import io.candour.record.Sweep.Details;
import io.candour.release.Question.Breakdown;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a count tells people apart by, as coarse as it is told.
 *
 * @param age in whole years; empty where the birth date is not known
 * @param sex R4 AdministrativeGender
 * @param area the letters that a British postcode begins with, or else the state of the address
 */
record Person(OptionalInt age, String sex, String area) {
    static final String UNKNOWN = "unknown";

    private static final int BAND = 10;
    private static final int OLD = 90;
    private static final Pattern POSTCODE = Pattern.compile("([A-Z]{1,2})\\d[A-Z\\d]? ?\\d[A-Z]{2}");

    /** @param on the day of the question */
    static Person of(Details details, LocalDate on) {
        return new Person(
                details.birthDate().map(born -> age(born, on)).orElse(OptionalInt.empty()),
                details.gender().orElse(UNKNOWN),
                area(details));
    }

    private static OptionalInt age(String born, LocalDate on) {
        try {
            LocalDate day =
                    switch (born.length()) {
                        case 4 -> Year.parse(born).atDay(1);
                        case 7 -> YearMonth.parse(born).atDay(1);
                        default -> LocalDate.parse(born);
                    };
            return day.isAfter(on)
                    ? OptionalInt.empty()
                    : OptionalInt.of(day.until(on).getYears());
        } catch (DateTimeException unreadable) {
            return OptionalInt.empty();
        }
    }

    private static String area(Details details) {
        Optional<String> letters = details.postalCode()
                .map(code -> POSTCODE.matcher(code.strip().toUpperCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .map(match -> match.group(1));
        return letters.or(() -> details.state()
                        .map(String::strip)
                        .filter(state -> !state.isEmpty() && state.chars().noneMatch(Character::isISOControl)))
                .orElse(UNKNOWN);
    }

    /** The group this person is in. */
    String group(Breakdown by) {
        return switch (by) {
            case SEX -> sex;
            case AREA -> area;
            case AGE_BAND -> age.isEmpty() ? UNKNOWN : band(age.getAsInt());
        };
    }

    private static String band(int age) {
        if (age >= OLD) {
            return OLD + "+";
        }
        int from = age / BAND * BAND;
        // Two digits, so that groups come in the order of age.
        return "%02d-%02d".formatted(from, from + BAND - 1);
    }

    /** Whether this person is as a criterion about them says; one about their items is not for here. */
    boolean is(Criterion criterion) {
        if (criterion instanceof Criterion.Aged aged) {
            return age.isPresent() && age.getAsInt() >= aged.from() && age.getAsInt() <= aged.to();
        }
        if (criterion instanceof Criterion.OfSex of) {
            return sex.equals(of.sex());
        }
        return !(criterion instanceof Criterion.LivesIn in) || area.equals(in.area());
    }
}
