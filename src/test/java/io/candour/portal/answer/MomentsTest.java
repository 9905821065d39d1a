package io.candour.portal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void moment_isAsPeopleWriteIt() {
        assertThat(Moments.moment(Instant.parse("2026-11-29T08:05:30Z"))).isEqualTo("29 November 2026 at 8:05am");
        assertThat(Moments.moment(Instant.parse("2026-07-01T13:00:00Z"))).isEqualTo("1 July 2026 at 2pm");
        assertThat(Moments.time(Instant.parse("2026-11-29T12:00:00Z"))).isEqualTo("midday");
        assertThat(Moments.time(Instant.parse("2026-11-29T00:00:00Z"))).isEqualTo("midnight");
        assertThat(Moments.time(Instant.parse("2026-11-29T00:01:00Z"))).isEqualTo("12:01am");
    }

    @Test
    void lastDay_ofMidnight_isTheDayBefore() {
        assertThat(Moments.lastDay(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo("31 December 2026");
        assertThat(Moments.lastDay(Instant.parse("2026-07-01T12:00:00Z"))).isEqualTo("1 July 2026");
    }
}
