package io.candour.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.candour.access.Review.Done;
import io.candour.access.Review.Kind;
import io.candour.access.Review.Outcome;
import io.candour.choice.ChoiceDatabase;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guardian's queue, and how often anybody may look for people. */
class ReviewsTest {
    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final Reviews reviews = new Reviews(database.jdbc());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Review review = new Review(
            "e",
            "p",
            Kind.EMERGENCY,
            "consultant",
            "Dr C",
            Optional.of("Z90002"),
            "ETREAT",
            "Found in the street",
            now,
            now.plus(Duration.ofHours(4)),
            Optional.empty());

    @BeforeEach
    void emergency() {
        SnapshotStore snapshots = new SnapshotStore(database.jdbc());
        snapshots.create(List.of("p"));
        database.transactions().executeWithoutResult(any -> new Grants(database.jdbc(), snapshots)
                .make(new Grant.Emergency("e", "consultant", "p", Interval.of(now, now.plus(Duration.ofHours(4))))));
        reviews.ask(review);
    }

    private Done by(String guardian) {
        return new Done(guardian, guardian, now, Outcome.JUSTIFIED, Optional.empty());
    }

    @Test
    void answerWhenItIsOpenThenItIsKeptAndNotOpenAnyMore() {
        assertThat(reviews.latest(true, 10)).containsExactly(review);

        assertThat(reviews.answer("e", by("guardian"))).isTrue();

        assertThat(reviews.latest(true, 10)).isEmpty();
        assertThat(reviews.find("e").orElseThrow().done()).contains(by("guardian"));
        assertThat(reviews.answer("e", by("guardian2"))).as("again").isFalse();
        assertThat(reviews.find("e").orElseThrow().done()).contains(by("guardian"));
    }

    @Test
    void answerWhenItIsTheirOwnThenItStaysOpen() {
        assertThat(reviews.answer("e", by("consultant"))).isFalse();
        assertThat(reviews.latest(true, 10)).containsExactly(review);
        assertThat(reviews.answer("nothing", by("guardian"))).isFalse();
    }

    @Test
    void admitWhenManyTryAtOnceThenNoMoreThanTheLimitAre() {
        PersonLookups lookups = new PersonLookups(database.jdbc(), database.transactions(), 5);
        List<CompletableFuture<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tries.add(CompletableFuture.supplyAsync(() -> lookups.admit("consultant")));
        }
        assertThat(tries.stream().map(CompletableFuture::join).filter(admitted -> admitted))
                .hasSize(5);
        assertThat(lookups.admit("gp")).as("somebody else").isTrue();
        database.jdbc().update("update candour.person_lookup set at = at - interval '61 minutes'");
        assertThat(lookups.admit("consultant")).as("an hour later").isTrue();
    }
}
