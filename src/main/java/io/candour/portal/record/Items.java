package io.candour.portal.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.OlderPage;
import io.candour.portal.Whose;
import io.candour.portal.item.ItemSearch;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Related;
import io.candour.portal.words.Words;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The items of one record, as one visitor may see them. */
final class Items {
    /** How many items a page shows. */
    static final int A_PAGE = 25;

    private final Fhir fhir;
    private final Whose whose;
    private final Words words;

    Items(Fhir fhir, Whose whose, Words words) {
        this.fhir = fhir;
        this.whose = whose;
        this.words = words;
    }

    /**
     * One item of this record.
     *
     * @throws ResponseStatusException 404 where there is none that the visitor may see
     */
    Resource find(String type, String id) {
        return ItemSearch.find(type, id, whose.patientId(), fhir).orElseThrow(Items::notThere);
    }

    /**
     * One item of this record as the server sends it, word for word.
     *
     * @throws ResponseStatusException 404 where there is none that the visitor may see
     */
    JsonNode sent(String type, String id) {
        return ItemSearch.sent(type, id, whose.patientId(), fhir).orElseThrow(Items::notThere);
    }

    static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** Those of them that the visitor may see; none of a type that no record holds, or that is closed to the visitor. */
    List<Resource> known(String type, Collection<String> ids) {
        return ItemSearch.known(type, ids, whose.patientId(), fhir);
    }

    /**
     * What happened, newest first.
     *
     * @param category its code; blank for all
     * @param since only what was stored since then; blank for all
     * @param cursor where the page begins; blank for the first
     * @throws FhirRefused 400 where the cursor is none, or no longer
     */
    Listing timeline(String category, String since, String cursor, int count) {
        return listing(fhir.search("Patient/" + whose.patientId() + "/$timeline"
                + Fhir.query(
                        "category", category, "_since", since, "_count", Integer.toString(count), "_cursor", cursor)));
    }

    /**
     * A page of the timeline; empty where the link to an older page counts no longer: lists begin anew then.
     *
     * @throws ResponseStatusException 404 where the category is none
     */
    Optional<Listing> page(String category, String since, String cursor, int count) {
        try {
            return OlderPage.of(cursor, () -> timeline(category, since, cursor, count));
        } catch (FhirRefused refused) {
            if (refused.status() == 400) {
                throw notThere();
            }
            throw refused;
        }
    }

    private Listing listing(Bundle page) {
        return new Listing(rows(Fhir.resources(page).toList()), OlderPage.after(page));
    }

    List<Row> rows(List<Resource> resources) {
        Related related = ItemSearch.medicines(resources, fhir);
        Map<String, Optional<String>> visits = visits(resources);
        return resources.stream()
                .map(each -> {
                    Entry entry = words.entry(each, related);
                    return new Row(entry, entry.from().or(() -> visit(each)
                            .flatMap(id -> visits.getOrDefault(id, Optional.empty()))));
                })
                .toList();
    }

    /** Where the visits were at which these were made, by the visit's id. */
    private Map<String, Optional<String>> visits(List<Resource> resources) {
        Set<String> ids = resources.stream()
                .flatMap(each -> visit(each).stream())
                .limit(ItemSearch.AT_ONCE)
                .collect(Collectors.toSet());
        return known("Encounter", ids).stream()
                .map(words::entry)
                .collect(Collectors.toMap(Entry::id, Entry::from, (one, other) -> one));
    }

    private static Optional<String> visit(Resource resource) {
        return Stream.of("encounter", "context")
                .flatMap(name -> ItemSearch.references(resource, name))
                .filter(each -> "Encounter".equals(each.getReferenceElement().getResourceType()))
                .map(each -> each.getReferenceElement().getIdPart())
                .findFirst();
    }
}
