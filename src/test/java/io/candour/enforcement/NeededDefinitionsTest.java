package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import io.candour.Hl7Examples;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Test;

/** What is found wrong with what is needed of R4 is what is found wrong with all of it. */
class NeededDefinitionsTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/";
    private static final Shapes WHOLE = new Shapes(FHIR, any -> new DefaultProfileValidationSupport(FHIR));
    private static final Shapes NEEDED = new Shapes(FHIR);

    private static List<String> faults(Shapes shapes, Resource resource) {
        return shapes.faults(resource.copy(), Optional.empty()).stream()
                .map(each -> each.getLocationString() + ": " + each.getMessage())
                .toList();
    }

    @Test
    void ofHl7sExamplesTheSameIsSaid() {
        List<Resource> examples = Hl7Examples.all(FHIR)
                .filter(each -> Set.of("Patient", "Consent").contains(each.fhirType()))
                .toList();
        assertThat(examples).hasSizeGreaterThan(10);

        examples.forEach(example ->
                assertThat(faults(NEEDED, example)).as(example.getId()).isEqualTo(faults(WHOLE, example)));
    }

    static Stream<Resource> broken() {
        Patient contains = new Patient();
        contains.addContained(new Organization().setActive(true).setId("#o"));
        contains.getManagingOrganization().setReference("#o");
        Patient elsewhere = new Patient();
        elsewhere.addExtension(EXTENSION + "patient-mothersMaidenName", new BooleanType(true));
        Patient nowhere = new Patient();
        nowhere.addExtension(EXTENSION + "there-is-no-such", new StringType("x"));
        Patient spoken = new Patient();
        spoken.addCommunication().setPreferred(true);
        spoken.setLanguage("there-is-no-such-language");
        Patient placed = new Patient();
        placed.addAddress().addExtension(EXTENSION + "geolocation", new StringType("here"));
        placed.addExtension(EXTENSION + "condition-related", new StringType("of no patient"));
        Consent bare = new Consent();
        bare.addCategory()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/consentscope")
                .setCode("none");
        return Stream.of(contains, elsewhere, nowhere, spoken, placed, bare);
    }

    @Test
    void ofWhatIsBrokenTheSameIsSaid() {
        List<List<String>> whole = broken().map(each -> faults(WHOLE, each)).toList();

        assertThat(broken().map(each -> faults(NEEDED, each)).toList()).isEqualTo(whole);
        assertThat(whole).filteredOn(faults -> !faults.isEmpty()).hasSizeGreaterThan(3);
    }

    /** R4 prefers some languages, and takes all. */
    @Test
    void anyLanguageWillDo() {
        Consent foreign = new Consent();
        foreign.setLanguage("x-1");

        assertThat(faults(NEEDED, foreign)).noneMatch(each -> each.startsWith("Consent.language"));
    }

    @Test
    void littleOfR4IsKept() {
        IValidationSupport needed =
                new NeededDefinitions(FHIR, List.of(Guide.one(StructureDefinition.class, "patient")));
        List<StructureDefinition> whole = R4Definitions.structures(FHIR).toList();

        assertThat(needed.<StructureDefinition>fetchAllStructureDefinitions())
                .extracting(StructureDefinition::getUrl)
                .contains(EXTENSION + "Patient", EXTENSION + "HumanName", EXTENSION + "patient-birthPlace")
                .doesNotContain(EXTENSION + "Observation")
                .hasSizeLessThan(whole.size() / 2);
        assertThat(needed.fetchStructureDefinition(EXTENSION + "Observation")).isNotNull();
        assertThat(needed.fetchStructureDefinition(EXTENSION + "there-is-no-such"))
                .isNull();
        assertThat(needed.fetchValueSet(EXTENSION + "Patient")).isNull();
    }
}
