package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.words.Entry;
import io.candour.portal.words.Related;
import io.candour.portal.words.Words;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** The items of one record, as one visitor may see them. */
final class Items {
    /** How many items a page shows. */
    static final int A_PAGE = 25;

    /** Types whose search has no parameter 'patient'. */
    private static final Set<String> BY_SUBJECT = Set.of("AdverseEvent", "SupplyRequest");

    /** In the directory, and in nobody's record. */
    private static final String MEDICATION = "Medication";

    private static final int AT_ONCE = 100;

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
        boolean named = type.matches("[A-Z][A-Za-z]{2,63}") && id.matches("[A-Za-z0-9.-]{1,64}");
        if (!named || type.equals(MEDICATION)) {
            throw notThere();
        }
        return known(type, List.of(id)).stream().findFirst().orElseThrow(Items::notThere);
    }

    static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** Those of them that the visitor may see; none of a type that no record holds, or that is closed to the visitor. */
    List<Resource> known(String type, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        try {
            return search(type, ids);
        } catch (FhirRefused refused) {
            if (refused.status() == 400 || refused.status() == 403 || refused.status() == 404) {
                return List.of();
            }
            throw refused;
        }
    }

    private List<Resource> search(String type, Collection<String> ids) {
        if (type.equals("Patient")) {
            return ids.contains(whose.patientId())
                    ? List.of(fhir.get(Resource.class, "Patient/" + whose.patientId()))
                    : List.of();
        }
        String patient = type.equals(MEDICATION) ? "" : whose.patientId();
        return all(
                fhir,
                type
                        + Fhir.query(
                                BY_SUBJECT.contains(type) ? "subject" : "patient",
                                patient,
                                "_id",
                                String.join(",", ids),
                                "_count",
                                Integer.toString(AT_ONCE)));
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
            return Optional.of(timeline(category, since, cursor, count));
        } catch (FhirRefused refused) {
            if (refused.status() == 400 && !cursor.isEmpty()) {
                return Optional.empty();
            }
            if (refused.status() == 400) {
                throw notThere();
            }
            throw refused;
        }
    }

    private Listing listing(Bundle page) {
        return new Listing(rows(resources(page).toList()), next(page).map(Items::cursor));
    }

    private static String cursor(String next) {
        return Optional.ofNullable(UriComponentsBuilder.fromUriString(next)
                        .build()
                        .getQueryParams()
                        .getFirst("_cursor"))
                .map(Items::decoded)
                .orElse("");
    }

    static String decoded(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    List<Row> rows(List<Resource> resources) {
        Related related = related(resources);
        Map<String, Optional<String>> visits = visits(resources);
        return resources.stream()
                .map(each -> {
                    Entry entry = words.entry(each, related);
                    return new Row(entry, entry.from().or(() -> visit(each)
                            .flatMap(id -> visits.getOrDefault(id, Optional.empty()))));
                })
                .toList();
    }

    /** The medicines that they name: they are in no record, and prescriptions tell them by reference. */
    Related related(List<Resource> resources) {
        Set<String> medicines = resources.stream()
                .flatMap(each -> references(each, "medication[x]"))
                .filter(each -> MEDICATION.equals(each.getReferenceElement().getResourceType()))
                .map(each -> each.getReferenceElement().getIdPart())
                .limit(AT_ONCE)
                .collect(Collectors.toSet());
        return Related.of(known(MEDICATION, medicines).stream());
    }

    /** Where the visits were at which these were made, by the visit's id. */
    private Map<String, Optional<String>> visits(List<Resource> resources) {
        Set<String> ids = resources.stream()
                .flatMap(each -> visit(each).stream())
                .limit(AT_ONCE)
                .collect(Collectors.toSet());
        return known("Encounter", ids).stream()
                .map(words::entry)
                .collect(Collectors.toMap(Entry::id, Entry::from, (one, other) -> one));
    }

    private static Optional<String> visit(Resource resource) {
        return Stream.of("encounter", "context")
                .flatMap(name -> references(resource, name))
                .filter(each -> "Encounter".equals(each.getReferenceElement().getResourceType()))
                .map(each -> each.getReferenceElement().getIdPart())
                .findFirst();
    }

    private static Stream<Reference> references(Resource resource, String name) {
        return resource.children().stream()
                .filter(each -> each.getName().equals(name))
                .flatMap(each -> each.getValues().stream())
                .filter(Reference.class::isInstance)
                .map((Function<Base, Reference>) Reference.class::cast);
    }

    /** What was found, on all its pages. */
    static List<Resource> all(Fhir fhir, String pathAndQuery) {
        List<Resource> all = new ArrayList<>();
        Bundle page = fhir.search(pathAndQuery);
        resources(page).forEach(all::add);
        for (Optional<String> next = next(page); next.isPresent(); next = next(page)) {
            page = fhir.page(next.get());
            resources(page).forEach(all::add);
        }
        return all;
    }

    private static Optional<String> next(Bundle page) {
        return Optional.ofNullable(page.getLink("next")).map(BundleLinkComponent::getUrl);
    }

    static Stream<Resource> resources(Bundle bundle) {
        return bundle.getEntry().stream()
                .filter(BundleEntryComponent::hasResource)
                .map(BundleEntryComponent::getResource);
    }
}
