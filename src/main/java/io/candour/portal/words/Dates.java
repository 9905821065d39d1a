package io.candour.portal.words;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Period;

/**
 * Days and times as people write them ("13 May 2016 at 3:59am"), no more exact than they are told. Times are told in the
 * deployment's zone. Safe for use by many threads.
 */
public final class Dates {
    private static final int YEAR = 4;
    private static final long LONG = 5 * 365;
    private static final long MONTHS = 120;

    private final Phrases phrases;
    private final ZoneId zone;

    Dates(Phrases phrases, ZoneId zone) {
        this.phrases = phrases;
        this.zone = zone;
    }

    /** The day, or the month or year where no more is told. Of a moment, the day it was here. */
    public String day(BaseDateTimeType date) {
        String value = date.getValueAsString();
        return switch (date.getPrecision()) {
            case YEAR -> value.substring(0, YEAR);
            case MONTH -> format("month", LocalDate.parse(value + "-01"));
            case DAY -> day(LocalDate.parse(value));
            default -> day(local(date).toLocalDate());
        };
    }

    public String day(LocalDate date) {
        return format("day", date);
    }

    /** The day it was here at that moment. */
    public String day(Instant at) {
        return day(at.atZone(zone).toLocalDate());
    }

    /** The day, and the time where one is told. */
    public String moment(BaseDateTimeType date) {
        return timed(date) ? moment(date.getValue().toInstant()) : day(date);
    }

    /** As short as it can be beside others within so many days. */
    String shortDay(LocalDate day, long span) {
        return format(span > LONG ? "year" : span > MONTHS ? "short-month" : "short-day", day);
    }

    public String moment(Instant at) {
        ZonedDateTime here = at.atZone(zone);
        return phrases.say("moment", day(here.toLocalDate()), time(here.toLocalTime()));
    }

    /** The last day of what is over at this moment: what ends at midnight lasted to the day before. */
    public String lastDay(Instant end) {
        return day(end.minusMillis(1).atZone(zone).toLocalDate());
    }

    /** From when until when; of one day, from what time until what time. Empty where neither is told. */
    public Optional<String> period(Period period) {
        if (period.hasStart() && period.hasEnd()) {
            BaseDateTimeType start = period.getStartElement();
            BaseDateTimeType end = period.getEndElement();
            if (timed(start) && timed(end) && day(start).equals(day(end))) {
                String from = time(local(start).toLocalTime());
                String until = time(local(end).toLocalTime());
                return Optional.of(
                        from.equals(until) ? moment(start) : phrases.say("period.hours", day(start), from, until));
            }
            return Optional.of(
                    day(start).equals(day(end)) ? day(start) : phrases.say("period.days", day(start), day(end)));
        }
        if (period.hasStart()) {
            return Optional.of(phrases.say("period.since", day(period.getStartElement())));
        }
        return period.hasEnd()
                ? Optional.of(phrases.say("period.until", day(period.getEndElement())))
                : Optional.empty();
    }

    /** The day it was here, for sorting and drawing: of a month or a year its first. */
    public LocalDate firstDay(BaseDateTimeType date) {
        return timed(date) ? local(date).toLocalDate() : first(date.getValueAsString());
    }

    private static LocalDate first(String value) {
        return LocalDate.parse(value.length() == YEAR ? value + "-01-01" : value.length() == 7 ? value + "-01" : value);
    }

    private static boolean timed(BaseDateTimeType date) {
        return !(date instanceof DateType) && date.getPrecision().compareTo(TemporalPrecisionEnum.MINUTE) >= 0;
    }

    private ZonedDateTime local(BaseDateTimeType date) {
        return date.getValue().toInstant().atZone(zone);
    }

    /** The time of day it was here: "8:05am". */
    public String time(Instant at) {
        return time(at.atZone(zone).toLocalTime());
    }

    String time(LocalTime time) {
        if (time.getMinute() == 0 && time.getHour() % 12 == 0) {
            return phrases.say(time.getHour() == 0 ? "midnight" : "midday");
        }
        return format("time", time).toLowerCase(phrases.locale());
    }

    private String format(String pattern, TemporalAccessor what) {
        Locale locale = phrases.locale();
        return DateTimeFormatter.ofPattern(phrases.say("pattern." + pattern), locale)
                .format(what);
    }
}
