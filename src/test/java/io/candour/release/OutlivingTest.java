package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.consent.Category;
import io.candour.consent.Effect;
import io.candour.consent.Policy;
import io.candour.consent.fhir.Labels;
import io.candour.record.IndexedItem;
import io.candour.record.RecordItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A no outlives death, and the record it was about; on a real database, where people have to opt out. */
class OutlivingTest {
    private final CountedWorld world = new CountedWorld(Policy.standard().withSecondaryUses(Effect.PERMIT));

    private void died(String patient) {
        world.database
                .transactions()
                .executeWithoutResult(any -> world.index.replace(
                        List.of(new IndexedItem(
                                new RecordItem(
                                        2,
                                        CountedWorld.facts(
                                                "Patient",
                                                patient,
                                                patient,
                                                Category.DETAILS,
                                                Set.of(),
                                                Set.of(),
                                                Optional.empty()),
                                        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"deceasedDateTime\":\"2026-01-02\"}"
                                                .formatted(patient)),
                                Set.of(),
                                Labels.NONE,
                                Set.of(),
                                Optional.empty())),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countWhenSomebodyWhoSaidNoHasDiedThenTheyAreNotCounted(boolean recordIsRemovedAndComesBack) {
        world.person("no", "1940-01-01", "female", "LS1 4AP");
        world.person("silent", "1940-01-01", "female", "LS1 4AP");
        world.chooses("no", CountedWorld.no());
        world.chooses("silent");
        died("no");
        died("silent");
        if (recordIsRemovedAndComesBack) {
            world.forget(List.of(world.items.get("Patient/no")));
            world.snapshots.create(List.of("no"));
            died("no");
        }

        assertThat(world.count(CountedWorld.question()).people())
                .as("where nobody has to say yes")
                .containsExactly("silent");
    }

    @Test
    void snapshotThenTheServingLoginCannotDeleteIt() {
        Boolean may = world.database
                .jdbc()
                .queryForObject(
                        "select has_table_privilege('candour_serving', 'candour.snapshot', 'DELETE')", Boolean.class);

        assertThat(may).isFalse();
    }
}
