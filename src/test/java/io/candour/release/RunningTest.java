package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import io.candour.consent.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A question that runs can be seen and stopped by others, on a real database. */
class RunningTest {
    private final CountedWorld world = new CountedWorld(Policy.standard());

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void duringThenOthersSeeHowFarItIsAndNothingOnceItHasEnded() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        CompletableFuture<String> working =
                CompletableFuture.supplyAsync(() -> world.inTransaction(() -> world.running.during("q", progress -> {
                    progress.accept(50);
                    half.countDown();
                    await(seen);
                    return "done";
                })));
        await(half);

        assertThat(world.running.all()).isEqualTo(Map.of("q", 50));
        seen.countDown();
        assertThat(working.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(world.running.all()).isEmpty();
        assertThat(world.running.cancel("q")).isFalse();
    }

    @Test
    void cancelThenItsStatementEndsAndNothingOfItStays() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        world.ask("q", CountedWorld.question());
        CompletableFuture<String> working =
                CompletableFuture.supplyAsync(() -> world.inTransaction(() -> world.running.during("q", progress -> {
                    world.database.jdbc().update("update candour.epoch set epoch = 4711");
                    started.countDown();
                    world.database.jdbc().query("select pg_sleep(60)", row -> {});
                    return "done";
                })));
        await(started);

        assertThat(world.inTransaction(() -> world.running.cancel("q"))).isTrue();

        assertThatThrownBy(() -> working.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnprocessableEntityException.class)
                .hasMessageContaining("Somebody stopped this");
        assertThat(world.running.all()).isEmpty();
        assertThat(world.database.jdbc().queryForObject("select epoch from candour.epoch", Long.class))
                .isNotEqualTo(4711);
    }

    @Test
    void cancelWhenAnotherRunsThenThatGoesOn() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> working = CompletableFuture.supplyAsync(
                () -> world.inTransaction(() -> world.running.during("other", progress -> {
                    started.countDown();
                    await(end);
                    return "done";
                })));
        await(started);

        assertThat(world.running.cancel("q")).isFalse();
        end.countDown();
        assertThat(working.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void runThenProgressGoesUpToTheWhole() {
        for (int i = 0; i < 10; i++) {
            world.person("p" + i, "1980-01-01", "female", "LS1 4AP");
            world.chooses("p" + i, CountedWorld.yes());
        }
        List<Integer> told = new ArrayList<>();

        world.inTransaction(() -> world.counting.count(
                CountedWorld.question(),
                CountedWorld.TODAY,
                world.programme.classes(),
                world.willingness.of(world.programme),
                told::add));

        assertThat(told).isSorted().startsWith(10).endsWith(100);
    }
}
