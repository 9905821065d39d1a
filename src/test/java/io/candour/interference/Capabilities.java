package io.candour.interference;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.StringType;

/** What the server says it answers, read from its own CapabilityStatement. */
record Capabilities(Map<String, Offer> types) {

    /**
     * What it says of one type.
     *
     * @param parameters search parameters by name, with their type ({@code token}, {@code date})
     * @param modifiers those said to be taken, by parameter, with their colon
     * @param chains those said to be taken, by parameter, with their dot
     * @param includes as written after {@code _include=} and {@code _revinclude=}
     * @param operations without the dollar sign
     */
    record Offer(
            Map<String, String> parameters,
            Map<String, List<String>> modifiers,
            Map<String, List<String>> chains,
            List<String> includes,
            List<String> revincludes,
            List<String> operations,
            List<String> interactions) {}

    Offer of(String type) {
        return Objects.requireNonNull(types.get(type), type);
    }

    static Capabilities read(Asker asker) {
        String body =
                new String(asker.raw(Question.get("metadata"), Optional.empty()).body(), StandardCharsets.UTF_8);
        CapabilityStatement statement =
                FhirContext.forR4Cached().newJsonParser().parseResource(CapabilityStatement.class, body);
        Map<String, Offer> types = new TreeMap<>();
        statement.getRestFirstRep().getResource().forEach(each -> types.put(each.getType(), offer(each)));
        return new Capabilities(types);
    }

    private static Offer offer(CapabilityStatementRestResourceComponent resource) {
        Map<String, String> parameters = new TreeMap<>();
        resource.getSearchParam()
                .forEach(each -> parameters.put(each.getName(), each.getType().toCode()));
        return new Offer(
                parameters,
                said(resource, "Modifiers: "),
                said(resource, "Chains: "),
                resource.getSearchInclude().stream().map(StringType::getValue).toList(),
                resource.getSearchRevInclude().stream()
                        .map(StringType::getValue)
                        .toList(),
                resource.getOperation().stream().map(each -> each.getName()).toList(),
                resource.getInteraction().stream()
                        .map(each -> each.getCode().toCode())
                        .toList());
    }

    /** What a parameter's documentation lists under this title. */
    private static Map<String, List<String>> said(CapabilityStatementRestResourceComponent resource, String title) {
        Map<String, List<String>> said = new TreeMap<>();
        resource.getSearchParam().forEach(each -> Stream.of(
                        String.valueOf(each.getDocumentation()).split("; "))
                .filter(part -> part.startsWith(title))
                .forEach(part -> said.put(
                        each.getName(), List.of(part.substring(title.length()).split(", ")))));
        return said;
    }
}
