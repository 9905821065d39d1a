package io.candour.portal.words;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;

/** Which elements of a resource say what it is of, when it happened, what became of it and who is responsible. */
final class Elements {
    private static final List<String> MEDICINE = List.of("medication");
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("Immunization", List.of("vaccineCode")),
            Map.entry("MedicationRequest", MEDICINE),
            Map.entry("MedicationAdministration", MEDICINE),
            Map.entry("MedicationDispense", MEDICINE),
            Map.entry("MedicationStatement", MEDICINE),
            Map.entry("ImagingStudy", List.of("procedureCode", "description")),
            Map.entry("Device", List.of("type", "deviceName")),
            Map.entry("SupplyDelivery", List.of("suppliedItem", "type")),
            Map.entry("Encounter", List.of("type", "serviceType", "class")),
            Map.entry("CarePlan", List.of("title", "category")),
            Map.entry("Patient", List.of("name")));

    private static final List<String> NAME = List.of(
            "code",
            "title",
            "type",
            "suppliedItem",
            "serviceType",
            "focus",
            "relationship",
            "name",
            "category",
            "description");

    private static final List<String> WHEN = List.of(
            "effective",
            "onset",
            "performed",
            "occurrence",
            "started",
            "period",
            "start",
            "sent",
            "authoredOn",
            "dateTime",
            "date",
            "recordedDate",
            "recorded",
            "authored",
            "issued",
            "created",
            "occurred");

    static final List<String> STATES = List.of("clinicalStatus", "verificationStatus", "status");

    private static final List<String> FROM = List.of(
            "custodian",
            "serviceProvider",
            "managingOrganization",
            "organization",
            "performer",
            "author",
            "recorder",
            "requester",
            "asserter",
            "sender",
            "location");

    /** What every item has, and what is not told to people one by one. */
    static final Set<String> SILENT = Set.of(
            "id",
            "meta",
            "implicitRules",
            "language",
            "text",
            "contained",
            "extension",
            "modifierExtension",
            "subject",
            "patient",
            "for",
            "beneficiary",
            "udiCarrier",
            "distinctIdentifier");

    private Elements() {}

    /** By its name in the standard, without the [x] of those that may be of several types. */
    static List<Base> values(Base of, String name) {
        return of.children().stream()
                .filter(each -> plain(each).equals(name))
                .flatMap(each -> each.getValues().stream())
                .toList();
    }

    static String plain(Property property) {
        return property.getName().replace("[x]", "");
    }

    /** Names of elements that may say what it is of, the best first. */
    static List<String> naming(String type) {
        return NAMES.getOrDefault(type, NAME);
    }

    /** The element that says when it happened. */
    static Optional<String> dating(Base resource) {
        return WHEN.stream().filter(name -> !values(resource, name).isEmpty()).findFirst();
    }

    /** What may say who is responsible, the best first. */
    static Stream<Base> responsible(Base resource) {
        return FROM.stream().flatMap(name -> values(resource, name).stream());
    }
}
