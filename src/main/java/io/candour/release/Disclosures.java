package io.candour.release;

import io.candour.consent.fhir.Vocabulary;
import io.candour.identity.Directory;
import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * That something with somebody in it left, as IHE's Basic Audit Log Patterns have it (BALP, Privacy Disclosure at Source).
 * Stateless but for the server's name; safe for use by many threads.
 */
final class Disclosures {
    private static final String PROFILE =
            "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PrivacyDisclosure.Source";
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";

    private final String server;

    /** @param server the server's FHIR base, as its name */
    Disclosures(String server) {
        this.server = server;
    }

    /**
     * That something left, to one of those in it.
     *
     * @param what the type of what left
     * @param id by which it is known here
     */
    AuditEvent event(Programme programme, String what, String id, String patient, Instant released) {
        AuditEvent event = new AuditEvent();
        event.getMeta().addProfile(PROFILE);
        event.setType(new Coding(DICOM, "110106", "Export"))
                .addSubtype(new Coding(LIFECYCLE, "disclose", "Disclose Record Lifecycle Event"))
                .setAction(AuditEventAction.R)
                .setRecorded(Date.from(released))
                .setOutcome(AuditEventOutcome._0)
                .addPurposeOfEvent(Words.concept(Vocabulary.ACT_REASON, programme.purpose()));
        event.getSource().setSite(server).getObserver().setDisplay(server);
        agent(event, "110153", "Source Role ID").getWho().setDisplay(server);
        agent(event, "110152", "Destination Role ID")
                .getWho()
                .setIdentifier(new Identifier()
                        .setSystem(Directory.ODS_CODE)
                        .setValue(programme.recipient().ods()))
                .setDisplay(programme.recipient().name());
        event.addEntity()
                .setType(new Coding(ENTITY_TYPE, "1", "Person"))
                .setRole(new Coding(ENTITY_ROLE, "1", "Patient"))
                .setWhat(new Reference("Patient/" + patient));
        event.addEntity()
                .setType(new Coding(Vocabulary.RESOURCE_TYPES, what, null))
                .setRole(new Coding(ENTITY_ROLE, "3", "Report"))
                .setWhat(new Reference().setIdentifier(new Identifier().setValue(id)))
                .setDescription(programme.title());
        return event;
    }

    private static AuditEventAgentComponent agent(AuditEvent event, String code, String display) {
        AuditEventAgentComponent agent = event.addAgent().setRequestor(false);
        agent.getType().addCoding(new Coding(DICOM, code, display));
        return agent;
    }
}
