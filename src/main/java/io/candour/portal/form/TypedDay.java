package io.candour.portal.form;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A day as it was typed into three fields. Months may be given by their English names or the first three letters of these,
 * since people do.
 */
public record TypedDay(String day, String month, String year) {
    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("apr", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("oct", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12));

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
        String name = month.toLowerCase(Locale.ROOT);
        return MONTHS.entrySet().stream()
                .filter(each -> name.length() >= 3 && name.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
