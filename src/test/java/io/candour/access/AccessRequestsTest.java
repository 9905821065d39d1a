package io.candour.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.candour.access.AccessRequest.Attested;
import io.candour.access.AccessRequest.State;
import io.candour.choice.ChoiceDatabase;
import io.candour.choice.Grants;
import io.candour.choice.SnapshotStore;
import io.candour.consent.Category;
import io.candour.consent.Grant;
import io.candour.consent.Interval;
import io.candour.consent.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** What was asked of a patient, and every step it may take. */
class AccessRequestsTest {
    private static final Duration ANSWERABLE = Duration.ofDays(30);

    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final AccessRequests requests = new AccessRequests(database.jdbc());
    private final SnapshotStore snapshots = new SnapshotStore(database.jdbc());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeEach
    void asked() {
        snapshots.create(List.of("p"));
        assertThat(requests.ask(request("r"), now.minus(ANSWERABLE))).isTrue();
    }

    private AccessRequest request(String id) {
        return new AccessRequest(
                id,
                "p",
                "consultant",
                "Dr C",
                Optional.of("9990000018"),
                Optional.of("Z90002"),
                "TREAT",
                "A second opinion",
                new Reach(Set.of(Category.CONDITIONS, Category.MEDICINES), true),
                7,
                now,
                Optional.empty(),
                Optional.empty());
    }

    private AccessRequest kept() {
        return requests.find("r").orElseThrow();
    }

    private State state(Duration later) {
        return kept().state(now.plus(later), ANSWERABLE);
    }

    private void give() {
        Grant grant = new Grant.Requested(
                "g", "consultant", "p", Interval.of(now, now.plus(Duration.ofDays(7))), kept().reach());
        database.transactions().executeWithoutResult(any -> {
            new Grants(database.jdbc(), snapshots).make(grant);
            assertThat(requests.answer("r", now, "patient", Optional.of("g"))).isTrue();
        });
    }

    @Test
    void askWhenNobodyAnsweredYetThenItIsAskedOnce() {
        assertThat(kept()).isEqualTo(request("r"));
        assertThat(requests.ask(request("again"), now.minus(ANSWERABLE))).isFalse();
        assertThat(requests.ask(request("later"), now.plusSeconds(1)))
                .as("the first has lapsed")
                .isTrue();
        assertThat(requests.of("p", 10)).extracting(AccessRequest::id).containsExactlyInAnyOrder("r", "later");
    }

    @Test
    void stateWhenTimeGoesByThenItMovesOnByItself() {
        assertThat(state(Duration.ZERO)).isEqualTo(State.ASKED);
        assertThat(state(ANSWERABLE.minusSeconds(1))).isEqualTo(State.ASKED);
        assertThat(state(ANSWERABLE)).isEqualTo(State.LAPSED);
        give();
        assertThat(state(Duration.ZERO)).isEqualTo(State.OPEN);
        assertThat(state(Duration.ofDays(7).minusSeconds(1))).isEqualTo(State.OPEN);
        assertThat(state(Duration.ofDays(7))).isEqualTo(State.ATTESTATION_DUE);
        assertThat(requests.attest("r", new Attested(now, false, "A letter to the surgeon")))
                .isTrue();
        assertThat(state(Duration.ofDays(7))).isEqualTo(State.ATTESTED);
        assertThat(requests.given(Optional.of("consultant"), 10)).containsExactly(kept());
        assertThat(requests.given(Optional.of("gp"), 10)).isEmpty();
        assertThat(requests.given(Optional.empty(), 10)).containsExactly(kept());
    }

    @Test
    void answerWhenSeveralDoSoAtOnceThenOneCounts() {
        long counted = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> requests.answer("r", now, "patient", Optional.empty())))
                .limit(4)
                .toList()
                .stream()
                .filter(CompletableFuture::join)
                .count();

        assertThat(counted).isEqualTo(1);
        assertThat(state(Duration.ZERO)).isEqualTo(State.REFUSED);
        assertThat(requests.given(Optional.empty(), 10)).isEmpty();
        assertThat(requests.ask(request("soon"), now.minus(ANSWERABLE)))
                .as("after a no")
                .isFalse();
    }

    @Test
    void attestWhenNothingWasGivenOrItWasSaidThenItIsNotKept() {
        Attested attested = new Attested(now, true, "Shredded");
        assertThat(requests.attest("r", attested)).as("not answered").isFalse();
        give();
        assertThat(requests.attest("r", attested)).isTrue();
        assertThat(requests.attest("r", new Attested(now, false, "Or not"))).isFalse();
        assertThat(kept().attested()).contains(attested);
        assertThat(requests.answer("r", now, "patient", Optional.empty())).isFalse();
    }

    @Test
    void answerWhenTheGrantIsNotThereThenItIsNotKept() {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> requests.answer("r", now, "patient", Optional.of("nothing")));
        assertThat(state(Duration.ZERO)).isEqualTo(State.ASKED);
    }
}
