package io.candour.portal.choice;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/** What an entry calls itself. */
final class EntryName {
    /** Elements that say what a resource is, the likeliest first. */
    private static final List<String> TELLING =
            List.of("code", "vaccineCode", "medication[x]", "type", "class", "description", "title", "category");

    private EntryName() {}

    static Optional<String> of(Resource resource) {
        return TELLING.stream()
                .flatMap(element -> Stream.ofNullable(resource.getNamedProperty(element)))
                .flatMap(property -> property.getValues().stream())
                .flatMap(value -> words(value).stream())
                .findFirst();
    }

    private static Optional<String> words(Base value) {
        if (value instanceof CodeableConcept concept) {
            return concept.hasText()
                    ? Optional.of(concept.getText())
                    : concept.getCoding().stream()
                            .flatMap(each -> words(each).stream())
                            .findFirst();
        }
        if (value instanceof Coding coding) {
            return Optional.ofNullable(coding.getDisplay());
        }
        return value instanceof StringType text ? Optional.ofNullable(text.getValue()) : Optional.empty();
    }
}
