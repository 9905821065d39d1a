package io.candour.release;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of items as coarse as a programme is to have them. Immutable. */
final class CoarseDates {
    /** R4 2.24.0.1: date and dateTime, of which the time of day is never told. */
    private static final Pattern WRITTEN = Pattern.compile("(\\d{4})(-\\d{2})?(-\\d{2})?(T.*)?");

    private static final int MIDDLE = 15;
    private static final int OLDEST_TOLD = 90;

    private final ExtractTerms.Dates policy;
    private final Pseudonyms pseudonyms;
    private final LocalDate asOf;

    /** @param asOf the day of the extract */
    CoarseDates(ExtractTerms.Dates policy, Pseudonyms pseudonyms, LocalDate asOf) {
        this.policy = policy;
        this.pseudonyms = pseudonyms;
        this.asOf = asOf;
    }

    /** A date of one of this person's items; empty where it can't be read. */
    Optional<String> told(String written, String patient) {
        Matcher match = WRITTEN.matcher(written);
        if (!match.matches()) {
            return Optional.empty();
        }
        String year = match.group(1);
        if (policy == ExtractTerms.Dates.YEAR || match.group(2) == null) {
            return Optional.of(year);
        }
        try {
            YearMonth month = YearMonth.parse(year + match.group(2));
            if (policy == ExtractTerms.Dates.MONTH) {
                return Optional.of(month.toString());
            }
            LocalDate day = match.group(3) == null
                    ? month.atDay(MIDDLE)
                    : LocalDate.parse(year + match.group(2) + match.group(3));
            return Optional.of(
                    YearMonth.from(day.plusDays(pseudonyms.days(patient))).toString());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The year of birth, of the oldest that of somebody of 90. */
    Optional<String> born(String written) {
        Matcher match = WRITTEN.matcher(written);
        return match.matches()
                ? Optional.of(
                        "%04d".formatted(Math.max(Integer.parseInt(match.group(1)), asOf.getYear() - OLDEST_TOLD)))
                : Optional.empty();
    }
}
