package io.candour.consent.fhir;

import io.candour.consent.Directive;
import io.candour.consent.Interval;
import java.util.Set;

/** What a Consent means to the server. */
public sealed interface Compilation {
    /** A rule that counts. */
    record Compiled(Directive directive) implements Compilation {}

    /**
     * It says who may act for the patient (NHS proxy shape: category INFA), or who may see what because they asked. No
     * rule: a grant is made with it.
     *
     * @param actors references or {@code system|value} identifiers of those who may act
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
