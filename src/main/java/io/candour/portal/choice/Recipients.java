package io.candour.portal.choice;

import io.candour.portal.Fhir;
import io.candour.portal.FhirRefused;
import io.candour.portal.Whose;
import io.candour.portal.answer.Parts;
import io.candour.portal.choice.Hiding.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** Whom somebody may want to hide something from: those the record names, and those who are found by a name. */
record Recipients(Fhir fhir, Whose whose) {
    private static final String REFERENCE = "(Organization|Practitioner|RelatedPerson)/[A-Za-z0-9.-]{1,64}";
    private static final int MOST_FOUND = 20;

    /** Organisations that care for the person or hold something of theirs. */
    List<Named> organisations() {
        return organisations(fhir.get(Parameters.class, "Patient/" + whose.patientId() + "/$held"));
    }

    static List<Named> organisations(Parameters held) {
        Map<String, Named> found = new LinkedHashMap<>();
        List<Parts> categories = Parts.of(held).each("category").toList();
        categories.stream().flatMap(part -> part.each("shared")).forEach(part -> add(found, part, "with"));
        categories.stream().flatMap(part -> part.each("source")).forEach(part -> add(found, part, "organisation"));
        return List.copyOf(found.values());
    }

    private static void add(Map<String, Named> found, Parts part, String name) {
        part.text(name).ifPresent(reference -> part.display(name)
                .ifPresent(display -> found.putIfAbsent(reference, new Named(reference, display))));
    }

    /** People whom the record knows as acting for the person; of several entries of one name the latest. */
    List<Named> people() {
        Map<String, Named> byName = new LinkedHashMap<>();
        entries(fhir.search("RelatedPerson" + Fhir.query("patient", whose.patientId(), "_count", "50")))
                .flatMap(resource -> named(resource).stream())
                .forEach(named -> byName.put(named.name(), named));
        return List.copyOf(byName.values());
    }

    /** Organisations and staff with a name that begins so. */
    List<Named> found(String name) {
        String query = Fhir.query("name", name, "_count", Integer.toString(MOST_FOUND));
        return Stream.of("Organization", "Practitioner")
                .flatMap(type -> entries(fhir.search(type + query)))
                .flatMap(resource -> named(resource).stream())
                .toList();
    }

    /** Whom a reference names; empty where it names nobody that the visitor may see. */
    Optional<Named> of(String reference) {
        if (!reference.matches(REFERENCE)) {
            return Optional.empty();
        }
        try {
            return named(fhir.get(Resource.class, reference));
        } catch (FhirRefused refused) {
            if (refused.status() == 404 || refused.status() == 403) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    static Optional<Named> named(Resource resource) {
        String reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        Optional<String> name = Optional.empty();
        if (resource instanceof Organization organization) {
            name = Optional.ofNullable(organization.getName());
        } else if (resource instanceof Practitioner practitioner) {
            name = human(practitioner.getName());
        } else if (resource instanceof RelatedPerson person) {
            name = human(person.getName());
        }
        return name.map(text -> new Named(reference, text));
    }

    private static Optional<String> human(List<HumanName> names) {
        return names.stream()
                .map(name -> name.hasText() ? name.getText() : name.getNameAsSingleString())
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static Stream<Resource> entries(Bundle bundle) {
        return bundle.getEntry().stream().map(BundleEntryComponent::getResource);
    }
}
