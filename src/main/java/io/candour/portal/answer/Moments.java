package io.candour.portal.answer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days and times as people write them, where they live. */
public final class Moments {
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter FULL_HOUR = DateTimeFormatter.ofPattern("ha", Locale.UK);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("h:mma", Locale.UK);

    private Moments() {}

    /** As 29 November 2026. */
    public static String day(LocalDate day) {
        return DAY.format(day);
    }

    public static String day(Instant at) {
        return DAY.format(at.atZone(ZONE));
    }

    /** As 29 November 2026 at 8:05am. */
    public static String moment(Instant at) {
        return day(at) + " at " + time(at);
    }

    /** As 8:05am, 8am, midday and midnight. */
    public static String time(Instant at) {
        ZonedDateTime local = at.atZone(ZONE);
        if (local.getMinute() == 0 && local.getHour() % 12 == 0) {
            return local.getHour() == 0 ? "midnight" : "midday";
        }
        return (local.getMinute() == 0 ? FULL_HOUR : MINUTE).format(local).toLowerCase(Locale.UK);
    }

    /**
     * The last day of what is over at this moment: what ends at midnight lasted to the day before.
     */
    public static String lastDay(Instant end) {
        return day(end.minusMillis(1));
    }

    public static LocalDate today() {
        return LocalDate.now(ZONE);
    }
}
