package io.candour.consent;

import static io.candour.consent.Condition.Flag.ALWAYS;
import static io.candour.consent.Condition.Flag.NEVER;
import static io.candour.consent.Condition.all;
import static io.candour.consent.Condition.any;
import static io.candour.consent.Condition.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Condition.AuthoredBy;
import io.candour.consent.Condition.BelongsTo;
import io.candour.consent.Condition.CategoryIn;
import io.candour.consent.Condition.ClinicalOverlaps;
import io.candour.consent.Condition.ClinicalWithin;
import io.candour.consent.Condition.CodeIn;
import io.candour.consent.Condition.ConfidentialityAtLeast;
import io.candour.consent.Condition.ConfidentialityAtMost;
import io.candour.consent.Condition.DocumentTypeIn;
import io.candour.consent.Condition.Flag;
import io.candour.consent.Condition.InstanceIn;
import io.candour.consent.Condition.ProfileIn;
import io.candour.consent.Condition.SensitivityIn;
import io.candour.consent.Condition.SensitivityWithin;
import io.candour.consent.Condition.SourceIn;
import io.candour.consent.Condition.TypeIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Instant NOW = People.NOW;
    private static final Interval HOUR = Interval.of(NOW, NOW.plusSeconds(3600));
    private static final ItemFacts FULL = new ItemFacts(
            "Observation",
            "o",
            List.of("p"),
            Set.of("profile"),
            Set.of("doc|1", "doc|2"),
            Category.TEST_RESULTS,
            Confidentiality.R,
            Set.of("HIV", "SEX"),
            Set.of("s|1", "s|2"),
            Optional.of("Organization/a"),
            Set.of("Practitioner/a"),
            Set.of(),
            Set.of("Encounter/e"),
            Optional.of(Interval.of(NOW, NOW.plusSeconds(60))),
            NOW,
            true,
            true);
    private static final ItemFacts EMPTY = new ItemFacts(
            "Condition",
            "c",
            List.of("p"),
            Set.of(),
            Set.of(),
            Category.CONDITIONS,
            Confidentiality.N,
            Set.of(),
            Set.of(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            NOW,
            false,
            true);

    @Test
    void testWhenItemHasWhatIsAskedThenTrueOtherwiseFalse() {
        for (Condition condition : List.of(
                new TypeIn(Set.of("Observation", "Media")),
                new ProfileIn(Set.of("other", "profile")),
                new DocumentTypeIn(Set.of("doc|2")),
                new CategoryIn(Set.of(Category.TEST_RESULTS)),
                new CodeIn(Set.of("s|2", "s|3")),
                new InstanceIn(Set.of("Observation/o")),
                new BelongsTo(Set.of("Encounter/e")),
                new BelongsTo(Set.of("Observation/o")),
                new AuthoredBy(Set.of("Practitioner/a")),
                new SourceIn(Set.of("Organization/a")),
                new ConfidentialityAtLeast(Confidentiality.R),
                new SensitivityIn(Set.of("SEX")),
                new ClinicalWithin(HOUR),
                Flag.NO_PATIENT,
                Flag.HAS_SENSITIVITY)) {
            assertThat(condition.test(FULL)).as("%s", condition).isTrue();
            assertThat(condition.test(EMPTY)).as("%s", condition).isFalse();
        }
    }

    @Test
    void testWhenItemHasSomethingElseThenFalse() {
        for (Condition condition : List.of(
                new ProfileIn(Set.of("other")),
                new DocumentTypeIn(Set.of("doc|3")),
                new CodeIn(Set.of("s|3")),
                new InstanceIn(Set.of("Condition/o", "Observation/c")),
                new BelongsTo(Set.of("Encounter/f")),
                new AuthoredBy(Set.of("Practitioner/b")),
                new SourceIn(Set.of("Organization/b")),
                new SensitivityIn(Set.of("PSY")),
                new SensitivityWithin(Set.of("SEX")),
                new ConfidentialityAtLeast(Confidentiality.V),
                new ConfidentialityAtMost(Confidentiality.N),
                new ClinicalWithin(Interval.of(NOW.plusSeconds(1), NOW.plusSeconds(9))),
                new ClinicalOverlaps(Interval.of(NOW.plusSeconds(60), NOW.plusSeconds(61))))) {
            assertThat(condition.test(FULL)).as("%s", condition).isFalse();
        }
    }

    @Test
    void testWhenAbsenceSatisfiesThenItemWithoutIsIn() {
        assertThat(new SensitivityWithin(Set.of("HIV", "SEX", "PSY")).test(FULL))
                .isTrue();
        assertThat(new SensitivityWithin(Set.of("HIV")).test(EMPTY)).isTrue();
        assertThat(new ClinicalOverlaps(HOUR).test(FULL)).isTrue();
        assertThat(new ClinicalOverlaps(HOUR).test(EMPTY)).isTrue();
        assertThat(new ConfidentialityAtMost(Confidentiality.R).test(FULL)).isTrue();
        assertThat(new ConfidentialityAtMost(Confidentiality.N).test(EMPTY)).isTrue();
    }

    @Test
    void joinsWhenSomeSettleItThenSayItPlainly() {
        Condition one = new TypeIn(Set.of("A"));
        Condition two = new TypeIn(Set.of("B"));
        Condition three = new TypeIn(Set.of("C"));
        assertThat(all(List.of())).isEqualTo(ALWAYS);
        assertThat(any(List.of())).isEqualTo(NEVER);
        assertThat(all(List.of(ALWAYS, ALWAYS))).isEqualTo(ALWAYS);
        assertThat(any(List.of(NEVER, NEVER))).isEqualTo(NEVER);
        assertThat(all(List.of(one, NEVER))).isEqualTo(NEVER);
        assertThat(any(List.of(one, ALWAYS))).isEqualTo(ALWAYS);
        assertThat(all(List.of(one, ALWAYS, one))).isEqualTo(one);
        assertThat(any(List.of(one, NEVER, one))).isEqualTo(one);
        assertThat(all(List.of(one, all(List.of(two, three))))).isEqualTo(new Condition.All(List.of(one, two, three)));
        assertThat(any(List.of(one, any(List.of(two, three))))).isEqualTo(new Condition.Any(List.of(one, two, three)));
        assertThat(not(ALWAYS)).isEqualTo(NEVER);
        assertThat(not(NEVER)).isEqualTo(ALWAYS);
        assertThat(not(not(one))).isEqualTo(one);
        assertThat(not(one)).isEqualTo(new Condition.Not(one));
    }

    @Test
    void joinsWhenMadeThenMeanWhatTheySay() {
        RandomWorld world = new RandomWorld(new Random(7));
        List<Condition> some = List.of(
                ALWAYS,
                NEVER,
                Flag.HAS_SENSITIVITY,
                new CodeIn(Set.of("s|1")),
                not(new CodeIn(Set.of("s|1"))),
                all(List.of(Flag.HAS_SENSITIVITY, new CodeIn(Set.of("s|2")))),
                any(List.of(Flag.NO_PATIENT, new CodeIn(Set.of("s|3")))));
        for (int i = 0; i < 3000; i++) {
            List<Condition> of = List.of(world.oneOf(some), world.oneOf(some), world.oneOf(some));
            ItemFacts item = world.item(List.of("p"));
            assertThat(all(of).test(item))
                    .as("all of %s", of)
                    .isEqualTo(of.stream().allMatch(each -> each.test(item)));
            assertThat(any(of).test(item))
                    .as("any of %s", of)
                    .isEqualTo(of.stream().anyMatch(each -> each.test(item)));
            assertThat(not(of.get(0)).test(item)).isEqualTo(!of.get(0).test(item));
        }
    }
}
