package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.choice.CareRelationships.Care;
import io.candour.consent.Relationship;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What items state of care, and what the snapshot makes of it. */
class CareRelationshipsTest {
    private static final Optional<Instant> SOON = Optional.of(Instant.parse("2121-03-05T14:30:00.000001Z"));
    private static final Optional<Instant> LATER = Optional.of(Instant.parse("2122-03-05T14:30:00Z"));

    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final SnapshotStore snapshots = new SnapshotStore(database.jdbc());
    private final CareRelationships cares = new CareRelationships(database.jdbc());

    @BeforeEach
    void people() {
        snapshots.create(List.of("p", "q"));
    }

    private Set<String> replace(Map<String, Set<Care>> stated, Set<String> known) {
        return Optional.ofNullable(database.transactions().execute(any -> cares.replace(stated, known)))
                .orElseThrow();
    }

    private List<Relationship> of(String patient) {
        return List.copyOf(
                Optional.ofNullable(snapshots.load(Set.of(patient)).byPatient().get(patient))
                        .orElseThrow()
                        .relationships());
    }

    private static Care visit(String organisation, Optional<Instant> until) {
        return new Care("p", organisation, "Encounter.serviceProvider", until);
    }

    private static Relationship relationship(String organisation, Optional<Instant> until) {
        return new Relationship(organisation, "Encounter.serviceProvider", Optional.empty(), until);
    }

    @Test
    void manyItemsOfOneOrganisationAreOneRelationshipUntilTheLatest() {
        replace(
                Map.of(
                        "Encounter/1", Set.of(visit("Organization/a", SOON)),
                        "Encounter/2", Set.of(visit("Organization/a", LATER)),
                        "Encounter/3", Set.of(visit("Organization/b", SOON))),
                Set.of());

        assertThat(of("p"))
                .containsExactly(relationship("Organization/a", LATER), relationship("Organization/b", SOON));
        assertThat(of("q")).isEmpty();
    }

    @Test
    void careWithoutAnEndOutlastsOneWithAnEnd() {
        replace(
                Map.of(
                        "Encounter/1", Set.of(visit("Organization/a", LATER)),
                        "Encounter/2", Set.of(visit("Organization/a", Optional.empty()))),
                Set.of());

        assertThat(of("p")).containsExactly(relationship("Organization/a", Optional.empty()));
    }

    @Test
    void careUntilTheEndOfTheCalendarHasNoEnd() {
        replace(
                Map.of(
                        "Encounter/1",
                                Set.of(visit("Organization/a", Optional.of(Instant.parse("9999-12-31T00:00:00Z")))),
                        "Encounter/2",
                                Set.of(visit("Organization/b", Optional.of(Instant.parse("+10001-12-31T00:00:00Z"))))),
                Set.of());

        assertThat(of("p"))
                .containsExactly(
                        relationship("Organization/a", Optional.empty()),
                        relationship("Organization/b", Optional.empty()));
    }

    @Test
    void whatAnItemNoLongerStatesIsTakenBack() {
        replace(
                Map.of(
                        "Encounter/1", Set.of(visit("Organization/a", SOON)),
                        "Encounter/2", Set.of(visit("Organization/a", LATER))),
                Set.of());

        assertThat(replace(Map.of(), Set.of("Encounter/2"))).containsExactly("p");
        assertThat(of("p")).containsExactly(relationship("Organization/a", SOON));

        assertThat(replace(Map.of("Encounter/1", Set.of()), Set.of("Encounter/1")))
                .containsExactly("p");
        assertThat(of("p")).isEmpty();
    }

    @Test
    void anItemThatMovesToSomebodyElseMovesTheirRelationship() {
        replace(Map.of("Encounter/1", Set.of(visit("Organization/a", SOON))), Set.of());

        replace(
                Map.of("Encounter/1", Set.of(new Care("q", "Organization/a", "Encounter.serviceProvider", SOON))),
                Set.of("Encounter/1"));

        assertThat(of("p")).isEmpty();
        assertThat(of("q")).containsExactly(relationship("Organization/a", SOON));
    }
}
