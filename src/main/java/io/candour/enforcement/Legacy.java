package io.candour.enforcement;

import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.Labels;
import io.candour.record.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What other items take over from one: where it changes, they are read anew.
 *
 * @param taken by any that rests on it
 * @param told by those alone that tell of it
 */
record Legacy(Taken taken, Told told) {

    record Taken(
            List<String> patients,
            boolean namesPatient,
            Optional<String> source,
            Set<String> belongsTo,
            Set<String> codes,
            Category category,
            Labels labels) {}

    record Told(Kind kind, Set<String> names, Optional<Set<UUID>> kinds) {}

    /**
     * @param own labels without those that it has from others
     * @param kinds of it and of all that it tells of, where they are known
     */
    static Legacy of(ItemFacts facts, Labels own, Optional<Set<UUID>> kinds) {
        return new Legacy(
                new Taken(
                        facts.patients(),
                        facts.namesPatient(),
                        facts.sourceOrganisation(),
                        facts.belongsTo(),
                        facts.codes(),
                        facts.category(),
                        own),
                new Told(Kind.of(facts), facts.names(), kinds));
    }
}
