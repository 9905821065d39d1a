package io.candour.portal.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/** Named parts of a Parameters resource or of one of its parts; what is not there is empty, never an error. */
public record Parts(List<ParametersParameterComponent> all) {
    public Parts {
        all = List.copyOf(all);
    }

    public static Parts of(Parameters parameters) {
        return new Parts(parameters.getParameter());
    }

    /** Each part of this name, opened. */
    public Stream<Parts> each(String name) {
        return named(name).map(part -> new Parts(part.getPart()));
    }

    /** Texts, codes, URIs and the references of References; those of this name, in order. */
    public List<String> texts(String name) {
        return named(name)
                .map(ParametersParameterComponent::getValue)
                .flatMap(Parts::text)
                .toList();
    }

    public Optional<String> text(String name) {
        return texts(name).stream().findFirst();
    }

    public Optional<String> display(String name) {
        return value(name, Reference.class).map(Reference::getDisplay).filter(Predicate.not(String::isBlank));
    }

    public boolean yes(String name) {
        return text(name).filter("true"::equals).isPresent();
    }

    /** 0 where there is no such number. */
    public int count(String name) {
        return text(name)
                .filter(each -> each.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    public Optional<Instant> instant(String name) {
        return value(name, BaseDateTimeType.class)
                .flatMap(each -> Optional.ofNullable(each.getValue()))
                .map(java.util.Date::toInstant);
    }

    private <T extends Type> Optional<T> value(String name, Class<T> type) {
        return named(name)
                .map(ParametersParameterComponent::getValue)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private Stream<ParametersParameterComponent> named(String name) {
        return all.stream().filter(part -> name.equals(part.getName()));
    }

    private static Stream<String> text(Type value) {
        if (value instanceof Reference reference) {
            return Stream.ofNullable(reference.getReference());
        }
        return value instanceof IPrimitiveType<?> primitive
                ? Stream.ofNullable(primitive.getValueAsString())
                : Stream.empty();
    }
}
