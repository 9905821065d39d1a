package io.candour.release;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.candour.consent.Category;
import io.candour.release.ExtractManifest.Element;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an extract may hold, as it ships. */
class ExtractManifestTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Set<String> NEVER = Set.of(
            "identifier",
            "name",
            "telecom",
            "photo",
            "contact",
            "text",
            "note",
            "contained",
            "extension",
            "display",
            "valueString",
            "performer",
            "recorder",
            "asserter",
            "content",
            "presentedForm",
            "communication");

    private final ExtractManifest manifest = ExtractManifest.shipped();

    @Test
    void everyElementIsOneOfR4AndIsToldAsItsTypeCanBe() {
        assertThat(manifest.types()).isNotEmpty();
        manifest.types().forEach((type, kind) -> {
            assertThat(kind.elements().inner()).as(type).isNotEmpty();
            kind.elements()
                    .inner()
                    .forEach((name, element) -> check(type, FHIR.getResourceDefinition(type), name, element));
        });
    }

    private static void check(String path, BaseRuntimeElementCompositeDefinition<?> in, String name, Element element) {
        BaseRuntimeChildDefinition child = in.getChildByName(name);
        assertThat(child).as(path + "." + name).isNotNull();
        assertThat(name).as(path).isNotIn(NEVER);
        BaseRuntimeElementDefinition<?> type = child.getChildByName(name);
        ExtractManifest.Treatment treatment = element.treatment();
        if (treatment == null) {
            element.inner()
                    .forEach((inner, each) ->
                            check(path + "." + name, (BaseRuntimeElementCompositeDefinition<?>) type, inner, each));
            return;
        }
        Set<String> types =
                switch (treatment) {
                    case CODE -> Set.of("code");
                    case CONCEPT -> Set.of("CodeableConcept");
                    case CODING -> Set.of("Coding");
                    case QUANTITY -> Set.of("Quantity", "SimpleQuantity");
                    case NUMBER -> Set.of("integer", "positiveInt", "unsignedInt");
                    case FLAG -> Set.of("boolean");
                    case DATE -> Set.of("date", "dateTime");
                    case BIRTH_YEAR -> Set.of("date");
                    case AREA -> Set.of("Address");
                    case PERSON, REFERENCE -> Set.of("Reference");
                };
        assertThat(type.getName()).as(path + "." + name).isIn(types);
    }

    @Test
    void nothingIsThereThatIsADocumentAnImageOrGenetic() {
        assertThat(manifest.types().keySet())
                .doesNotContain("DocumentReference", "Composition", "Binary", "Media", "ImagingStudy")
                .doesNotContain("MolecularSequence", "FamilyMemberHistory", "QuestionnaireResponse", "Communication");
        assertThat(manifest.types().keySet().stream()
                        .map(type -> Category.of(type, Set.of()))
                        .collect(Collectors.toSet()))
                .doesNotContain(Category.DOCUMENTS, Category.CHOICES, Category.OTHER);
    }
}
