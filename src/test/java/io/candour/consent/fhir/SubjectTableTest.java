package io.candour.consent.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import io.candour.consent.Category;
import io.candour.consent.ItemFacts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IAnyResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class SubjectTableTest {
    /** They hold examples of any resource, in a guide or a test, and no one's record. */
    private static final Set<String> NAME_ANYTHING = Set.of("ImplementationGuide", "TestScript");

    private final FhirContext r4 = FhirContext.forR4Cached();

    @Test
    void linesWhenComparedWithR4ThenEveryTypeHasOne() {
        assertThat(SubjectTable.lines().keySet()).isEqualTo(r4.getResourceTypes());
    }

    @Test
    void linesWhenTypeCanReferToPatientThenSayWhoseItIs() {
        Set<String> silent = new TreeSet<>();
        SubjectTable.lines().forEach((type, paths) -> {
            if (paths.isEmpty() && refersToPatient(r4.getResourceDefinition(type), 0)) {
                silent.add(type);
            }
        });
        assertThat(silent).isEqualTo(NAME_ANYTHING);
    }

    @Test
    void readWhenSubjectElementNamesPatientThenItemIsTheirs() throws ReflectiveOperationException {
        ItemFactsReader reader = new ItemFactsReader(
                new LocalReferences(Set.of()), ZoneOffset.UTC, reference -> Optional.empty(), LabelLists.none());
        for (String type : new TreeSet<>(SubjectTable.lines().keySet())) {
            for (String path : SubjectTable.paths(type)) {
                if (path.equals(".") || path.endsWith(".resource") && !type.equals("Linkage")) {
                    continue;
                }
                Resource resource = (Resource) r4.getResourceDefinition(type)
                        .getImplementingClass()
                        .getDeclaredConstructor()
                        .newInstance();
                resource.setId("i");
                set(resource, new ArrayList<>(Arrays.asList(path.split("\\."))));
                ItemFacts facts = reader.read(resource, Instant.EPOCH);
                assertThat(facts.patients()).as(type + "." + path).containsExactly("p");
            }
        }
    }

    @Test
    void categoryWhenAskedForAnyR4TypeThenHasOne() {
        for (String type : r4.getResourceTypes()) {
            assertThat(Category.of(type, Set.of())).as(type).isNotNull();
        }
    }

    private static void set(Base base, List<String> path) {
        String name = path.remove(0);
        if (path.isEmpty()) {
            base.setProperty(name, new Reference("Patient/p"));
        } else {
            set(base.addChild(name), path);
        }
    }

    private static boolean refersToPatient(BaseRuntimeElementCompositeDefinition<?> element, int depth) {
        for (BaseRuntimeChildDefinition child : element.getChildren()) {
            if (child.getElementName().endsWith("xtension")) {
                continue;
            }
            if (child instanceof RuntimeChildResourceDefinition reference
                    && reference.getResourceTypes().stream()
                            .anyMatch(type -> type.getSimpleName().equals("Patient") || type == IAnyResource.class)) {
                return true;
            }
            for (String name : child.getValidChildNames()) {
                if (depth < 4
                        && child.getChildByName(name) instanceof RuntimeResourceBlockDefinition block
                        && refersToPatient(block, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }
}
