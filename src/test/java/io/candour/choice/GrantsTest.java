package io.candour.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.candour.consent.Category;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.Purpose;
import io.candour.consent.Reach;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Grants in the database: read with the snapshot, moving its version, ended once. */
class GrantsTest {
    private static final Holder GP = new Holder("gp", Set.of("gp"), Set.of());
    private static final String NUMBER = "nhs|9990000018";

    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final JdbcTemplate jdbc = database.jdbc();
    private final SnapshotStore snapshots = new SnapshotStore(jdbc);
    private final Grants grants = new Grants(jdbc, snapshots);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Interval hour = Interval.of(now.minusSeconds(1), now.plus(Duration.ofHours(1)));

    @BeforeEach
    void people() {
        snapshots.create(List.of("p", "q"));
    }

    private void make(Grant grant) {
        database.transactions().executeWithoutResult(any -> grants.make(grant));
    }

    private boolean end(String patient, String id) {
        return Boolean.TRUE.equals(
                database.transactions().execute(any -> grants.end(patient, id, "guardian", "no longer needed")));
    }

    @Test
    void loadWhenCallerHoldsGrantsThenTheyComeWithTheSnapshots() {
        Grant emergency = new Grant.Emergency("e", "gp", "p", hour, Purpose.ETREAT);
        Grant claim = new Grant.Claim("c", "gp", "q", hour);
        Grant requested =
                new Grant.Requested("r", "gp", "q", hour, new Reach(Set.of(Category.MEDICINES, Category.OTHER), true));
        make(emergency);
        make(claim);
        make(requested);
        make(new Grant.Emergency("other", "consultant", "p", hour));

        assertThat(snapshots.load(Set.of("p", "q"), GP).grants())
                .containsExactlyInAnyOrder(emergency, claim, requested);
        assertThat(snapshots.load(Set.of("p"), GP).grants()).containsExactly(emergency);
        assertThat(snapshots.load(Set.of("p")).grants()).isEmpty();
        assertThat(snapshots.loadWithAnother(Set.of("p"), "p", GP).grants()).containsExactly(emergency);
    }

    @Test
    void loadWhenAProxyIsHeldByNumberThenItCountsForTheTokenThatNamesBoth() {
        Reach reach = new Reach(Set.of(Category.MEDICINES), false, Set.of(Reach.Act.SEE, Reach.Act.CHOOSE));
        Interval open = new Interval(Optional.of(now), Optional.empty());
        make(new Grant.Proxy("x", NUMBER, "p", open, reach));

        assertThat(snapshots
                        .load(Set.of("p"), new Holder("subject", Set.of(NUMBER), Set.of("p")))
                        .grants())
                .containsExactly(new Grant.Proxy("x", "subject", "p", open, reach));
        assertThat(snapshots
                        .load(Set.of("p"), new Holder("subject", Set.of(NUMBER), Set.of("q")))
                        .grants())
                .isEmpty();
    }

    @Test
    void makeAndEndMoveTheVersionAndNothingElseDoes() {
        long before = snapshots.load(Set.of("p")).version("p");
        make(new Grant.Emergency("e", "gp", "p", hour));
        assertThat(snapshots.load(Set.of("p")).version("p")).isEqualTo(before + 1);

        assertThat(end("q", "e")).as("of another patient").isFalse();
        assertThat(snapshots.load(Set.of("p")).version("p")).isEqualTo(before + 1);
        assertThat(end("p", "e")).isTrue();
        assertThat(snapshots.load(Set.of("p")).version("p")).isEqualTo(before + 2);
        assertThat(snapshots.load(Set.of("p"), GP).grants()).isEmpty();
        assertThat(end("p", "e")).as("twice").isFalse();
        assertThat(snapshots.load(Set.of("p")).version("p")).isEqualTo(before + 2);
        KeptGrant kept = grants.find("e").orElseThrow();
        assertThat(kept.end().orElseThrow().reason()).isEqualTo("no longer needed");
        assertThat(kept.live(now)).isFalse();
        assertThat(grants.of("p")).containsExactly(kept);
    }

    @Test
    void makeWhenTheTransactionFailsThenNothingIsLeft() {
        long before = snapshots.load(Set.of("p")).version("p");
        make(new Grant.Emergency("e", "gp", "p", hour));
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> make(new Grant.Emergency("e", "gp", "p", hour)));
        assertThat(snapshots.load(Set.of("p")).version("p")).isEqualTo(before + 1);
    }

    @Test
    void endedByTimeIsNotReadAnyMore() {
        make(new Grant.Emergency("e", "gp", "p", Interval.of(now.minusSeconds(9), now.minusSeconds(1))));
        assertThat(snapshots.load(Set.of("p"), GP).grants()).isEmpty();
        assertThat(end("p", "e")).isFalse();
    }

    @Test
    void whileOneIsBeingEndedElsewhereNoAnswerAboutThePatientIsRecorded() throws Exception {
        make(new Grant.Emergency("e", "gp", "p", hour));
        long before = snapshots.load(Set.of("p")).version("p");
        database.transactions().executeWithoutResult(any -> {
            grants.end("p", "e", "gp", "done");
            try (Connection replica = database.source().getConnection()) {
                replica.setAutoCommit(false);
                assertThat(CurrentVersions.read(replica, Set.of("p"), Set.of()).held())
                        .containsExactly("p");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Connection replica = database.source().getConnection()) {
            replica.setAutoCommit(false);
            CurrentVersions after = CurrentVersions.read(replica, Set.of("p"), Set.of());
            assertThat(after.held()).isEmpty();
            assertThat(after.version("p")).isEqualTo(before + 1);
        }
    }
}
