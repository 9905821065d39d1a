package io.candour.portal.choice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Extension;

/**
 * What the server said when a choice was saved.
 *
 * @param reference the version saved, {@code Consent/[id]/_history/[version]}
 * @param changed what holds now, in sentences
 * @param from when it starts to hold; empty where it doesn't
 * @param supersedes the versions whose place it took
 * @param warnings what the person may not expect
 */
record Receipt(
        String reference,
        List<String> changed,
        Optional<Instant> from,
        List<String> supersedes,
        List<String> warnings) {
    Receipt {
        changed = List.copyOf(changed);
        supersedes = List.copyOf(supersedes);
        warnings = List.copyOf(warnings);
    }

    /** The receipt in the answer to a save; without one, what was saved is named and nothing more is said of it. */
    static Receipt of(Consent answer) {
        Extension receipt = answer.getExtensionByUrl(Vocabulary.RECEIPT);
        if (receipt == null) {
            return new Receipt(
                    "Consent/" + answer.getIdElement().getIdPart() + "/_history/"
                            + answer.getMeta().getVersionId(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    List.of());
        }
        return new Receipt(
                texts(receipt, "reference").stream().findFirst().orElseThrow(),
                texts(receipt, "changed"),
                receipt.getExtensionsByUrl("from").stream()
                        .map(Extension::getValue)
                        .filter(BaseDateTimeType.class::isInstance)
                        .map(value -> ((BaseDateTimeType) value).getValue().toInstant())
                        .findFirst(),
                texts(receipt, "supersedes"),
                texts(receipt, "warning"));
    }

    private static List<String> texts(Extension receipt, String url) {
        return receipt.getExtensionsByUrl(url).stream()
                .map(each -> each.getValue().primitiveValue())
                .toList();
    }

    /** Logical id of the Consent. */
    public String consent() {
        return part(1);
    }

    public String version() {
        return part(3);
    }

    private String part(int index) {
        String[] parts = reference.split("/", -1);
        return parts.length > index ? parts[index] : "";
    }
}
