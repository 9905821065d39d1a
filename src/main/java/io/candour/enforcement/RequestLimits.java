package io.candour.enforcement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many requests a minute one caller, or all callers of one client, may make of this process, and how many tokens that
 * can't be verified one network address may send. Short rushes of up to a minute's worth pass.
 *
 * <p>Kept in memory by account, client and address, never by whom a request is about, and told to operators as sums
 * alone. Replicas count each for itself. Safe for use by many threads; waits for nothing.
 */
public final class RequestLimits {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** Beyond so many names those that were quiet longest are forgotten, and begin anew. */
    private static final long NAMES = 100_000;

    private final Limit callers;
    private final Limit clients;
    private final Limit strangers;
    private final Counter unverified;

    /**
     * @param caller requests a minute of one caller
     * @param client requests a minute through one client
     * @param stranger tokens a minute from one address that can't be verified
     */
    public RequestLimits(int caller, int client, int stranger, MeterRegistry metrics) {
        callers = new Limit(caller, "caller", metrics);
        clients = new Limit(client, "client", metrics);
        strangers = new Limit(stranger, "address", metrics);
        unverified = Counter.builder("candour.tokens.unverified")
                .description("Tokens that could not be verified, log-out tokens included")
                .register(metrics);
    }

    /**
     * A request that is over a limit.
     *
     * @param retryAfter when there is room for one again
     * @param first whether this is the first since a request of the same name passed; so there are never more first ones
     *     than requests that passed
     */
    public record Refused(Duration retryAfter, boolean first) {
        /** For the header {@code Retry-After} (RFC 9110, section 10.2.3). */
        public long seconds() {
            return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        }
    }

    /** Counts a request; empty where it may go on. */
    public Optional<Refused> request(String caller, String client) {
        return callers.take(caller).or(() -> clients.take(client));
    }

    /** Counts a token that could not be verified; empty where its sender may be told so. */
    public Optional<Refused> unverified(String address) {
        unverified.increment();
        return strangers.take(address);
    }

    private static final class Limit {
        private final Cache<String, Turns> turns;
        private final Counter refused;
        private final int aMinute;

        Limit(int aMinute, String by, MeterRegistry metrics) {
            turns = Caffeine.newBuilder()
                    // By then all turns have come back, and it makes no difference.
                    .expireAfterAccess(PERIOD.multipliedBy(2))
                    .maximumSize(NAMES)
                    .build();
            refused = Counter.builder("candour.requests.limited")
                    .description("Requests refused with 429")
                    .tag("by", by)
                    .register(metrics);
            this.aMinute = aMinute;
        }

        Optional<Refused> take(String name) {
            Turns own = turns.get(name, any -> new Turns(aMinute));
            ConsumptionProbe taken = own.bucket.tryConsumeAndReturnRemaining(1);
            if (taken.isConsumed()) {
                own.told.lazySet(false);
                return Optional.empty();
            }
            refused.increment();
            return Optional.of(new Refused(
                    Duration.ofNanos(taken.getNanosToWaitForRefill()), own.told.compareAndSet(false, true)));
        }
    }

    private static final class Turns {
        final Bucket bucket;
        final AtomicBoolean told = new AtomicBoolean();

        Turns(int aMinute) {
            bucket = Bucket.builder()
                    .addLimit(limit -> limit.capacity(aMinute).refillGreedy(aMinute, PERIOD))
                    .build();
        }
    }
}
