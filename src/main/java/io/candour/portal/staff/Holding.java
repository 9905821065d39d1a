package io.candour.portal.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * How much of one category a clinician may see and where it came from, as {@code $held} tells it.
 *
 * @param category its code
 * @param sources names of organisations, each once; what has no name is left out
 */
record Holding(String category, long count, Optional<Instant> newest, List<String> sources) {
    static List<Holding> of(Parameters held) {
        return held.getParameter().stream()
                .filter(each -> "category".equals(each.getName()))
                .map(Holding::of)
                .toList();
    }

    private static Holding of(ParametersParameterComponent part) {
        return new Holding(
                values(part, "category")
                        .map(each -> each.primitiveValue())
                        .findFirst()
                        .orElse("other"),
                values(part, "count")
                        .map(each -> Long.parseLong(each.primitiveValue()))
                        .findFirst()
                        .orElse(0L),
                values(part, "newest")
                        .filter(BaseDateTimeType.class::isInstance)
                        .map(each -> ((BaseDateTimeType) each).getValue().toInstant())
                        .findFirst(),
                part.getPart().stream()
                        .filter(each -> "source".equals(each.getName()))
                        .flatMap(each -> values(each, "organisation"))
                        .filter(Reference.class::isInstance)
                        .flatMap(each -> Optional.ofNullable(((Reference) each).getDisplay()).stream())
                        .distinct()
                        .toList());
    }

    private static Stream<org.hl7.fhir.r4.model.Type> values(ParametersParameterComponent part, String name) {
        return part.getPart().stream()
                .filter(each -> name.equals(each.getName()) && each.hasValue())
                .map(ParametersParameterComponent::getValue);
    }
}
