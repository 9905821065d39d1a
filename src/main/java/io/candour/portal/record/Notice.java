package io.candour.portal.record;

import io.candour.portal.Fhir;
import io.candour.portal.Whose;
import io.candour.portal.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPriority;
import org.hl7.fhir.r4.model.StringType;

/**
 * What somebody is told of in their own record.
 *
 * @param read when it was first read; empty while nobody has
 * @param raised the id of what was said about the record that this answers
 */
public record Notice(
        String id,
        Optional<String> sent,
        boolean urgent,
        List<String> words,
        Optional<String> read,
        Optional<String> raised) {
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/communication-category";
    private static final String AT_ONCE = "200";

    /** All that the visitor may see, newest first. */
    static List<Notice> all(Fhir fhir, Whose whose, Words words) {
        return fhir
                .all("Communication" + Fhir.query("patient", whose.patientId(), "_sort", "-date", "_count", AT_ONCE))
                .stream()
                .filter(Communication.class::isInstance)
                .map(Communication.class::cast)
                .filter(each -> isNotice(each, whose))
                .map(each -> of(each, words))
                .toList();
    }

    /** Whether it tells this person of something; other messages are documents of the record. */
    static boolean isNotice(Communication communication, Whose whose) {
        return communication.getCategory().stream().anyMatch(each -> each.hasCoding(CATEGORY, "notification"))
                && communication.getRecipient().stream()
                        .anyMatch(each -> ("Patient/" + whose.patientId()).equals(each.getReference()));
    }

    static Notice of(Communication communication, Words words) {
        return new Notice(
                communication.getIdElement().getIdPart(),
                communication.hasSent()
                        ? Optional.of(words.dates().moment(communication.getSentElement()))
                        : Optional.empty(),
                communication.getPriority() == CommunicationPriority.URGENT,
                communication.getPayload().stream()
                        .filter(each -> each.getContent() instanceof StringType)
                        .map(each -> each.getContentStringType().getValue())
                        .collect(Collectors.toList()),
                communication.hasReceived()
                        ? Optional.of(words.dates().moment(communication.getReceivedElement()))
                        : Optional.empty(),
                communication.getAbout().stream()
                        .filter(each -> "Task".equals(each.getReferenceElement().getResourceType()))
                        .map(each -> each.getReferenceElement().getIdPart())
                        .findFirst());
    }
}
