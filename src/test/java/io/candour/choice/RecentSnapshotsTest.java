package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of snapshots for a moment, and for whom. */
class RecentSnapshotsTest {
    private static final Holder GP = new Holder("gp", Set.of("gp"), Set.of());
    private static final Holder OTHER = new Holder("other", Set.of("other"), Set.of());

    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final SnapshotStore stored = new SnapshotStore(database.jdbc());
    private final RecentSnapshots recent = new RecentSnapshots(stored);

    @BeforeEach
    void people() {
        stored.create(List.of("p", "q"));
    }

    @Test
    void theSamePersonAsksAgainThenItIsTheSameReading() {
        Snapshots first = recent.load(List.of("p"), GP);
        stored.bump(List.of("p"));

        assertThat(recent.load(Set.of("p"), GP)).isSameAs(first);
    }

    @Test
    void forgottenThenWhatIsCommittedNow() {
        Snapshots first = recent.load(List.of("p"), GP);
        Snapshots ofAnother = recent.load(List.of("q"), GP);
        stored.bump(List.of("p"));
        recent.forget(Set.of("p"));

        assertThat(recent.load(List.of("p"), GP).version("p")).isEqualTo(first.version("p") + 1);
        assertThat(recent.load(List.of("q"), GP)).isSameAs(ofAnother);
    }

    @Test
    void somebodyElseAsksThenWhatTheyHoldIsReadForThem() {
        Snapshots first = recent.load(List.of("p"), GP);
        stored.bump(List.of("p"));

        assertThat(recent.load(List.of("p"), OTHER).version("p")).isEqualTo(first.version("p") + 1);
    }

    @Test
    void severalPatientsAndSomebodyElseBesideAreReadEachTime() {
        recent.load(List.of("p"), GP);
        long version = stored.load(List.of("p")).version("p");
        stored.bump(List.of("p"));

        assertThat(recent.load(List.of("p", "q"), GP).version("p")).isEqualTo(version + 1);
        assertThat(recent.loadWithAnother(List.of("p"), "x", GP).version("p")).isEqualTo(version + 1);
    }
}
