package io.candour.portal.guardian;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** One parameter of an operation's answer, and what is in it by name. */
record Part(List<ParametersParameterComponent> parts) {
    /** The parameters of this name, in their order. */
    static Stream<Part> of(Parameters answer, String name) {
        return named(answer.getParameter(), name);
    }

    /** The text of the first parameter of this name. */
    static Optional<String> text(Parameters answer, String name) {
        return new Part(answer.getParameter()).text(name);
    }

    Stream<Part> all(String name) {
        return named(parts, name);
    }

    Optional<String> text(String name) {
        return first(name).flatMap(each -> Optional.ofNullable(each.getValue().primitiveValue()));
    }

    Optional<Instant> instant(String name) {
        return first(name)
                .map(ParametersParameterComponent::getValue)
                .filter(BaseDateTimeType.class::isInstance)
                .map(each -> ((BaseDateTimeType) each).getValue().toInstant());
    }

    long number(String name) {
        return text(name).map(Long::parseLong).orElse(0L);
    }

    boolean is(String name) {
        return text(name).filter("true"::equals).isPresent();
    }

    Stream<Reference> references(String name) {
        return parts.stream()
                .filter(each -> name.equals(each.getName()))
                .map(ParametersParameterComponent::getValue)
                .filter(Reference.class::isInstance)
                .map(Reference.class::cast);
    }

    <T extends Resource> Optional<T> resource(String name, Class<T> type) {
        return parts.stream()
                .filter(each -> name.equals(each.getName()) && type.isInstance(each.getResource()))
                .map(each -> type.cast(each.getResource()))
                .findFirst();
    }

    private Optional<ParametersParameterComponent> first(String name) {
        return parts.stream()
                .filter(each -> name.equals(each.getName()) && each.hasValue())
                .findFirst();
    }

    private static Stream<Part> named(List<ParametersParameterComponent> all, String name) {
        return all.stream()
                .filter(each -> name.equals(each.getName()))
                .map(ParametersParameterComponent::getPart)
                .map(Part::new);
    }
}
