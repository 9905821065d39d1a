package io.candour.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows to show, newest first. Whatever is empty doesn't restrict.
 *
 * @param patient logical id of a patient the row is about; being its agent doesn't count
 * @param from inclusive
 * @param before exclusive
 * @param agent an {@link Agent#id}
 * @param others whether what the patient did themselves is left out
 * @param outcomes none means any
 * @param action AuditEvent.action: C, R, U, D or E
 * @param entity an item as {@code Type/id}
 * @param purpose v3-ActReason code
 * @param after the last row of the page before this one
 * @param count how many rows at most, 1 to 1000
 */
public record AuditEventQuery(
        Optional<String> patient,
        Optional<Instant> from,
        Optional<Instant> before,
        Optional<String> agent,
        boolean others,
        Set<Outcome> outcomes,
        Optional<String> action,
        Optional<String> entity,
        Optional<String> purpose,
        Optional<RecordId> after,
        int count) {

    public AuditEventQuery {
        outcomes = Set.copyOf(outcomes);
        entity.ifPresent(item -> {
            if (!item.matches("[A-Za-z]+/[A-Za-z0-9.-]{1,64}")) {
                throw new IllegalArgumentException("an entity is written as Type/id");
            }
        });
        if (count < 1 || count > 1000) {
            throw new IllegalArgumentException("count must be 1 to 1000, not " + count);
        }
    }

    public static AuditEventQuery newest(int count) {
        return new AuditEventQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                count);
    }

    public AuditEventQuery about(String patientId) {
        return new AuditEventQuery(
                Optional.of(patientId), from, before, agent, others, outcomes, action, entity, purpose, after, count);
    }

    public AuditEventQuery after(RecordId last) {
        return new AuditEventQuery(
                patient, from, before, agent, others, outcomes, action, entity, purpose, Optional.of(last), count);
    }
}
