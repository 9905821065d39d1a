package io.candour.enforcement;

import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import io.candour.consent.fhir.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What other items take over from one: where it changes, they are read anew. */
record Legacy(
        List<String> patients,
        Optional<String> source,
        Set<String> belongsTo,
        Set<String> codes,
        Category category,
        Labels labels) {
    /** @param own labels without those that it has from others */
    static Legacy of(ItemFacts facts, Labels own) {
        return new Legacy(
                facts.patients(), facts.sourceOrganisation(), facts.belongsTo(), facts.codes(), facts.category(), own);
    }
}
