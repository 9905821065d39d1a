package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An interval is the set of moments in it; on a line of seven moments every pair can be gone through. */
class IntervalTest {
    private static final List<Instant> LINE =
            IntStream.range(0, 7).mapToObj(Instant::ofEpochSecond).toList();

    /** Every interval with bounds inside the line, open ones too. */
    private static List<Interval> all() {
        List<Optional<Instant>> bounds = new ArrayList<>(List.of(Optional.empty()));
        LINE.subList(1, 6).forEach(at -> bounds.add(Optional.of(at)));
        List<Interval> all = new ArrayList<>();
        for (Optional<Instant> start : bounds) {
            for (Optional<Instant> end : bounds) {
                if (start.isEmpty() || end.isEmpty() || start.get().isBefore(end.get())) {
                    all.add(new Interval(start, end));
                }
            }
        }
        return all;
    }

    private static List<Instant> moments(Interval interval) {
        return LINE.stream().filter(interval::contains).toList();
    }

    @Test
    void containsWhenAtStartThenYesAtEndThenNo() {
        Interval middle = Interval.of(LINE.get(2), LINE.get(4));
        assertThat(moments(middle)).containsExactly(LINE.get(2), LINE.get(3));
        assertThat(moments(Interval.ALWAYS)).isEqualTo(LINE);
    }

    @Test
    void overlapsAndWithinWhenComparedThenAreWhatTheirMomentsSay() {
        for (Interval one : all()) {
            for (Interval other : all()) {
                boolean share = moments(one).stream().anyMatch(other::contains);
                boolean inside = moments(one).stream().allMatch(other::contains);
                assertThat(one.overlaps(other)).as("%s overlaps %s", one, other).isEqualTo(share);
                assertThat(one.within(other)).as("%s within %s", one, other).isEqualTo(inside);
            }
        }
    }

    @Test
    void changesAfterWhenAskedThenIsTheFirstMomentThatDiffers() {
        for (Interval interval : all()) {
            for (Instant at : LINE) {
                Instant expected = LINE.stream()
                        .filter(later -> later.isAfter(at) && interval.contains(later) != interval.contains(at))
                        .findFirst()
                        .orElse(Instant.MAX);
                assertThat(interval.changesAfter(at))
                        .as("%s after %s", interval, at)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void newWhenItWouldBeEmptyThenThrows() {
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.of(LINE.get(1), LINE.get(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.of(LINE.get(2), LINE.get(1)));
    }
}
