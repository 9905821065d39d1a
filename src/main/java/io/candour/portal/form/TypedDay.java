package io.candour.portal.form;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * A day as it was typed into three fields. Months may be given by their names in the language of the page or in English,
 * or the first three letters or more of these, since people do.
 */
public record TypedDay(String day, String month, String year) {
    private static final int SHORTEST = 3;

    public static TypedDay of(@Nullable String day, @Nullable String month, @Nullable String year) {
        return new TypedDay(typed(day), typed(month), typed(year));
    }

    public static TypedDay of(Optional<LocalDate> date) {
        return date.map(at -> new TypedDay(
                        Integer.toString(at.getDayOfMonth()),
                        Integer.toString(at.getMonthValue()),
                        Integer.toString(at.getYear())))
                .orElseGet(() -> new TypedDay("", "", ""));
    }

    /** Of the fields {@code field-day}, {@code field-month} and {@code field-year}. */
    public static TypedDay of(Typed typed, String field) {
        return new TypedDay(typed.text(field + "-day"), typed.text(field + "-month"), typed.text(field + "-year"));
    }

    /** What shows a day in such fields. */
    public static Typed write(Typed typed, String field, LocalDate day) {
        return typed.with(field + "-day", Integer.toString(day.getDayOfMonth()))
                .with(field + "-month", Integer.toString(day.getMonthValue()))
                .with(field + "-year", Integer.toString(day.getYear()));
    }

    private static String typed(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    public boolean empty() {
        return day.isEmpty() && month.isEmpty() && year.isEmpty();
    }

    /** Empty where this is no day of the calendar. */
    public Optional<LocalDate> date() {
        Optional<Integer> inYear = monthNumber();
        if (inYear.isEmpty() || !day.matches("\\d{1,2}") || !year.matches("\\d{4}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), inYear.get(), Integer.parseInt(day)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private Optional<Integer> monthNumber() {
        if (month.matches("\\d{1,2}")) {
            return Optional.of(Integer.valueOf(month));
        }
        if (month.length() < SHORTEST) {
            return Optional.empty();
        }
        Locale language = LocaleContextHolder.getLocale();
        String name = month.toLowerCase(language);
        return only(each -> each.getDisplayName(TextStyle.FULL_STANDALONE, language)
                        .toLowerCase(language)
                        .startsWith(name))
                .or(() -> only(each ->
                        name.startsWith(each.name().substring(0, SHORTEST).toLowerCase(Locale.ROOT))));
    }

    /** Empty also where two are meant. */
    private static Optional<Integer> only(Predicate<Month> meant) {
        List<Month> months = Stream.of(Month.values()).filter(meant).toList();
        return months.size() == 1 ? Optional.of(months.get(0).getValue()) : Optional.empty();
    }
}
