package io.candour.consent.fhir;

import static io.candour.consent.fhir.ConsentCompiler.require;

import io.candour.consent.Category;
import io.candour.consent.ProvisionBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;

/** Consent.provision.class: a resource type, a profile, a document type, or one of our categories. */
record ClassReader(String element) {
    void read(List<Coding> classes, ProvisionBuilder builder) {
        ConsentCompiler.few(classes, element);
        Set<String> types = new HashSet<>();
        Set<String> profiles = new HashSet<>();
        Set<String> documentTypes = new HashSet<>();
        Set<Category> categories = new HashSet<>();
        for (int i = 0; i < classes.size(); i++) {
            Coding coding = classes.get(i);
            String here = element + "[" + i + "]";
            require(Codes.complete(coding), here, "needs system and code");
            switch (coding.getSystem()) {
                case Vocabulary.RESOURCE_TYPES -> {
                    require(SubjectTable.lines().containsKey(coding.getCode()), here, "is no R4 resource type");
                    types.add(coding.getCode());
                }
                case Vocabulary.URI -> profiles.add(Codes.withoutVersion(coding.getCode()));
                case Vocabulary.LOINC, Vocabulary.SNOMED -> documentTypes.add(Codes.text(coding));
                case Vocabulary.CATEGORY ->
                    categories.add(Arrays.stream(Category.values())
                            .filter(category -> category.code().equals(coding.getCode()))
                            .findFirst()
                            .orElseThrow(() -> new Unenforceable(here, "is no category of " + Vocabulary.CATEGORY)));
                default ->
                    throw new Unenforceable(
                            here, "must be a resource type, a profile's URI, a LOINC or SNOMED CT document type");
            }
        }
        builder.types(types).profiles(profiles).documentTypes(documentTypes).categories(categories);
    }
}
