package io.candour.consent.fhir;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * What does an item tell of beside itself? The elements of R4, whatever type has them, by which a resource names others
 * so that knowing it is knowing of them: why something was done or believed, what it is a part of, what it holds or is
 * about. Labels of those pass on to it, and it is withheld as a whole where one of them is.
 *
 * <p>Not among them are what it was done during (its Encounter) or ordered by: those are many, and to hide a visit is
 * not to hide what was found there.
 */
final class NamingTable {
    private static final List<String> ELEMENTS = List.of(
            "about",
            "activity.reference",
            "addresses",
            "authorizingPrescription",
            "basis",
            "claim",
            "complicationDetail",
            "condition",
            "context.related",
            "derivedFrom",
            "diagnosis.condition",
            "diagnosis.diagnosis",
            "entry.item",
            "evidence.detail",
            "finding.item",
            "focus",
            "hasMember",
            "implicated",
            "investigation.item",
            "partOf",
            "prescription",
            "priorPrescription",
            "problem",
            "procedure.procedure",
            "reasonReference",
            "relatesTo.target",
            "report",
            "request",
            "result",
            "resultingCondition",
            "section.entry",
            "section.focus",
            "supportingInfo",
            "supportingInformation",
            "suspectEntity.instance",
            "target");

    /** Where documents are that stand elsewhere. */
    private static final List<String> ATTACHMENTS =
            List.of("content", "content.attachment", "presentedForm", "photo", "image", "payload.content");

    private NamingTable() {}

    /** References of the items on this server that the resource, or what it contains, tells of. */
    static Stream<String> items(Resource resource, LocalReferences references) {
        return parts(resource).flatMap(part -> ELEMENTS.stream()
                .flatMap(path -> Elements.at(part, path).stream())
                .filter(Reference.class::isInstance)
                .flatMap(value -> references.local((Reference) value).stream()));
    }

    /** References of the Binaries on this server that are attached to the resource, or to what it contains. */
    static Stream<String> binaries(Resource resource, LocalReferences references) {
        return parts(resource)
                .flatMap(part -> ATTACHMENTS.stream().flatMap(path -> Elements.at(part, path).stream()))
                .flatMap(value -> url(value, references))
                .filter(local -> local.startsWith("Binary/"));
    }

    private static Stream<String> url(Base value, LocalReferences references) {
        return value instanceof Attachment attachment
                        && attachment.getUrlElement().hasValue()
                ? references.local(attachment.getUrl()).stream()
                : Stream.empty();
    }

    private static Stream<Resource> parts(Resource resource) {
        return resource instanceof DomainResource domain
                ? Stream.concat(Stream.of(resource), domain.getContained().stream())
                : Stream.of(resource);
    }
}
