package io.candour.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.candour.consent.Category;
import io.candour.record.Holdings.Holding;
import io.candour.record.Holdings.Source;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

class HeldParametersTest {
    private static final String SURGERY = "Organization/surgery";
    private static final String HOSPITAL = "Organization/hospital";
    private static final Instant FIRST = Instant.parse("1956-11-03T00:00:00Z");
    private static final Instant LAST = Instant.parse("2024-02-29T23:59:59.123456Z");

    private final IParser parser =
            FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());

    @Test
    void isReadByOthersAsWhatItSays() {
        Map<Category, Holding> held = new EnumMap<>(Category.class);
        held.put(
                Category.MEDICINES,
                new Holding(
                        7,
                        Optional.of(FIRST),
                        Optional.of(LAST),
                        LAST,
                        Set.of(
                                new Source(Optional.of(SURGERY), Optional.of("urn:a?b=\"c\"&d=é")),
                                new Source(Optional.empty(), Optional.of("urn:z")),
                                new Source(Optional.empty(), Optional.empty())),
                        List.of(7, 3)));
        held.put(Category.CHOICES, new Holding(1, Optional.empty(), Optional.empty(), FIRST, Set.of(), List.of(0, 1)));

        Parameters read = read(held, List.of(SURGERY, HOSPITAL), Map.of(SURGERY, "St. \"Mary\"\n\\ Löwe 𝄞"));

        assertThat(read.getParameter())
                .extracting(each -> part(each, "category").getValue().primitiveValue())
                .containsExactlyInAnyOrder(Category.MEDICINES.code(), Category.CHOICES.code());
        ParametersParameterComponent medications = of(read, Category.MEDICINES);
        assertThat(value(medications, "count")).isEqualTo("7");
        assertThat(part(medications, "count").getValue().fhirType()).isEqualTo("unsignedInt");
        assertThat(value(medications, "first")).isEqualTo("1956-11-03T00:00:00.000Z");
        assertThat(value(medications, "last")).isEqualTo("2024-02-29T23:59:59.123Z");
        assertThat(part(medications, "newest").getValue().fhirType()).isEqualTo("instant");
        assertThat(medications.getPart())
                .filteredOn(each -> each.getName().equals("source"))
                .extracting(each -> each.getPart().stream()
                        .map(ParametersParameterComponent::getName)
                        .toList())
                .containsExactly(List.of("system"), List.of("organisation", "system"));
        ParametersParameterComponent source = medications.getPart().stream()
                .filter(each ->
                        each.getName().equals("source") && each.getPart().size() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(value(source, "system")).isEqualTo("urn:a?b=\"c\"&d=é");
        assertThat(((Reference) part(source, "organisation").getValue()).getDisplay())
                .isEqualTo("St. \"Mary\"\n\\ Löwe 𝄞");
        assertThat(shared(medications)).containsExactly(SURGERY + " all 7", HOSPITAL + " some 3");

        ParametersParameterComponent choices = of(read, Category.CHOICES);
        assertThat(choices.getPart())
                .extracting(ParametersParameterComponent::getName)
                .containsExactly("category", "count", "newest", "shared", "shared");
        assertThat(shared(choices)).containsExactly(SURGERY + " none 0", HOSPITAL + " all 1");
    }

    @Test
    void hasNoEmptyListWhereNothingIsHeld() {
        assertThat(HeldParameters.write(Map.of(), List.of(SURGERY), Map.of()))
                .isEqualTo("{\"resourceType\":\"Parameters\"}");
    }

    private Parameters read(Map<Category, Holding> held, List<String> with, Map<String, String> names) {
        return parser.parseResource(Parameters.class, HeldParameters.write(held, with, names));
    }

    private static ParametersParameterComponent of(Parameters read, Category category) {
        return read.getParameter().stream()
                .filter(each -> value(each, "category").equals(category.code()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> shared(ParametersParameterComponent category) {
        return category.getPart().stream()
                .filter(each -> each.getName().equals("shared"))
                .map(each -> ((Reference) part(each, "with").getValue()).getReference() + " " + value(each, "extent")
                        + " " + value(each, "count"))
                .toList();
    }

    private static String value(ParametersParameterComponent from, String name) {
        return part(from, name).getValue().primitiveValue();
    }

    private static ParametersParameterComponent part(ParametersParameterComponent from, String name) {
        return from.getPart().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
