package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.OperationDefinition;

/**
 * How operations are described: FHIR resources shipped as data, {@code operation/[code].json} beside this class, read
 * and searched by anybody. They are about nobody. Immutable once made.
 */
final class OperationDefinitions implements OpenType<OperationDefinition> {
    private final Map<String, OperationDefinition> byId = new TreeMap<>();

    /**
     * @param codes of the operations to read
     * @throws IllegalArgumentException for an operation that is not described, or not under its own code
     */
    OperationDefinitions(Set<String> codes, FhirContext fhir) {
        codes.forEach(code -> byId.put(code, shipped(code, fhir)));
    }

    private static OperationDefinition shipped(String code, FhirContext fhir) {
        try (InputStream file = OperationDefinitions.class.getResourceAsStream("operation/" + code + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException("$" + code + " is not described");
            }
            OperationDefinition definition = fhir.newJsonParser()
                    .parseResource(OperationDefinition.class, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            if (!definition.getCode().equals(code) || !definition.getIdPart().equals(code)) {
                throw new IllegalArgumentException("$" + code + " is described under another code");
            }
            return definition;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the operation of this code is described. */
    OperationDefinition of(String code) {
        return Objects.requireNonNull(byId.get(code), code);
    }

    @Override
    public String type() {
        return "OperationDefinition";
    }

    @Override
    public List<OperationDefinition> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public Set<String> values(OperationDefinition definition, String parameter) {
        return Set.of(parameter.equals("url") ? definition.getUrl() : definition.getCode());
    }
}
