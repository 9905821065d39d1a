package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candour.enforcement.WriteQueue.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class WriteQueueTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({
        "POST,/fhir",
        "POST,/fhir/Patient",
        "PUT,/fhir/Patient/1",
        "PATCH,/fhir/Patient/1",
        "DELETE,/fhir/Patient/1"
    })
    void enter_WhenAllTurnsAreTaken_ThenAWriteIsTurnedAwayUntilOneIsGivenBack(String method, String path) {
        WriteQueue queue = new WriteQueue(1, Duration.ZERO);
        Turn taken = queue.enter(request(method, path)).orElseThrow();

        assertThat(queue.enter(request(method, path))).isEmpty();

        taken.close();
        assertThat(queue.enter(request(method, path))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/fhir/Patient/1",
        "HEAD,/fhir/Patient/1",
        "POST,/fhir/Patient/_search",
        "POST,/fhir/Patient/1/$held"
    })
    void enter_WhenAllTurnsAreTaken_ThenWhoOnlyReadsPasses(String method, String path) {
        WriteQueue queue = new WriteQueue(1, Duration.ZERO);
        assertThat(queue.enter(request("POST", "/fhir"))).isPresent();

        for (int i = 0; i < 3; i++) {
            assertThat(queue.enter(request(method, path))).isPresent();
        }
        assertThat(queue.enter(request("POST", "/fhir")))
                .as("what reads gives no turn back")
                .isEmpty();
    }

    @Test
    void enter_WhenATurnComesInTime_ThenWhoWaitedGetsItAndMoreThanMayWaitAreTurnedAwayAtOnce() throws Exception {
        WriteQueue queue = new WriteQueue(1, LONG);
        Turn taken = queue.enter(request("POST", "/fhir")).orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Optional<Turn>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(CompletableFuture.supplyAsync(
                        () -> {
                            Optional<Turn> turn = queue.enter(request("POST", "/fhir"));
                            turn.ifPresent(Turn::close);
                            return turn;
                        },
                        threads));
                // One after the other, so that the queue is as long as it looks.
                CompletableFuture<Optional<Turn>> last = all.get(i);
                if (i >= 4) {
                    assertThat(last.get(10, TimeUnit.SECONDS))
                            .as("a fifth waits")
                            .isEmpty();
                } else {
                    Thread.sleep(100);
                    assertThat(last).as("waits").isNotDone();
                }
            }

            taken.close();

            for (CompletableFuture<Optional<Turn>> waiting : all.subList(0, 4)) {
                assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void new_WhenNothingCouldEverBeWritten_ThenRefused() {
        assertThatThrownBy(() -> new WriteQueue(0, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WriteQueue(1, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static MockHttpServletRequest request(String method, String path) {
        return new MockHttpServletRequest(method, path);
    }
}
