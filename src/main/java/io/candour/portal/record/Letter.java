package io.candour.portal.record;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPayloadComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Something that is attached to an item.
 *
 * @param number its place among the item's, from 0
 * @param text what it says, where it is plain text; else it can be downloaded
 */
public record Letter(int number, String title, Optional<String> text) {
    private static final int MOST_TEXT = 200_000;

    static List<Letter> of(Resource resource) {
        List<Letter> letters = new ArrayList<>();
        for (Attachment each : attachments(resource)) {
            letters.add(new Letter(
                    letters.size(), Optional.ofNullable(each.getTitle()).orElse(""), text(each)));
        }
        return letters;
    }

    static List<Attachment> attachments(Resource resource) {
        if (resource instanceof DocumentReference document) {
            return document.getContent().stream()
                    .map(DocumentReferenceContentComponent::getAttachment)
                    .toList();
        }
        if (resource instanceof DiagnosticReport report) {
            return report.getPresentedForm();
        }
        if (resource instanceof Media media) {
            return List.of(media.getContent());
        }
        if (resource instanceof Communication message) {
            return message.getPayload().stream()
                    .map(CommunicationPayloadComponent::getContent)
                    .filter(Attachment.class::isInstance)
                    .map(Attachment.class::cast)
                    .toList();
        }
        return List.of();
    }

    private static Optional<String> text(Attachment attachment) {
        byte[] data = attachment.getData();
        if (data == null || data.length > MOST_TEXT) {
            return Optional.empty();
        }
        return type(attachment)
                .filter(type ->
                        type.getType().equals("text") && type.getSubtype().equals("plain"))
                .map(type -> new String(data, charset(type)).strip());
    }

    private static Charset charset(MediaType type) {
        return Optional.ofNullable(type.getCharset()).orElse(StandardCharsets.UTF_8);
    }

    /** What it says that it is; empty where it says nothing that can be read. */
    static Optional<MediaType> type(Attachment attachment) {
        try {
            return Optional.ofNullable(attachment.getContentType())
                    .map(type -> MediaType.parseMediaType(type.toLowerCase(Locale.ROOT)));
        } catch (InvalidMediaTypeException unreadable) {
            return Optional.empty();
        }
    }
}
