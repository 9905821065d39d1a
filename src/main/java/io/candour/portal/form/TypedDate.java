package io.candour.portal.form;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** A day that is typed as day, month and year into {@code field-day}, {@code field-month} and {@code field-year}. */
public final class TypedDate {
    private TypedDate() {}

    /** The day; empty where it is none, or not all of it is there. A year has four digits. */
    public static Optional<LocalDate> read(Typed typed, String field) {
        String year = typed.text(field + "-year");
        String month = typed.text(field + "-month");
        String day = typed.text(field + "-day");
        if (!year.matches("[0-9]{4}") || !month.matches("[0-9]{1,2}") || !day.matches("[0-9]{1,2}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** What shows a day in such a form. */
    public static Typed write(Typed typed, String field, LocalDate day) {
        return typed.with(field + "-day", Integer.toString(day.getDayOfMonth()))
                .with(field + "-month", Integer.toString(day.getMonthValue()))
                .with(field + "-year", Integer.toString(day.getYear()));
    }
}
