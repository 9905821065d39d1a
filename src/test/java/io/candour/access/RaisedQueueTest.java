package io.candour.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.candour.choice.ChoiceDatabase;
import io.candour.choice.SnapshotStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** What people said, in the order in which it is to be answered. */
class RaisedQueueTest {
    private final ChoiceDatabase database = ChoiceDatabase.fresh();
    private final RaisedQueue queue = new RaisedQueue(database.jdbc());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeEach
    void said() {
        new SnapshotStore(database.jdbc()).create(List.of("p", "q"));
        queue.add(raised("first", "p", "ann", 0));
        queue.add(raised("second", "p", "carer", 1));
        queue.add(raised("third", "q", "ann", 2));
    }

    private Raised raised(String task, String patient, String agent, int later) {
        return new Raised(
                task,
                patient,
                agent,
                "Somebody",
                agent.equals("carer") ? Optional.of("9990000018") : Optional.empty(),
                now.plusSeconds(later),
                Optional.empty());
    }

    @Test
    void findWhenAddedThenAsItWas() {
        assertThat(queue.find("second")).contains(raised("second", "p", "carer", 1));
        assertThat(queue.find("nothing")).isEmpty();
    }

    @Test
    void latestAndOfWhenSettledThenNewestFirstAndOpenOnlyIfAsked() {
        assertThat(queue.settle("second", now.plusSeconds(3))).isTrue();

        assertThat(queue.latest(false, 10)).extracting(Raised::task).containsExactly("third", "second", "first");
        assertThat(queue.latest(true, 10)).extracting(Raised::task).containsExactly("third", "first");
        assertThat(queue.latest(false, 1)).extracting(Raised::task).containsExactly("third");
        assertThat(queue.of("p", false)).extracting(Raised::task).containsExactly("second", "first");
        assertThat(queue.of("p", true)).extracting(Raised::task).containsExactly("first");
        assertThat(queue.of("nobody", false)).isEmpty();
        assertThat(queue.find("second").orElseThrow().settled()).contains(now.plusSeconds(3));
    }

    @Test
    void openWhenOthersSaidSomethingOrItIsSettledThenNotCounted() {
        assertThat(queue.open("p", "ann")).isEqualTo(1);
        queue.settle("first", now);
        assertThat(queue.open("p", "ann")).isZero();
        assertThat(queue.open("p", "carer")).isEqualTo(1);
    }

    @Test
    void settleWhenSeveralDoSoAtOnceThenOneCounts() {
        long counted = Stream.generate(() -> CompletableFuture.supplyAsync(() -> queue.settle("first", now)))
                .limit(4)
                .toList()
                .stream()
                .filter(CompletableFuture::join)
                .count();

        assertThat(counted).isEqualTo(1);
        assertThat(queue.settle("nothing", now)).isFalse();
    }

    @Test
    void addWhenThePatientIsNotKnownThenItIsNotKept() {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> queue.add(raised("fourth", "nobody", "ann", 4)));
        assertThat(queue.find("fourth")).isEmpty();
    }
}
