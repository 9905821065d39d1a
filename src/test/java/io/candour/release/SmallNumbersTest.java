package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.junit.jupiter.api.Test;

/** What numbers say to somebody outside, alone and beside others. */
class SmallNumbersTest {
    private static final SmallNumbers NUMBERS = new SmallNumbers(8, 5);

    @Test
    void toldWhenFewThenNothing() {
        assertThat(IntStream.rangeClosed(1, 7))
                .allSatisfy(few -> assertThat(NUMBERS.told(few)).isEmpty());
        assertThat(NUMBERS.told(0)).contains(0);
    }

    @Test
    void toldWhenMoreThenTheNearestFive() {
        assertThat(NUMBERS.told(8)).contains(10);
        assertThat(NUMBERS.told(12)).contains(10);
        assertThat(NUMBERS.told(13)).contains(15);
        assertThat(NUMBERS.told(102)).contains(100);
        assertThat(new SmallNumbers(2, 1).told(3)).contains(3);
    }

    /** Of a report, only what it says of a group depends on how many are in it: so no margin tells of those masked. */
    @Test
    void reportWhenAMaskedNumberIsAnotherThenSaysTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int world = 0; world < 500; world++) {
            List<Integer> people = new ArrayList<>();
            for (int group = 1 + random.nextInt(6); group > 0; group--) {
                people.add(1 + random.nextInt(30));
            }
            List<Integer> others = people.stream()
                    .map(each -> each < NUMBERS.smallest() ? 1 + random.nextInt(7) : each)
                    .toList();

            MeasureReport report = report(people);

            assertThat(report.equalsDeep(report(others))).as("seed %d", seed).isTrue();
            MeasureReportGroupComponent group = report.getGroupFirstRep();
            List<Integer> told =
                    people.stream().flatMap(each -> NUMBERS.told(each).stream()).toList();
            assertThat(group.getPopulationFirstRep().getCountElement().hasValue())
                    .as("no number where none is told")
                    .isEqualTo(!told.isEmpty());
            if (!told.isEmpty()) {
                assertThat(group.getPopulationFirstRep().getCount())
                        .isEqualTo(told.stream().mapToInt(each -> each).sum());
            }
            assertThat(group.getStratifierFirstRep().getStratum()).hasSameSizeAs(people);
        }
    }

    @Test
    void reportWhenANumberIsMaskedThenSaysThatItIs() {
        MeasureReport report = new Reports(ZoneOffset.UTC).report(asked(List.of(), List.of(3)));

        assertThat(report.getGroupFirstRep()
                        .getPopulationFirstRep()
                        .getCountElement()
                        .hasValue())
                .isFalse();
        assertThat(report.getGroupFirstRep()
                        .getPopulationFirstRep()
                        .getCountElement()
                        .getExtensionFirstRep()
                        .getValue()
                        .primitiveValue())
                .isEqualTo("masked");
    }

    @Test
    void reportWhenNobodyIsFoundThenSaysNone() {
        assertThat(report(List.of()).getGroupFirstRep().getPopulationFirstRep().getCount())
                .isZero();
        assertThat(report(List.of())
                        .getGroupFirstRep()
                        .getPopulationFirstRep()
                        .getCountElement()
                        .hasValue())
                .isTrue();
    }

    private static MeasureReport report(List<Integer> people) {
        return new Reports(ZoneOffset.UTC).report(asked(List.of(Question.Breakdown.AREA), people));
    }

    private static Asked asked(List<Question.Breakdown> by, List<Integer> people) {
        List<Asked.Cell> cells = NUMBERS.told(new Counted(IntStream.range(0, people.size())
                .mapToObj(i -> new Counted.Group(
                        by.isEmpty() ? List.of() : List.of("area " + i),
                        IntStream.range(0, people.get(i))
                                .mapToObj(person -> "p" + person)
                                .collect(Collectors.toCollection(TreeSet::new))))
                .toList()));
        Instant at = Instant.parse("2026-11-29T10:00:00Z");
        return new Asked(
                "q",
                "programme",
                "X9906",
                at,
                "researcher",
                "Demo Researcher",
                "To know",
                new Question(List.of(), by, Optional.empty(), Optional.empty()),
                Optional.of(new Asked.Run(1, at, "ground", Optional.empty(), Optional.empty(), cells)),
                List.of());
    }
}
