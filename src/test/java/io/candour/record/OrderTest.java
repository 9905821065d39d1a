package io.candour.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.record.Order.Position;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderTest {
    private static final Position UNDATED = new Position("-infinity", "b");
    private static final Position EARLY = new Position("0999-12-31T23:00:00Z", "a");
    private static final Position ONE = new Position("2026-05-01T00:00:00Z", "1");
    private static final Position SAME_TIME = new Position("2026-05-01T00:00:00Z", "2");
    private static final Position LATE = new Position("+10000-01-01T11:59:59Z", "0");

    private static List<Position> sorted(Order order) {
        return List.of(LATE, SAME_TIME, UNDATED, ONE, EARLY).stream()
                .sorted(order::compare)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"OLDEST", "FIRST_UPDATED"})
    void risingByTimeThenById(Order order) {
        assertThat(sorted(order)).containsExactly(UNDATED, EARLY, ONE, SAME_TIME, LATE);
    }

    @ParameterizedTest
    @EnumSource(names = {"NEWEST", "LAST_UPDATED", "TIMELINE"})
    void fallingByTimeThenById(Order order) {
        assertThat(sorted(order)).containsExactly(LATE, SAME_TIME, ONE, EARLY, UNDATED);
    }

    @Test
    void typesAreText() {
        assertThat(Order.BY_TYPE.compare(new Position("", ""), new Position("Account", "1")))
                .isNegative();
        assertThat(Order.BY_TYPE.compare(new Position("Task", "1"), new Position("Task", "1")))
                .isZero();
    }

    /** PostgreSQL can't read it as text. */
    @Test
    void yearsOfFiveDigitsAreBoundAsTime() {
        assertThat(Order.moment(LATE)).isEqualTo(OffsetDateTime.parse("+10000-01-01T11:59:59Z"));
        assertThat(Order.moment(UNDATED)).isEqualTo("-infinity");
    }
}
