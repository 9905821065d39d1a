package io.candour.portal.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {
    private final Dates dates = new Dates(Said.phrases(), ZoneId.of("Europe/London"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2016 | 2016 | 2016",
                "2016-05 | May 2016 | May 2016",
                "2016-05-13 | 13 May 2016 | 13 May 2016",
                "2016-05-13T02:59:24+00:00 | 13 May 2016 | 13 May 2016 at 3:59am",
                "2016-01-13T14:05:00Z | 13 January 2016 | 13 January 2016 at 2:05pm",
                "2016-05-13T23:30:00Z | 14 May 2016 | 14 May 2016 at 12:30am",
                "2016-01-13T12:00:00Z | 13 January 2016 | 13 January 2016 at midday",
                "2016-01-13T00:00:00Z | 13 January 2016 | 13 January 2016 at midnight",
            })
    void saidAsExactlyAsTold(String told, String day, String moment) {
        assertThat(dates.day(new DateTimeType(told))).isEqualTo(day);
        assertThat(dates.moment(new DateTimeType(told))).isEqualTo(moment);
    }

    @Test
    void ofWhatEndsAtMidnightTheLastDayIsTheDayBefore() {
        assertThat(dates.lastDay(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo("31 December 2026");
        assertThat(dates.lastDay(Instant.parse("2026-07-01T12:00:00Z"))).isEqualTo("1 July 2026");
    }

    @Test
    void timeIsTheOneItIsHere() {
        assertThat(dates.time(Instant.parse("2026-07-01T13:05:00Z"))).isEqualTo("2:05pm");
        assertThat(dates.time(Instant.parse("2026-11-29T00:01:00Z"))).isEqualTo("12:01am");
    }

    @Test
    void ofABirthDayNoTimeIsTold() {
        assertThat(dates.moment(new DateType("1982-02-26"))).isEqualTo("26 February 1982");
        assertThat(dates.moment(Instant.parse("2026-11-29T09:03:00Z"))).isEqualTo("29 November 2026 at 9:03am");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2016-05-13T02:59:24Z | 2016-05-13T03:14:24Z | 13 May 2016, 3:59am to 4:14am",
                "2016-05-13T02:59:24Z | 2016-05-13T02:59:50Z | 13 May 2016 at 3:59am",
                "2016-05-13 | 2016-05-13 | 13 May 2016",
                "2016-05-13 | 2017-06-01 | 13 May 2016 to 1 June 2017",
                "2016-05-13 | | since 13 May 2016",
                " | 2016-05 | until May 2016",
            })
    void periodsHaveWords(String start, String end, String said) {
        Period period = new Period();
        if (start != null) {
            period.setStartElement(new DateTimeType(start));
        }
        if (end != null) {
            period.setEndElement(new DateTimeType(end));
        }
        assertThat(dates.period(period)).contains(said);
        assertThat(dates.period(new Period())).isEmpty();
    }

    @Test
    void firstDayOfWhatIsNotExact() {
        assertThat(dates.firstDay(new DateTimeType("2016"))).isEqualTo(LocalDate.of(2016, 1, 1));
        assertThat(dates.firstDay(new DateTimeType("2016-05"))).isEqualTo(LocalDate.of(2016, 5, 1));
        assertThat(dates.firstDay(new DateTimeType("2016-05-13T23:30:00Z"))).isEqualTo(LocalDate.of(2016, 5, 14));
    }
}
