package io.candour.audit;

import java.time.Duration;
import java.util.Objects;

/**
 * @param queue how many records may wait; one more is refused
 * @param batch how many records go into one commit at most
 * @param patience how long a record may wait before its request is refused, and the network timeout of the connection
 * @param sealEvery how often rows of FHIR writes are sealed
 * @param instance what this process is called in {@code access_writer}: a host or pod name
 */
public record AccessLogSettings(int queue, int batch, Duration patience, Duration sealEvery, String instance) {

    public AccessLogSettings {
        if (queue < 1 || batch < 1 || patience.toMillis() < 1 || sealEvery.toMillis() < 1) {
            throw new IllegalArgumentException("queue, batch, patience and sealEvery must be positive");
        }
        Objects.requireNonNull(instance, "instance");
    }

    public static AccessLogSettings named(String instance) {
        return new AccessLogSettings(2_000, 200, Duration.ofSeconds(5), Duration.ofMillis(250), instance);
    }
}
