package io.candour.consent.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import io.candour.consent.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;

/**
 * FHIR's dates as stretches of time. A date is the whole of its day, month or year in the deployment's time zone; the
 * end of a Period is inside it (R4 datatypes, Period).
 */
public record Moments(ZoneId zone) {
    /** @throws IllegalArgumentException for a period that ends before it starts */
    Interval period(Period period) {
        return new Interval(
                period.getStartElement().hasValue() ? Optional.of(first(period.getStartElement())) : Optional.empty(),
                period.getEndElement().hasValue() ? Optional.of(after(period.getEndElement())) : Optional.empty());
    }

    /** When something of any of FHIR's kinds of time happened; empty for words, ages and impossible periods. */
    public Optional<Interval> when(Base value) {
        if (value instanceof BaseDateTimeType moment) {
            return moment.hasValue() ? Optional.of(Interval.of(first(moment), after(moment))) : Optional.empty();
        }
        if (value instanceof Period period) {
            return possible(period);
        }
        if (value instanceof Timing timing) {
            if (timing.getRepeat().hasBoundsPeriod()) {
                return possible(timing.getRepeat().getBoundsPeriod());
            }
            return timing.getEvent().stream()
                    .flatMap(event -> when(event).stream())
                    .reduce(Moments::spanning);
        }
        return Optional.empty();
    }

    /**
     * A moment that somebody wrote down before now. A date alone may mean any moment of its day, month or year: the last
     * is taken, or now where that is yet to come. After now only where all it may mean is.
     */
    Instant noted(BaseDateTimeType moment, Instant now) {
        Instant first = first(moment);
        boolean timed = moment.getPrecision().compareTo(TemporalPrecisionEnum.DAY) > 0;
        if (timed || first.isAfter(now)) {
            return first;
        }
        Instant last = after(moment).minusMillis(1);
        return last.isBefore(now) ? last : now;
    }

    /** From the start of the one to the end of the other. */
    static Interval spanning(Interval first, Interval last) {
        if (first.start().isPresent()
                && last.end().isPresent()
                && !first.start().get().isBefore(last.end().get())) {
            return first;
        }
        return new Interval(first.start(), last.end());
    }

    private Optional<Interval> possible(Period period) {
        if (!period.getStartElement().hasValue() && !period.getEndElement().hasValue()) {
            return Optional.empty();
        }
        boolean backwards = period.getStartElement().hasValue()
                && period.getEndElement().hasValue()
                && !first(period.getStartElement()).isBefore(after(period.getEndElement()));
        return backwards ? Optional.empty() : Optional.of(period(period));
    }

    private Instant first(BaseDateTimeType moment) {
        return switch (moment.getPrecision()) {
            case YEAR, MONTH, DAY -> day(moment).atStartOfDay(zone).toInstant();
            case MINUTE, SECOND, MILLI -> moment.getValue().toInstant();
        };
    }

    private Instant after(BaseDateTimeType moment) {
        return switch (moment.getPrecision()) {
            case YEAR -> day(moment).plusYears(1).atStartOfDay(zone).toInstant();
            case MONTH -> day(moment).plusMonths(1).atStartOfDay(zone).toInstant();
            case DAY -> day(moment).plusDays(1).atStartOfDay(zone).toInstant();
            case MINUTE -> moment.getValue().toInstant().plus(1, ChronoUnit.MINUTES);
            case SECOND -> moment.getValue().toInstant().plusSeconds(1);
            case MILLI -> moment.getValue().toInstant().plusMillis(1);
        };
    }

    /** As written, not as HAPI's Date in the machine's own time zone would have it. */
    private static LocalDate day(BaseDateTimeType moment) {
        String[] parts = moment.getValueAsString().split("-");
        return LocalDate.of(
                Integer.parseInt(parts[0]),
                parts.length > 1 ? Integer.parseInt(parts[1]) : 1,
                parts.length > 2 ? Integer.parseInt(parts[2]) : 1);
    }
}
