package io.candour.consent;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a patient would call an item. This is the one table: every R4 resource type has a category here, and the few
 * types that hold different things are told apart by a category code.
 */
public enum Category {
    DETAILS("Patient Person RelatedPerson Coverage Account EnrollmentRequest EnrollmentResponse"),
    ALLERGIES("AllergyIntolerance"),
    MEDICINES("Medication MedicationAdministration MedicationDispense MedicationKnowledge MedicationRequest "
            + "MedicationStatement"),
    CONDITIONS("Condition AdverseEvent BodyStructure ClinicalImpression DetectedIssue FamilyMemberHistory Flag "
            + "RiskAssessment"),
    TEST_RESULTS("Observation DiagnosticReport ImagingStudy Media MolecularSequence Specimen"),
    MEASUREMENTS(""),
    VACCINATIONS("Immunization ImmunizationEvaluation ImmunizationRecommendation"),
    PROCEDURES("Procedure BiologicallyDerivedProduct Device DeviceMetric DeviceRequest DeviceUseStatement"),
    VISITS("Encounter EpisodeOfCare Appointment AppointmentResponse Schedule Slot"),
    CARE_PLANS("CarePlan CareTeam Goal NutritionOrder RequestGroup VisionPrescription"),
    DOCUMENTS("DocumentReference DocumentManifest Binary Bundle Communication Composition MessageHeader "
            + "QuestionnaireResponse"),
    REFERRALS("ServiceRequest CommunicationRequest Task"),
    /**
     * A person's own choices, what proves them, and what is asked about who looked; shown to them, those entitled to act for
     * them and the author.
     */
    CHOICES("Consent"),
    OTHER("ActivityDefinition AuditEvent Basic CapabilityStatement CatalogEntry ChargeItem ChargeItemDefinition Claim "
            + "ClaimResponse CodeSystem CompartmentDefinition ConceptMap Contract CoverageEligibilityRequest "
            + "CoverageEligibilityResponse DeviceDefinition EffectEvidenceSynthesis Endpoint EventDefinition Evidence "
            + "EvidenceVariable ExampleScenario ExplanationOfBenefit GraphDefinition Group GuidanceResponse "
            + "HealthcareService ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure "
            + "MeasureReport MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication "
            + "MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction "
            + "MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical "
            + "MedicinalProductUndesirableEffect MessageDefinition NamingSystem ObservationDefinition "
            + "OperationDefinition OperationOutcome Organization OrganizationAffiliation Parameters PaymentNotice "
            + "PaymentReconciliation PlanDefinition Practitioner PractitionerRole Provenance Questionnaire "
            + "ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskEvidenceSynthesis "
            + "SearchParameter SpecimenDefinition StructureDefinition StructureMap Subscription Substance "
            + "SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation "
            + "SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest TerminologyCapabilities "
            + "TestReport TestScript ValueSet VerificationResult");

    /** Codes of Observation.category that mean somebody measured or asked, not that a laboratory reported. */
    private static final Set<String> MEASURED = Set.of("vital-signs", "activity", "social-history", "survey");

    /** LOINC document types that systems file as DiagnosticReport: notes and letters, not results. */
    private static final Set<String> NOTES = Set.of("34117-2", "51847-2", "34109-9", "11506-3", "18842-5", "34133-9");

    private static final Map<String, Category> BY_TYPE = Arrays.stream(values())
            .flatMap(category -> category.types.stream().map(type -> Map.entry(type, category)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Set<String> types;

    Category(String types) {
        this.types = types.isEmpty() ? Set.of() : Set.of(types.split(" "));
    }

    /** Lower case, words joined by hyphens: the code in Consents and answers. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /**
     * The category of a resource.
     *
     * @param type an R4 resource type
     * @param categoryCodes the codes, without systems, of its {@code category}
     * @throws IllegalArgumentException for what is no R4 resource type
     */
    public static Category of(String type, Set<String> categoryCodes) {
        Category category = BY_TYPE.get(type);
        if (category == null) {
            throw new IllegalArgumentException("no R4 resource type: " + type);
        }
        if (type.equals("Observation") && categoryCodes.stream().anyMatch(MEASURED::contains)) {
            return MEASUREMENTS;
        }
        if (type.equals("DiagnosticReport") && categoryCodes.stream().anyMatch(NOTES::contains)) {
            return DOCUMENTS;
        }
        return category;
    }
}
