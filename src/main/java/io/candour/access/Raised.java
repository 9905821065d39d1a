package io.candour.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That somebody said something about a patient's record. What they said, and how far it has come, is the Task of this id.
 *
 * @param task logical id
 * @param patient logical id
 * @param agentId {@link io.candour.consent.Caller#id()} of who said it
 * @param agentNumber their NHS number, where their account has one: nobody answers themselves
 * @param settled when a guardian acted on it or turned it down
 */
public record Raised(
        String task,
        String patient,
        String agentId,
        String agentName,
        Optional<String> agentNumber,
        Instant at,
        Optional<Instant> settled) {
    public Raised {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(settled, "settled");
    }
}
