package io.candour.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A patient's live directives and care relationships at one version. Both lists are kept sorted and without
 * duplicates, so that two snapshots of the same rules are equal and decide alike.
 *
 * @param patient logical id
 */
public record Snapshot(String patient, long version, List<Directive> directives, List<Relationship> relationships) {
    public Snapshot {
        Require.text(patient, "patient");
        directives = Rules.of(directives);
        relationships = Relationships.of(relationships);
    }

    /** A patient nobody has decided anything about. */
    public static Snapshot empty(String patient, long version) {
        return new Snapshot(patient, version, List.of(), List.of());
    }

    Rule[] rules() {
        return Rules.of(directives).rules();
    }

    /** Whether some directive is about items such as this by name. */
    boolean names(ItemFacts item) {
        return Rules.of(directives).name(item);
    }

    /** Where the caller stands towards this record. */
    Standing standing(Caller caller, Purpose purpose, List<Grant> grants, Instant now) {
        return Rules.of(directives).standing(this, caller, purpose, grants, now);
    }

    /** The care relationship the caller has now, if any. */
    Optional<Basis> relationship(Caller caller, Instant now) {
        return Relationships.of(relationships).of(caller, now);
    }

    /** The first moment after {@code now} at which any directive or relationship starts or ends. */
    Instant changesAfter(Instant now) {
        Instant rules = Rules.of(directives).changesAfter(now);
        Instant ties = Relationships.of(relationships).changesAfter(now);
        return rules.isBefore(ties) ? rules : ties;
    }
}
