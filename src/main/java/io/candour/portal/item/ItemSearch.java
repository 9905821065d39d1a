package io.candour.portal.item;

import com.fasterxml.jackson.databind.JsonNode;
import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.words.Related;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Searches for items by id, always of one patient: an item of one person is never shown under the name of another. */
public final class ItemSearch {
    /** How many ids one search names, at most. */
    public static final int AT_ONCE = 100;

    /** In the directory, and in nobody's record. */
    private static final String MEDICATION = "Medication";

    /** Types whose search has no parameter 'patient'. */
    private static final Set<String> BY_SUBJECT = Set.of("AdverseEvent", "SupplyRequest");

    private ItemSearch() {}

    /** One item of this patient's record; empty where there is none that who asks may see. */
    public static Optional<Resource> find(String type, String id, String patient, Fhir fhir) {
        return isNamed(type, id)
                ? known(type, List.of(id), patient, fhir).stream().findFirst()
                : Optional.empty();
    }

    /** The same in the server's own words: its FHIR JSON. */
    public static Optional<JsonNode> sent(String type, String id, String patient, Fhir fhir) {
        return isNamed(type, id) && (!type.equals("Patient") || id.equals(patient))
                ? open(() -> items(type, fhir.tree(path(type, List.of(id), patient)))).stream()
                        .findFirst()
                : Optional.empty();
    }

    /** A Patient comes by itself, all else in a Bundle. */
    private static List<JsonNode> items(String type, JsonNode answer) {
        return Stream.concat(
                        Stream.of(answer),
                        StreamSupport.stream(answer.path("entry").spliterator(), false)
                                .map(entry -> entry.path("resource")))
                .filter(each -> each.path("resourceType").asText().equals(type))
                .toList();
    }

    private static boolean isNamed(String type, String id) {
        return type.matches("[A-Z][A-Za-z]{2,63}") && id.matches("[A-Za-z0-9.-]{1,64}") && !type.equals(MEDICATION);
    }

    /** Those of them that who asks may see; none of a type that no record holds, or that is closed to them. */
    public static List<Resource> known(String type, Collection<String> ids, String patient, Fhir fhir) {
        return ids.isEmpty() ? List.of() : open(() -> search(type, ids, patient, fhir));
    }

    private static <T> List<T> open(Supplier<List<T>> search) {
        try {
            return search.get();
        } catch (FhirRefused refused) {
            if (refused.status() == 400 || refused.status() == 403 || refused.status() == 404) {
                return List.of();
            }
            throw refused;
        }
    }

    private static List<Resource> search(String type, Collection<String> ids, String patient, Fhir fhir) {
        if (type.equals("Patient")) {
            return ids.contains(patient) ? List.of(fhir.get(Resource.class, path(type, ids, patient))) : List.of();
        }
        return fhir.all(path(type, ids, patient));
    }

    private static String path(String type, Collection<String> ids, String patient) {
        if (type.equals("Patient")) {
            return "Patient/" + Fhir.encode(patient);
        }
        return type
                + Fhir.query(
                        BY_SUBJECT.contains(type) ? "subject" : "patient",
                        type.equals(MEDICATION) ? "" : patient,
                        "_id",
                        String.join(",", ids),
                        "_count",
                        Integer.toString(AT_ONCE));
    }

    /** The medicines that they name: they are in no record, and prescriptions tell them by reference. */
    public static Related medicines(Collection<? extends Resource> resources, Fhir fhir) {
        Set<String> medicines = resources.stream()
                .flatMap(each -> references(each, "medication[x]"))
                .filter(each -> MEDICATION.equals(each.getReferenceElement().getResourceType()))
                .map(each -> each.getReferenceElement().getIdPart())
                .limit(AT_ONCE)
                .collect(Collectors.toSet());
        return Related.of(known(MEDICATION, medicines, "", fhir).stream());
    }

    /** What this element of it refers to. */
    public static Stream<Reference> references(Resource resource, String name) {
        return resource.children().stream()
                .filter(each -> each.getName().equals(name))
                .flatMap(each -> each.getValues().stream())
                .filter(Reference.class::isInstance)
                .map((Function<Base, Reference>) Reference.class::cast);
    }
}
