package io.candour.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.List;

/** What operators see of the log. */
final class LogMetrics {

    private static final String REFUSED = "candour.access.log.refused";

    final Timer commit;
    final DistributionSummary batch;
    final Counter redone;
    final Counter sealed;
    final Counter queueFull;
    final Counter unavailable;
    final Counter poison;

    LogMetrics(MeterRegistry registry, Collection<Waiting> queue) {
        commit = Timer.builder("candour.access.log.commit")
                .description("From taking a batch to its commit")
                .publishPercentileHistogram()
                .register(registry);
        batch = DistributionSummary.builder("candour.access.log.batch")
                .description("Records per commit")
                .register(registry);
        redone = Counter.builder("candour.access.log.redone")
                .description("Records sent back because their decision had moved")
                .register(registry);
        sealed = Counter.builder("candour.access.log.sealed")
                .description("Rows of FHIR writes sealed")
                .register(registry);
        queueFull = registry.counter(REFUSED, "reason", "queue-full");
        unavailable = registry.counter(REFUSED, "reason", "unavailable");
        poison = registry.counter(REFUSED, "reason", "unstorable");
        registry.gaugeCollectionSize("candour.access.log.queue", List.of(), queue);
    }
}
