package io.candour.consent;

import java.util.Set;

/** Types that describe the world and no patient. Anyone with a valid token may read those that name no Patient. */
final class AboutNobody {
    private static final Set<String> TYPES = Set.of(
            "ActivityDefinition",
            "CapabilityStatement",
            "CatalogEntry",
            "ChargeItemDefinition",
            "CodeSystem",
            "CompartmentDefinition",
            "ConceptMap",
            "Device",
            "DeviceDefinition",
            "Endpoint",
            "EventDefinition",
            "GraphDefinition",
            "HealthcareService",
            "ImplementationGuide",
            "InsurancePlan",
            "Library",
            "Location",
            "Measure",
            "Medication",
            "MedicationKnowledge",
            "MessageDefinition",
            "NamingSystem",
            "ObservationDefinition",
            "OperationDefinition",
            "Organization",
            "OrganizationAffiliation",
            "PlanDefinition",
            "Practitioner",
            "PractitionerRole",
            "Questionnaire",
            "ResearchStudy",
            "Schedule",
            "SearchParameter",
            "Slot",
            "SpecimenDefinition",
            "StructureDefinition",
            "StructureMap",
            "Substance",
            "TerminologyCapabilities",
            "ValueSet");

    private AboutNobody() {}

    static boolean allows(ItemFacts item) {
        return !item.namesPatient() && TYPES.contains(item.type());
    }
}
