package io.candour.consent;

import java.time.Instant;
import java.util.Optional;

/**
 * An organisation cares for the patient.
 *
 * @param organisation {@code Organization/id}; a caller has the relationship if it is among their memberships
 * @param basis what made it, in the words the log shows ({@code managingOrganization}, {@code Encounter/e1})
 */
public record Relationship(String organisation, String basis, Optional<Instant> from, Optional<Instant> until) {
    public Relationship {
        Require.text(organisation, "organisation");
        Require.text(basis, "basis");
        interval(from, until);
    }

    /** When it holds. */
    public Interval period() {
        return interval(from, until);
    }

    private static Interval interval(Optional<Instant> from, Optional<Instant> until) {
        return new Interval(from, until);
    }
}
