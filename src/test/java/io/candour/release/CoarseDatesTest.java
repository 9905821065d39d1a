package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.release.ExtractTerms.Dates;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dates as they are told. */
class CoarseDatesTest {
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms(new byte[32], "X9906", "programme");

    private static CoarseDates dates(Dates policy) {
        return new CoarseDates(policy, PSEUDONYMS, LocalDate.parse("2026-11-29"));
    }

    @Test
    void toldThenAsCoarseAsThePolicySays() {
        assertThat(dates(Dates.YEAR).told("2025-03-04T05:06:07Z", "p")).contains("2025");
        assertThat(dates(Dates.MONTH).told("2025-03-04T05:06:07Z", "p")).contains("2025-03");
        assertThat(dates(Dates.MONTH).told("2025-03", "p")).contains("2025-03");
        assertThat(dates(Dates.MONTH).told("2025", "p")).contains("2025");
        assertThat(dates(Dates.SHIFTED).told("2025", "p")).contains("2025");
    }

    @Test
    void toldWhenItIsNoDateThenNothing() {
        for (Dates policy : Dates.values()) {
            assertThat(dates(policy).told("on his birthday", "p")).isEmpty();
            assertThat(dates(policy).told("", "p")).isEmpty();
        }
        assertThat(dates(Dates.MONTH).told("2025-13-01", "p")).isEmpty();
        assertThat(dates(Dates.SHIFTED).told("2025-02-30", "p")).isEmpty();
    }

    @Test
    void toldWhenShiftedThenEachPersonsByAsMuchAndNotAllAlike() {
        Set<String> told = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            String month = dates(Dates.SHIFTED).told("2025-06-15", "p" + i).orElseThrow();
            told.add(month);
            assertThat(YearMonth.parse(month)).isBetween(YearMonth.parse("2024-12"), YearMonth.parse("2025-12"));
            assertThat(PSEUDONYMS.days("p" + i)).isBetween(-182, 182);
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(12);
        assertThat(new Pseudonyms(new byte[32], "X9907", "programme").days("p0"))
                .as("another recipient's")
                .isNotEqualTo(PSEUDONYMS.days("p0"));
    }

    @Test
    void bornWhenNinetyOrOlderThenAsOfNinety() {
        assertThat(dates(Dates.MONTH).born("1911-04-05")).contains("1936");
        assertThat(dates(Dates.MONTH).born("1936")).contains("1936");
        assertThat(dates(Dates.MONTH).born("1937-01")).contains("1937");
        assertThat(dates(Dates.MONTH).born("unknown")).isEmpty();
    }
}
