package io.candour.consent.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whose item is it? One line for each R4 type: the elements that say. A reference to a Patient there makes the item that
 * patient's; a reference to anything else hands its patients on (a Group's members, what a Provenance is about); an
 * embedded resource counts as itself. No element: about nobody. {@code .} is the resource itself.
 */
final class SubjectTable {
    private static final Map<String, List<String>> LINES = read(
            """
            Account subject
            ActivityDefinition
            AdverseEvent subject
            AllergyIntolerance patient
            Appointment participant.actor
            AppointmentResponse actor appointment
            AuditEvent entity.what
            Basic subject
            Binary securityContext
            BiologicallyDerivedProduct collection.source
            BodyStructure patient
            Bundle entry.resource
            CapabilityStatement
            CarePlan subject
            CareTeam subject
            CatalogEntry
            ChargeItem subject
            ChargeItemDefinition
            Claim patient
            ClaimResponse patient
            ClinicalImpression subject
            CodeSystem
            Communication subject about
            CommunicationRequest subject about
            CompartmentDefinition
            Composition subject section.entry section.focus
            ConceptMap
            Condition subject
            Consent patient
            Contract subject
            Coverage beneficiary
            CoverageEligibilityRequest patient
            CoverageEligibilityResponse patient
            DetectedIssue patient
            Device patient
            DeviceDefinition
            DeviceMetric source parent
            DeviceRequest subject
            DeviceUseStatement subject
            DiagnosticReport subject
            DocumentManifest subject content
            DocumentReference subject
            EffectEvidenceSynthesis
            Encounter subject
            Endpoint
            EnrollmentRequest candidate
            EnrollmentResponse request
            EpisodeOfCare patient
            EventDefinition
            Evidence
            EvidenceVariable
            ExampleScenario
            ExplanationOfBenefit patient
            FamilyMemberHistory patient
            Flag subject
            Goal subject
            GraphDefinition
            Group member.entity
            GuidanceResponse subject
            HealthcareService
            ImagingStudy subject
            Immunization patient
            ImmunizationEvaluation patient
            ImmunizationRecommendation patient
            ImplementationGuide
            InsurancePlan
            Invoice subject
            Library
            Linkage item.resource
            List subject entry.item
            Location
            Measure
            MeasureReport subject evaluatedResource
            Media subject
            Medication
            MedicationAdministration subject
            MedicationDispense subject
            MedicationKnowledge
            MedicationRequest subject
            MedicationStatement subject
            MedicinalProduct
            MedicinalProductAuthorization
            MedicinalProductContraindication
            MedicinalProductIndication
            MedicinalProductIngredient
            MedicinalProductInteraction
            MedicinalProductManufactured
            MedicinalProductPackaged
            MedicinalProductPharmaceutical
            MedicinalProductUndesirableEffect
            MessageDefinition
            MessageHeader focus
            MolecularSequence patient
            NamingSystem
            NutritionOrder patient
            Observation subject
            ObservationDefinition
            OperationDefinition
            OperationOutcome
            Organization
            OrganizationAffiliation
            Parameters parameter.resource parameter.value parameter.part.resource parameter.part.value
            Patient .
            PaymentNotice request response
            PaymentReconciliation detail.request detail.response
            Person link.target
            PlanDefinition
            Practitioner
            PractitionerRole
            Procedure subject
            Provenance target
            Questionnaire
            QuestionnaireResponse subject
            RelatedPerson patient
            RequestGroup subject
            ResearchDefinition
            ResearchElementDefinition
            ResearchStudy
            ResearchSubject individual
            RiskAssessment subject
            RiskEvidenceSynthesis
            Schedule actor
            SearchParameter
            ServiceRequest subject
            Slot schedule
            Specimen subject
            SpecimenDefinition
            StructureDefinition
            StructureMap
            Subscription
            Substance
            SubstanceNucleicAcid
            SubstancePolymer
            SubstanceProtein
            SubstanceReferenceInformation
            SubstanceSourceMaterial
            SubstanceSpecification
            SupplyDelivery patient
            SupplyRequest requester deliverTo
            Task for
            TerminologyCapabilities
            TestReport
            TestScript
            ValueSet
            VerificationResult target
            VisionPrescription patient
            """);

    private SubjectTable() {}

    /** Paths of the elements that name whose item a resource of the type is. */
    static List<String> paths(String type) {
        List<String> paths = LINES.get(type);
        if (paths == null) {
            throw new IllegalArgumentException("no R4 resource type: " + type);
        }
        return paths;
    }

    static Map<String, List<String>> lines() {
        return LINES;
    }

    private static Map<String, List<String>> read(String lines) {
        return lines.lines()
                .map(line -> Arrays.asList(line.split(" ")))
                .collect(Collectors.toUnmodifiableMap(
                        words -> words.get(0), words -> List.copyOf(words.subList(1, words.size()))));
    }
}
