package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void requestWhenACallerIsOverThenOnlyThatOneIsRefusedAndToldWhenToComeAgain() {
        RequestLimits limits = new RequestLimits(3, 100, 100, metrics);

        assertThat(IntStream.range(0, 3).mapToObj(i -> limits.request("a", "app")))
                .allMatch(each -> each.isEmpty());
        RequestLimits.Refused refused = limits.request("a", "app").orElseThrow();

        // Of three a minute the next comes after twenty seconds.
        assertThat(refused.seconds()).isBetween(15L, 21L);
        assertThat(limits.request("b", "app")).isEmpty();
    }

    @Test
    void requestWhenAClientIsOverThenAllItsCallersAreRefusedAndNobodyElses() {
        RequestLimits limits = new RequestLimits(100, 2, 100, metrics);
        assertThat(limits.request("a", "app")).isEmpty();
        assertThat(limits.request("b", "app")).isEmpty();

        assertThat(limits.request("c", "app")).isPresent();
        assertThat(limits.request("c", "other")).isEmpty();
    }

    @Test
    void requestWhenRefusedAgainThenOnlyTheFirstOfTheRunIsToBeRecorded() {
        RequestLimits limits = new RequestLimits(1, 100, 100, metrics);
        assertThat(limits.request("a", "app")).isEmpty();

        assertThat(limits.request("a", "app").orElseThrow().first()).isTrue();
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> limits.request("a", "app").orElseThrow().first()))
                .containsOnly(false);
    }

    @Test
    void requestWhenTimeHasPassedThenItGoesOn() throws InterruptedException {
        RequestLimits limits = new RequestLimits(600, 100_000, 100, metrics);
        // More than 600, where the first of them took so long that some came back.
        RequestLimits.Refused refused = Stream.generate(() -> limits.request("a", "app"))
                .limit(100_000)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();

        Thread.sleep(refused.retryAfter().plusMillis(50).toMillis());

        assertThat(limits.request("a", "app")).isEmpty();
    }

    @Test
    void unverifiedIsCountedPerAddress() {
        RequestLimits limits = new RequestLimits(100, 100, 1, metrics);
        assertThat(limits.unverified("192.0.2.1")).isEmpty();
        assertThat(limits.unverified("192.0.2.1")).isPresent();
        assertThat(limits.unverified("192.0.2.2")).isEmpty();

        assertThat(metrics.get("candour.tokens.unverified").counter().count()).isEqualTo(3);
    }

    @Test
    void metricsNameNobody() {
        RequestLimits limits = new RequestLimits(1, 1, 1, metrics);
        IntStream.range(0, 5).forEach(i -> limits.request("caller-1", "client-1"));
        limits.unverified("192.0.2.1");

        assertThat(metrics.getMeters().stream().map(Meter::getId).map(Object::toString))
                .noneMatch(id -> id.contains("caller-1") || id.contains("client-1") || id.contains("192.0.2.1"));
        assertThat(metrics.get("candour.requests.limited")
                        .tag("by", "caller")
                        .counter()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void secondsAreRoundedUpAndNeverNone() {
        assertThat(new RequestLimits.Refused(Duration.ofNanos(1), true).seconds())
                .isOne();
        assertThat(new RequestLimits.Refused(Duration.ofMillis(1_001), true).seconds())
                .isEqualTo(2);
    }
}
