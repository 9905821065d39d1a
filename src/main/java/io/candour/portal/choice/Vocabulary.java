package io.candour.portal.choice;

/** URIs that choices are written in. */
final class Vocabulary {
    static final String CHOICE = "https://candour.io/fhir/CodeSystem/choice";
    static final String CATEGORY = "https://candour.io/fhir/CodeSystem/category";
    static final String EMERGENCY_OVERRIDE = "https://candour.io/fhir/StructureDefinition/emergency-override";
    static final String RECEIPT = "https://candour.io/fhir/StructureDefinition/receipt";
    static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    static final String LOINC = "http://loinc.org";
    static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    /** What the pages put before people; its version moves when what they agree to does. */
    static final String TERMS = "https://candour.io/terms/choices/1";

    private Vocabulary() {}
}
