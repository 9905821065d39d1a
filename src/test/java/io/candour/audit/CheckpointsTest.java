package io.candour.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

    private LogDatabase database;
    private Checkpoints checkpoints;

    @BeforeEach
    void freshDatabase() throws SQLException {
        database = LogDatabase.fresh();
        checkpoints = new Checkpoints(
                database.source(LogDatabase.SERVING), Keys.ed25519().getPrivate());
    }

    @Test
    void takeWhenDueWhenTheLastOneIsYoungThenNone() throws SQLException {
        assertThat(checkpoints.takeWhenDue(Duration.ofHours(1))).isPresent();

        assertThat(checkpoints.takeWhenDue(Duration.ofHours(1))).isEmpty();
        assertThat(checkpoints.takeWhenDue(Duration.ofNanos(1)).map(SignedCheckpoint::number))
                .contains(2L);
        assertThat(Checkpoints.latest(database.source(LogDatabase.SERVING)).map(SignedCheckpoint::number))
                .contains(2L);
    }

    @Test
    void lookWhenAReplicaTookOneThenItsAgeIsCountedFromThatAndElseFromTheStart() throws SQLException {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Instant start = Instant.now().minus(Duration.ofDays(1));
        AtomicReference<Instant> now = new AtomicReference<>(start);
        CheckpointAge age = new CheckpointAge(database.source(LogDatabase.SERVING), now::get, metrics);
        Gauge gauge = metrics.get("candour.access.log.checkpoint.age").gauge();
        age.look();
        now.set(start.plusSeconds(90));
        assertThat(gauge.value()).isEqualTo(90);

        Instant taken = checkpoints.take().orElseThrow().checkpoint().at();
        now.set(taken.plusSeconds(30));
        age.look();

        assertThat(gauge.value()).isEqualTo(30);
    }

    @Test
    void takeWhenDueWhenReplicasCallItAtOnceThenOneIsTakenBetweenThem() {
        List<CompletableFuture<Optional<SignedCheckpoint>>> replicas = IntStream.range(0, 8)
                .mapToObj(replica -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return checkpoints.takeWhenDue(Duration.ofHours(1));
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();

        assertThat(replicas.stream().map(CompletableFuture::join).flatMap(Optional::stream))
                .hasSize(1);
    }
}
