package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.StoredJson;
import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import io.candour.consent.Policy;
import io.candour.release.Question.Breakdown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A question over as many people as a town has, put and let out. */
@Tag("nightly")
class QuestionScaleTest {
    private static final int PEOPLE = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final CountedWorld world = new CountedWorld(Policy.standard());

    @Test
    void reconcileWhenThereAreAHundredThousandPeopleThenTakesNoLongerThanARequestMay() {
        world.database
                .jdbc()
                .update(
                        "insert into candour.snapshot (patient, directives)"
                                + " select 'p' || n, case when n % 2 = 0 then ?::jsonb else '[]' end"
                                + " from generate_series(1, ?) n",
                        StoredJson.write(List.of(CountedWorld.yes())), PEOPLE);
        items("Patient", Category.DETAILS, Set.of(), "'{\"birthDate\":\"' || (1930 + n % 90) || '-01-01\"}'");
        items("Condition", Category.CONDITIONS, Set.of(CountedWorld.ASTHMA), "'{}'");
        items("Observation", Category.MEASUREMENTS, Set.of(CountedWorld.HEIGHT), "'{}'");
        world.database.jdbc().execute("analyze");
        Airlock airlock = world.airlock(new SmallNumbers(8, 5));
        Asked asked = world.ask(
                "q",
                new Question(
                        List.of(new Criterion.HasCondition(List.of(CountedWorld.ASTHMA))),
                        List.of(Breakdown.AGE_BAND),
                        Optional.empty(),
                        Optional.empty()));

        Instant start = Instant.now();
        world.database.transactions().executeWithoutResult(any -> airlock.run(asked, world.programme));
        Asked answered = world.questions.find("q").orElseThrow();
        Airlock.Reconciled reconciled = world.inTransaction(() -> airlock.reconcile(answered, world.programme));

        assertThat(reconciled).isEqualTo(Airlock.Reconciled.MAY_LEAVE);
        assertThat(world.ledger.rested("q", 1)).hasSize(PEOPLE / 2);
        assertThat(Duration.between(start, Instant.now())).isLessThan(LONGEST);
    }

    /** One of each person, as it would be stored. */
    private void items(String type, Category category, Set<String> codes, String content) {
        ItemFacts facts = CountedWorld.facts(type, "id", "p", category, codes, Set.of(), Optional.empty());
        world.database
                .jdbc()
                .update(
                        "insert into candour.record_place (type, id, patient)"
                                + " select ?, 'p' || n, 'p' || n from generate_series(1, ?) n",
                        type,
                        PEOPLE);
        world.database
                .jdbc()
                .update(
                        """
                        insert into candour.record_item (patient, type, id, version, clinical, recorded, facts, content, alone,
                            category, confidentiality, no_patient, codes, kind)
                        select 'p' || n, ?, 'p' || n, 1, '-infinity', now(), ?::json, %s, true, ?, 2, false, ?,
                            gen_random_uuid()
                        from generate_series(1, ?) n
                        """
                                .formatted(content),
                        type,
                        StoredJson.write(facts),
                        category.name(),
                        codes.toArray(String[]::new),
                        PEOPLE);
    }
}
