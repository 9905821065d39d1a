package io.candour.server.command;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/**
 * When a file is loaded, so that what others refer to is there before them. All of one stage is answered before the
 * next begins.
 */
enum Stage {
    /** What refers to nobody's record: organisations, practitioners, products and definitions. */
    ORGANISATIONS(
            "Organization",
            "Practitioner",
            "Endpoint",
            "Medication",
            "MedicationKnowledge",
            "Substance",
            "DeviceDefinition",
            "CodeSystem",
            "ValueSet",
            "ConceptMap",
            "NamingSystem",
            "StructureDefinition",
            "SearchParameter",
            "OperationDefinition",
            "CapabilityStatement",
            "CompartmentDefinition",
            "ImplementationGuide",
            "Questionnaire",
            "ActivityDefinition",
            "PlanDefinition",
            "Library",
            "Measure"),
    PLACES("Location"),
    ROLES("HealthcareService", "PractitionerRole", "OrganizationAffiliation", "InsurancePlan", "ResearchStudy"),
    /** Patients, and bundles that hold one with the record around it. */
    PEOPLE("Patient"),
    /** What most of a record refers to. */
    VISITS("Encounter", "EpisodeOfCare", "RelatedPerson", "Device", "CareTeam", "Coverage"),
    RECORDS();

    private final Set<String> types;

    Stage(String... types) {
        this.types = Set.of(types);
    }

    static Stage ofType(String resourceType) {
        return Arrays.stream(values())
                .filter(stage -> stage.types.contains(resourceType))
                .findFirst()
                .orElse(RECORDS);
    }

    /** A bundle with a Patient brings its own record; any other waits for the last of its types. */
    static Stage ofTypes(Collection<String> resourceTypes) {
        if (resourceTypes.contains("Patient")) {
            return PEOPLE;
        }
        return resourceTypes.stream().map(Stage::ofType).max(Stage::compareTo).orElse(ORGANISATIONS);
    }
}
