package io.candour.audit;

import java.util.Objects;
import java.util.Optional;

/**
 * What was asked for, and why.
 *
 * @param interaction a code of the FHIR restful-interaction value set ({@code read}, {@code search-type}, {@code
 *     update}, ...), an operation's name with its dollar sign ({@code $everything}), or {@code unparsed} for a request
 *     refused before it was understood
 * @param purpose v3-ActReason code; empty where the request was refused before a purpose was settled
 */
public record Asked(String interaction, QueryShape query, Optional<String> purpose) {

    public Asked {
        Require.text(interaction, "interaction");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(purpose, "purpose");
    }

    /** AuditEvent.action: C, R, U, D or E (execute), as BALP assigns them. */
    public char action() {
        return switch (interaction) {
            case "create" -> 'C';
            case "read", "vread", "history", "history-instance", "history-type", "history-system" -> 'R';
            case "update", "patch" -> 'U';
            case "delete" -> 'D';
            default -> 'E';
        };
    }
}
