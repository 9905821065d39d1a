package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import io.candour.identity.Directory;
import io.candour.record.RecordIndex;
import io.candour.record.RecordItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/**
 * What people call the things that one patient's Consents name: by the record of each where it is the patient's own or
 * about nobody, else in the words of the Consent, else as they are written.
 */
final class Names implements UnaryOperator<String> {
    /** Elements that say what a resource is, the likeliest first. */
    /** Nobody knows a reference when they see it. */
    private static final Map<String, String> UNNAMED = Map.of(
            "RelatedPerson", "somebody whose name is not known here",
            "Practitioner", "a member of staff whose name is not known here",
            "Organization", "a place whose name is not known here");

    private static final List<String> TELLING =
            List.of("name", "code", "vaccineCode", "medication", "type", "class", "description", "title");

    private final FhirContext fhir;
    private final RecordIndex index;
    private final Directory directory;
    private final String patient;
    private final Map<String, String> said = new HashMap<>();

    Names(FhirContext fhir, RecordIndex index, Directory directory, Consent consent, String patient) {
        this.fhir = fhir;
        this.index = index;
        this.directory = directory;
        this.patient = patient;
        listen(consent);
    }

    @Override
    public String apply(String name) {
        String reference = directory.oneName(name);
        int slash = reference.indexOf('/');
        boolean local = slash > 0 && !reference.contains("|");
        return (local ? title(reference.substring(0, slash), reference.substring(slash + 1)) : Optional.<String>empty())
                .or(() -> Optional.ofNullable(said.get(name)))
                .orElseGet(() -> local
                        ? UNNAMED.getOrDefault(reference.substring(0, slash), "an entry without a title")
                        : name.substring(name.lastIndexOf('|') + 1));
    }

    private Optional<String> title(String type, String id) {
        return index.read(type, id).filter(this::maySee).flatMap(item -> {
            Resource resource = (Resource) fhir.newJsonParser().parseResource(item.content());
            return TELLING.stream().flatMap(element -> words(resource, element)).findFirst();
        });
    }

    private boolean maySee(RecordItem item) {
        List<String> patients = item.facts().patients();
        return !item.facts().noPatient() && (patients.isEmpty() || patients.equals(List.of(patient)));
    }

    private static Stream<String> words(Resource resource, String element) {
        Base[] values = resource.listChildrenByName(element, false);
        return values == null ? Stream.empty() : Stream.of(values).flatMap(value -> words(value).stream());
    }

    private static Optional<String> words(Base value) {
        String text = "";
        if (value instanceof StringType string) {
            text = string.getValueNotNull();
        } else if (value instanceof HumanName name) {
            text = name.hasText() ? name.getText() : name.getNameAsSingleString();
        } else if (value instanceof CodeableConcept concept) {
            text = concept.hasText()
                    ? concept.getText()
                    : concept.getCodingFirstRep().getDisplay();
        } else if (value instanceof Coding coding) {
            text = coding.getDisplay();
        }
        return Optional.ofNullable(text).filter(each -> !each.isBlank());
    }

    /** Takes the displays a Consent gives to its references and codes. */
    private void listen(Base base) {
        if (base instanceof Reference reference && reference.hasDisplay()) {
            if (reference.hasReference()) {
                said.put(reference.getReference(), reference.getDisplay());
            }
            if (reference.hasIdentifier()) {
                said.put(
                        reference.getIdentifier().getSystem() + "|"
                                + reference.getIdentifier().getValue(),
                        reference.getDisplay());
            }
        }
        if (base instanceof Coding coding && coding.hasDisplay()) {
            said.put(coding.getSystem() + "|" + coding.getCode(), coding.getDisplay());
        }
        base.children().forEach(property -> property.getValues().forEach(this::listen));
    }
}
