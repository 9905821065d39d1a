package io.candour.portal.guardian;

import io.candour.portal.staff.AccessRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * One row of the access log, as its AuditEvent tells it (IHE BALP's patterns).
 *
 * @param agent who asked, as the log names them
 * @param organisation the code of the organisation they acted for
 * @param interaction read, search-type, $break-glass and so on
 * @param outcome 0 where it was permitted, 4 where it was refused or could not be read, 8 where it failed
 * @param purpose HL7 v3-ActReason; empty where none was told
 * @param patients logical ids of those whom it is about
 * @param items how many items were shown or written, by type
 */
record LogEntry(
        String id,
        Optional<Instant> at,
        String agent,
        String who,
        List<String> roles,
        Optional<String> organisation,
        String client,
        Optional<String> address,
        String interaction,
        String outcome,
        Optional<String> purpose,
        List<String> patients,
        Map<String, Long> items,
        String request) {

    static LogEntry of(AuditEvent event) {
        Optional<AuditEventAgentComponent> user = agent(event, "IRCP");
        Optional<AuditEventAgentComponent> client = agent(event, "110153").or(() -> agent(event, "110150"));
        Optional<AuditEventEntityComponent> request = event.getEntity().stream()
                .filter(each -> "XrequestId".equals(each.getType().getCode()))
                .findFirst();
        return new LogEntry(
                event.getIdElement().getIdPart(),
                AccessRequest.instant(event.getRecorded()),
                user.map(LogEntry::name).orElse(""),
                user.flatMap(each -> Optional.ofNullable(each.getName())).orElse(""),
                user.stream()
                        .flatMap(each -> each.getRole().stream())
                        .flatMap(each -> Optional.ofNullable(each.getText()).stream())
                        .distinct()
                        .toList(),
                agent(event, "PROV")
                        .flatMap(each -> Optional.ofNullable(
                                each.getWho().getIdentifier().getValue())),
                client.flatMap(each -> Optional.ofNullable(each.getWho().getDisplay()))
                        .orElse(""),
                client.flatMap(each -> Optional.ofNullable(each.getNetwork().getAddress())),
                request.flatMap(each -> detail(each, "interaction")).orElse(""),
                event.hasOutcome() ? event.getOutcome().toCode() : "",
                event.getPurposeOfEvent().stream().map(AccessRequest::code).findFirst(),
                references(event, "1")
                        .map(each -> each.getWhat().getReferenceElement().getIdPart())
                        .toList(),
                references(event, "4")
                        .map(each -> each.getWhat().getReferenceElement().getResourceType())
                        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting())),
                request.flatMap(each -> Optional.ofNullable(
                                each.getWhat().getIdentifier().getValue()))
                        .orElse(""));
    }

    private static Optional<AuditEventAgentComponent> agent(AuditEvent event, String type) {
        return event.getAgent().stream()
                .filter(each -> coded(each.getType(), type))
                .findFirst();
    }

    private static boolean coded(CodeableConcept concept, String code) {
        return concept.getCoding().stream().map(Coding::getCode).anyMatch(code::equals);
    }

    private static String name(AuditEventAgentComponent user) {
        return Optional.ofNullable(user.getWho().getReference())
                .or(() -> Optional.ofNullable(user.getWho().getIdentifier().getValue()))
                .orElse("");
    }

    private static Stream<AuditEventEntityComponent> references(AuditEvent event, String role) {
        return event.getEntity().stream()
                .filter(each ->
                        role.equals(each.getRole().getCode()) && each.getWhat().hasReference());
    }

    private static Optional<String> detail(AuditEventEntityComponent entity, String type) {
        return entity.getDetail().stream()
                .filter(each -> type.equals(each.getType()))
                .flatMap(each -> Optional.ofNullable(each.getValue().primitiveValue()).stream())
                .findFirst();
    }

    /** How many items were shown or written. */
    public long itemCount() {
        return items.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether somebody asked and was shown nothing. */
    public boolean isRefused() {
        return !outcome.equals("0");
    }

    /** Whether it was said to be an emergency. */
    public boolean isEmergency() {
        return purpose.filter(List.of("BTG", "ETREAT")::contains).isPresent();
    }
}
