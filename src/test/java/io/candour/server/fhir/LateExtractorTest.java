package io.candour.server.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.searchparam.extractor.BaseSearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import io.candour.Hl7Examples;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/** Of HL7's own examples, what is found with outlines of R4's definitions is what HAPI finds with all of them. */
class LateExtractorTest {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final int SEVERAL_OF_EACH_TYPE = 300;

    @Test
    void findsWhatHapiFinds() {
        SearchParamExtractorR4 hapi = hapi();
        LateExtractor late = new LateExtractor();
        late.setContext(FHIR);
        late.start();
        List<Resource> examples = Hl7Examples.all(FHIR).toList();
        assertThat(examples).hasSizeGreaterThan(SEVERAL_OF_EACH_TYPE);

        long found = 0;
        for (Resource example : examples) {
            for (RuntimeSearchParam parameter :
                    FHIR.getResourceDefinition(example).getSearchParams()) {
                for (String path : BaseSearchParamExtractor.splitPathsR4(parameter.getPath())) {
                    List<String> values = values(hapi, example, path);
                    assertThat(values(late, example, path))
                            .as("%s of %s", path, example.getId())
                            .isEqualTo(values);
                    found += values.size();
                }
            }
        }
        assertThat(found).isGreaterThan(SEVERAL_OF_EACH_TYPE);
    }

    /** Some of R4's own expressions name a primitive type so. */
    @Test
    void findsWhatIsNamedInCapitals() {
        LateExtractor late = new LateExtractor();
        late.setContext(FHIR);
        Observation observation = new Observation().setValue(new StringType("seen"));

        assertThat(values(late, observation, "Observation.value.as(String)"))
                .isEqualTo(values(hapi(), observation, "Observation.value.as(String)"));
        assertThat(values(late, new Patient().setBirthDate(new Date(0)), "Patient.birthDate.as(Date)"))
                .isEqualTo(values(hapi(), new Patient().setBirthDate(new Date(0)), "Patient.birthDate.as(Date)"))
                .noneMatch(each -> each.startsWith("refused"));
    }

    private static SearchParamExtractorR4 hapi() {
        return new SearchParamExtractorR4(
                new StorageSettings(), new PartitionSettings(), FHIR, new FhirContextSearchParamRegistry(FHIR));
    }

    private static List<String> values(BaseSearchParamExtractor extractor, Resource resource, String path) {
        List<String> values = new ArrayList<>();
        try {
            for (IBase each : extractor.getPathValueExtractor(resource, path).get()) {
                values.add(((Base) each).fhirType() + " " + each.toString().replaceAll("@[0-9a-f]+$", "")
                        + Optional.ofNullable(((Base) each).primitiveValue()).orElse(""));
            }
        } catch (RuntimeException refused) {
            values.add("refused: " + refused.getMessage());
        }
        return values;
    }
}
