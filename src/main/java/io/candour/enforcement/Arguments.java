package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationDefinitionParameterComponent;
import org.hl7.fhir.r4.model.OperationDefinition.OperationParameterUse;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.ResourceFactory;

/**
 * What an operation was given: each of a parameter that its definition has and that this caller may give, of the type
 * and as often as it says. Anything else is a 400 that names the parameter. Immutable.
 */
public final class Arguments {
    private final Map<String, List<Base>> values;

    private Arguments(Map<String, List<Base>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * From a URL's query, which can hold primitives only.
     *
     * @param open parameters that the caller may give
     */
    static Arguments ofQuery(OperationDefinition definition, Set<String> open, Map<String, List<String>> parameters) {
        Map<String, List<Base>> values = new TreeMap<>();
        parameters.forEach((name, written) -> {
            if (!name.equals("_format")) {
                OperationDefinitionParameterComponent parameter = parameter(definition, open, name);
                written.forEach(each ->
                        values.computeIfAbsent(name, any -> new ArrayList<>()).add(primitive(parameter, each)));
            }
        });
        return checked(definition, values);
    }

    /**
     * From a Parameters resource; an empty body gives nothing.
     *
     * @param open parameters that the caller may give
     */
    static Arguments ofBody(OperationDefinition definition, Set<String> open, String body, FhirContext fhir) {
        Map<String, List<Base>> values = new TreeMap<>();
        for (ParametersParameterComponent part : read(body, fhir).getParameter()) {
            OperationDefinitionParameterComponent parameter = parameter(definition, open, part.getName());
            values.computeIfAbsent(part.getName(), any -> new ArrayList<>()).add(value(parameter, part));
        }
        return checked(definition, values);
    }

    private static Parameters read(String body, FhirContext fhir) {
        if (body.isBlank()) {
            return new Parameters();
        }
        try {
            return fhir.newJsonParser().parseResource(Parameters.class, body);
        } catch (DataFormatException | ClassCastException e) {
            throw Refusal.invalid(
                    "Parameters",
                    "The body is not a Parameters resource in FHIR JSON"
                            + (e instanceof DataFormatException ? ": " + Gate.printable(reason(e)) : ""));
        }
    }

    private static String reason(RuntimeException malformed) {
        return String.valueOf(malformed.getMessage()).replaceAll("HAPI-\\d+: ", "");
    }

    private static OperationDefinitionParameterComponent parameter(
            OperationDefinition definition, Set<String> open, String name) {
        return definition.getParameter().stream()
                .filter(each -> each.getUse() == OperationParameterUse.IN
                        && each.getName().equals(name)
                        && open.contains(name))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        Gate.printable(name), "The parameter '" + Gate.printable(name) + "' is not supported here"));
    }

    private static Base primitive(OperationDefinitionParameterComponent parameter, String written) {
        boolean unreadable = written.isBlank() || written.chars().anyMatch(Character::isISOControl);
        try {
            if (!unreadable && ResourceFactory.createType(parameter.getType()) instanceof PrimitiveType<?> value) {
                value.setValueAsString(written);
                return value;
            }
        } catch (FHIRException noType) {
            throw Refusal.invalid(parameter.getName(), "A " + parameter.getType() + " is given in a POST");
        } catch (IllegalArgumentException | DataFormatException malformed) {
            throw unreadable(parameter);
        }
        throw unreadable(parameter);
    }

    private static RuntimeException unreadable(OperationDefinitionParameterComponent parameter) {
        return Refusal.invalid(
                parameter.getName(), "The parameter '" + parameter.getName() + "' is no " + parameter.getType());
    }

    private static Base value(OperationDefinitionParameterComponent parameter, ParametersParameterComponent part) {
        Optional<Base> value =
                Optional.<Base>ofNullable(part.getValue()).or(() -> Optional.ofNullable(part.getResource()));
        return value.filter(given -> !part.hasPart() && given.fhirType().equals(parameter.getType()))
                .filter(given -> !given.isEmpty() && (!given.isPrimitive() || readable(given)))
                .orElseThrow(() -> unreadable(parameter));
    }

    /** No text that the database could not hold, and not an extension where the value should be. */
    private static boolean readable(Base primitive) {
        return primitive.hasPrimitiveValue()
                && primitive
                        .primitiveValue()
                        .chars()
                        .noneMatch(
                                each -> Character.isISOControl(each) && each != '\n' && each != '\r' && each != '\t');
    }

    private static Arguments checked(OperationDefinition definition, Map<String, List<Base>> values) {
        for (OperationDefinitionParameterComponent parameter : definition.getParameter()) {
            int given = values.getOrDefault(parameter.getName(), List.of()).size();
            if (parameter.getUse() == OperationParameterUse.IN && given < parameter.getMin()) {
                throw Refusal.invalid(parameter.getName(), "The parameter '" + parameter.getName() + "' is needed");
            }
            if (!parameter.getMax().equals("*") && given > Integer.parseInt(parameter.getMax())) {
                throw Refusal.invalid(
                        parameter.getName(),
                        "The parameter '" + parameter.getName() + "' may be given " + parameter.getMax() + " time(s)");
            }
        }
        return new Arguments(values);
    }

    /** All values of a parameter of this type, in the order given. */
    public <T extends Base> List<T> all(String name, Class<T> type) {
        return values.getOrDefault(name, List.of()).stream().map(type::cast).toList();
    }

    /** The value of a parameter that may be given once. */
    public <T extends Base> Optional<T> one(String name, Class<T> type) {
        return all(name, type).stream().findFirst();
    }

    /** The value of a primitive parameter that may be given once, as written. */
    public Optional<String> text(String name) {
        return one(name, Base.class).map(Base::primitiveValue);
    }

    /** Names and values as a URL would have them, for the access log; what is no primitive is named only. */
    Map<String, List<String>> written() {
        Map<String, List<String>> written = new TreeMap<>();
        values.forEach((name, given) -> written.put(
                name,
                given.stream()
                        .map(each -> each.isPrimitive() ? each.primitiveValue() : "*")
                        .toList()));
        return written;
    }
}
