package io.candour.access;

import io.candour.choice.CareRelationships.Care;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * The care relationships that a resource states.
 *
 * <p>Only what a system client wrote may state one: a clinician could else open any record by writing an Encounter.
 */
public final class StatedCare {
    private static final Set<EncounterStatus> NEVER_HAPPENED =
            EnumSet.of(EncounterStatus.CANCELLED, EncounterStatus.ENTEREDINERROR);

    private StatedCare() {}

    /** What this resource states; empty for most. Organisations named by identifier alone state nothing. */
    public static Set<Care> of(IBaseResource resource) {
        Set<Care> stated = new HashSet<>();
        if (resource instanceof Patient patient) {
            String id = patient.getIdElement().getIdPart();
            add(stated, id, List.of(patient.getManagingOrganization()), "Patient.managingOrganization");
            add(stated, id, patient.getGeneralPractitioner(), "Patient.generalPractitioner");
        } else if (resource instanceof Encounter encounter
                && !NEVER_HAPPENED.contains(encounter.getStatus())
                && "Patient".equals(encounter.getSubject().getReferenceElement().getResourceType())) {
            add(
                    stated,
                    encounter.getSubject().getReferenceElement().getIdPart(),
                    List.of(encounter.getServiceProvider()),
                    "Encounter.serviceProvider");
        }
        return stated;
    }

    private static void add(Set<Care> stated, String patient, List<Reference> organisations, String basis) {
        organisations.stream()
                .map(Reference::getReferenceElement)
                .filter(reference -> "Organization".equals(reference.getResourceType()) && reference.hasIdPart())
                .forEach(reference -> stated.add(new Care(patient, "Organization/" + reference.getIdPart(), basis)));
    }
}
