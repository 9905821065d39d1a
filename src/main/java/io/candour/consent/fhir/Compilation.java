package io.candour.consent.fhir;

import io.candour.consent.Directive;
import io.candour.consent.Interval;
import java.util.Set;

/** What a Consent means to the server. */
public sealed interface Compilation {
    /** A rule that counts. */
    record Compiled(Directive directive) implements Compilation {}

    /**
     * It names who may act for the patient (NHS proxy shape: category INFA). No rule: a grant is made of it.
     *
     * @param actors references or {@code system|value} identifiers
     */
    record Authorisation(Set<String> actors, Interval period) implements Compilation {
        public Authorisation {
            actors = Set.copyOf(actors);
        }
    }

    /** A Consent that isn't in force (its status) or is about something else than privacy (its scope). */
    record Dormant(String reason) implements Compilation {}

    /**
     * It can't be honoured.
     *
     * @param element FHIRPath of what stands in the way
     */
    record Refused(String element, String reason) implements Compilation {}
}
