package io.candour.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Condition.All;
import io.candour.consent.Condition.Any;
import io.candour.consent.Condition.Flag;
import io.candour.consent.Condition.Not;
import io.candour.consent.Condition.TypeIn;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TruthTableTest {
    private static final Condition P = type("P");
    private static final Condition Q = type("Q");

    private static Condition type(String type) {
        return new TypeIn(Set.of(type));
    }

    private static boolean holds(Condition condition) {
        return new TruthTable(condition).holdsUnless(type("other"));
    }

    @Test
    void holdsWhenThereIsNoQuestionThenAsItSays() {
        assertThat(holds(Flag.ALWAYS)).isTrue();
        assertThat(holds(Flag.NEVER)).isFalse();
        assertThat(holds(new Any(List.of()))).isFalse();
        assertThat(holds(new All(List.of()))).isTrue();
        assertThat(holds(new Not(Flag.NEVER))).isTrue();
    }

    @Test
    void holdsWhenAnAnswerWouldMakeItFalseThenNot() {
        assertThat(holds(P)).isFalse();
        assertThat(holds(new Not(P))).isFalse();
        assertThat(holds(Flag.HAS_SENSITIVITY)).isFalse();
        assertThat(holds(new Any(List.of(P, Q)))).isFalse();
        assertThat(holds(new All(List.of(P, new Not(P))))).isFalse();
    }

    @Test
    void holdsWhenEveryAnswerMakesItTrueThenYes() {
        Condition parts = new Any(List.of(new All(List.of(P, Q)), new All(List.of(P, new Not(Q))), new Not(P)));
        assertThat(holds(parts)).isTrue();
        assertThat(holds(new Not(new All(List.of(P, new Not(P)))))).isTrue();
        assertThat(holds(new All(List.of(parts, Q)))).isFalse();
    }

    @Test
    void holdsWhenOnlyTheExceptionMakesItFalseThenYes() {
        Condition butP = new All(List.of(new Not(P), new Any(List.of(Q, new Not(Q)))));
        assertThat(new TruthTable(butP).holdsUnless(P)).isTrue();
        assertThat(new TruthTable(butP).holdsUnless(Q)).isFalse();
        assertThat(holds(butP)).isFalse();
        Condition later = new All(List.of(new Any(List.of(Q, new Not(Q))), new Not(P)));
        assertThat(new TruthTable(later).holdsUnless(P)).isTrue();
    }

    @Test
    void holdsWhenThereAreTooManyQuestionsThenNobodyKnows() {
        assertThat(holds(tautology(12))).isTrue();
        assertThat(holds(tautology(13))).isFalse();
    }

    private static Condition tautology(int questions) {
        Stream<Condition> others = IntStream.range(1, questions).mapToObj(i -> type("T" + i));
        return new Any(Stream.concat(Stream.of(P, new Not(P)), others).toList());
    }
}
