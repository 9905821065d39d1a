package io.candour.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Renders a row as an R4 AuditEvent in the shape of IHE BALP's patterns: agents for user, organisation, client and
 * server; entities for patients, data, query and request id; the Consents a decision rests on as AuthZconsent names them,
 * its other rules as policies. It claims no profile: one row may stand for more than any one pattern allows.
 *
 * <p>Items keep their versions only if the FhirContext that encodes them is told so: {@code
 * getParserOptions().setDontStripVersionsFromReferencesAtPaths("AuditEvent.entity.what")}.
 */
public final class AuditEventView {

    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
    private static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}(/_history/[0-9]+)?");
    private static final Map<String, String> CODED_ALIKE = Map.of("search-type", "search", "unparsed", "operation");

    private final String server;

    /** @param server the server's FHIR base, as its name */
    public AuditEventView(String server) {
        this.server = Objects.requireNonNull(server, "server");
    }

    public AuditEvent render(StoredRecord stored) {
        AccessRecord record = stored.record();
        AuditEvent event = new AuditEvent();
        event.setId(stored.id().toString());
        event.setType(
                new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"));
        event.addSubtype(subtype(record.asked().interaction()));
        event.setAction(AuditEventAction.fromCode(String.valueOf(record.asked().action())));
        event.setRecordedElement(
                new InstantType(Date.from(stored.id().at()), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC")));
        event.setOutcome(outcome(record.outcome()));
        event.setOutcomeDesc(record.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        record.asked().purpose().ifPresent(purpose -> event.addPurposeOfEvent()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", purpose, null)));
        event.getSource().setSite(server).getObserver().setDisplay(server);
        addAgents(event, record);
        addEntities(event, record);
        return event;
    }

    private static Coding subtype(String interaction) {
        String code = interaction.startsWith("$") ? "operation" : CODED_ALIKE.getOrDefault(interaction, interaction);
        return new Coding(INTERACTION, code, null);
    }

    private static AuditEventOutcome outcome(Outcome outcome) {
        return switch (outcome) {
            case PERMITTED -> AuditEventOutcome._0;
            case REFUSED, BAD_REQUEST -> AuditEventOutcome._4;
            case FAILED -> AuditEventOutcome._8;
        };
    }

    private void addAgents(AuditEvent event, AccessRecord record) {
        Agent agent = record.agent();
        boolean deletes = record.asked().action() == 'D';
        AuditEventAgentComponent client = event.addAgent()
                .setType(concept(DICOM, deletes ? "110150" : "110153", deletes ? "Application" : "Source Role ID"))
                .setRequestor(agent.automated());
        client.getWho().setIdentifier(new Identifier().setValue(agent.client())).setDisplay(agent.client());
        if (!agent.networkAddress().isEmpty()) {
            client.getNetwork().setAddress(agent.networkAddress()).setType(AuditEventAgentNetworkType._2);
        }
        AuditEventAgentComponent receiver = event.addAgent()
                .setType(
                        deletes
                                ? concept(
                                        "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                                        "custodian",
                                        "Custodian")
                                : concept(DICOM, "110152", "Destination Role ID"))
                .setRequestor(false);
        receiver.getWho().setDisplay(server);
        AuditEventAgentComponent user = event.addAgent()
                .setType(concept(PARTICIPATION, "IRCP", "information recipient"))
                .setName(agent.name())
                .setRequestor(!agent.automated());
        user.setWho(who(agent.id()).setDisplay(agent.name()));
        user.addRole().setText(agent.kind().name().toLowerCase(Locale.ROOT));
        agent.roles().forEach(role -> user.addRole().setText(role));
        record.grounds().basis().stream()
                .filter(basis -> !isConsent(basis))
                .forEach(basis -> user.addPolicy("urn:candour:" + basis.rule()));
        agent.organisation().ifPresent(ods -> event.addAgent()
                .setType(concept("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "healthcare provider"))
                .setRequestor(false)
                .getWho()
                .setIdentifier(new Identifier().setSystem(ODS).setValue(ods)));
    }

    private static void addEntities(AuditEvent event, AccessRecord record) {
        AuditEventEntityComponent request = event.addEntity()
                .setType(new Coding(
                        "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", null));
        request.getWhat().setIdentifier(new Identifier().setValue(record.requestId()));
        detail(request, "interaction", record.asked().interaction());
        detail(request, "status", Integer.toString(record.status()));
        detail(request, "residual", record.grounds().residual());
        record.grounds().decidedOn().ifPresent(decided -> {
            detail(request, "epoch", Long.toString(decided.epoch()));
            decided.versions()
                    .forEach((patient, version) -> detail(request, "version", "Patient/" + patient + " " + version));
        });
        for (String patient : record.patients()) {
            entity(event, "1", "Person", "1", "Patient").setWhat(new Reference("Patient/" + patient));
        }
        for (Item item : record.items()) {
            entity(event, "2", "System Object", "4", "Domain Resource")
                    .setWhat(new Reference(item.reference() + "/_history/" + item.version()));
        }
        if (!record.asked().query().text().isEmpty()) {
            entity(event, "2", "System Object", "24", "Query")
                    .setQuery(record.asked().query().text().getBytes(UTF_8));
        }
        record.grounds().basis().stream().filter(AuditEventView::isConsent).forEach(basis -> event.addEntity()
                .setType(new Coding("http://hl7.org/fhir/resource-types", "Consent", null))
                .setWhat(new Reference(basis.rule())));
    }

    private static AuditEventEntityComponent entity(
            AuditEvent event, String type, String typeDisplay, String role, String roleDisplay) {
        return event.addEntity()
                .setType(new Coding(ENTITY_TYPE, type, typeDisplay))
                .setRole(new Coding(ENTITY_ROLE, role, roleDisplay));
    }

    private static void detail(AuditEventEntityComponent entity, String type, String value) {
        if (!value.isEmpty()) {
            entity.addDetail().setType(type).setValue(new StringType(value));
        }
    }

    private static Reference who(String id) {
        return isReference(id) ? new Reference(id) : new Reference().setIdentifier(new Identifier().setValue(id));
    }

    private static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    private static boolean isConsent(Basis basis) {
        return basis.rule().startsWith("Consent/") && isReference(basis.rule());
    }

    private static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept().addCoding(new Coding(system, code, display));
    }
}
