package io.candour.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An hour in which a caller did much more than it used to, or something came to light about a recipient of data: for the
 * guardian.
 *
 * @param at when it was noticed
 * @param agentId an {@link Agent#id}
 * @param agentName as it was then
 * @param hour its beginning
 * @param seen how many, up to when it was noticed
 * @param usual the most in an hour of the weeks before
 */
public record Alert(
        UUID id,
        Instant at,
        String agentId,
        Agent.Kind agentKind,
        String agentName,
        Optional<String> organisation,
        Instant hour,
        Measure measure,
        long seen,
        long usual) {

    /** What there was too much of. */
    public enum Measure {
        REQUESTS,
        /** Different patients. */
        PATIENTS,
        /** Tries to find people without a relationship; refused from the limit on, which is what is usual. */
        LOOKUPS,
        /** Copies of a recipient that it was to erase, and says nothing of in time. */
        OVERDUE,
        /** People in what a recipient got, or was to get, who had not said yes. */
        UNINVITED
    }

    public Alert {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Require.text(agentId, "agentId");
        Objects.requireNonNull(agentKind, "agentKind");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(hour, "hour");
        Objects.requireNonNull(measure, "measure");
    }
}
