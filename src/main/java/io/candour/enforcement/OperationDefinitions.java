package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.OperationDefinition;

/**
 * How operations are described: FHIR resources shipped as data, {@code operation/[code].json} beside this class, read
 * and searched by anybody. They are about nobody. Immutable once made.
 */
final class OperationDefinitions {
    private static final int MAX_COUNT = 200;

    private final Map<String, OperationDefinition> byId = new TreeMap<>();
    private final FhirContext fhir;
    private final String baseUrl;

    /**
     * @param codes of the operations to read
     * @throws IllegalArgumentException for an operation that is not described, or not under its own code
     */
    OperationDefinitions(Set<String> codes, FhirContext fhir, String baseUrl) {
        this.fhir = fhir;
        this.baseUrl = baseUrl;
        codes.forEach(code -> byId.put(code, shipped(code)));
    }

    private OperationDefinition shipped(String code) {
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

    /** Answers a read or a search that passed the gate. */
    Answer answer(FhirRequest request) {
        if (request.interaction() == Interaction.SEARCH_TYPE) {
            return search(request);
        }
        return request.id()
                .flatMap(id -> Optional.ofNullable(byId.get(id)))
                .map(found -> new Answer(200, encode(found), Map.of(), Answer.Evidence.NONE))
                .orElseGet(() -> Answer.notThere(Answer.Evidence.NONE));
    }

    private Answer search(FhirRequest request) {
        List<OperationDefinition> found =
                byId.values().stream().filter(each -> matches(each, request)).toList();
        boolean countOnly = request.values("_summary").contains("count");
        int count = countOnly ? 0 : count(request);
        Optional<String> after = request.values("_cursor").stream().findFirst();
        List<OperationDefinition> rest = found.stream()
                .filter(each -> after.isEmpty() || each.getIdPart().compareTo(after.get()) > 0)
                .toList();
        List<OperationDefinition> page = rest.subList(0, Math.min(count, rest.size()));
        Optional<String> next = page.isEmpty() || page.size() == rest.size()
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).getIdPart());
        Map<String, List<String>> query = new TreeMap<>(request.parameters());
        query.keySet().removeAll(Set.of("_cursor", "_format"));
        String url = baseUrl + "/" + Searchset.query("OperationDefinition", query);
        List<Searchset.Entry> entries = page.stream()
                .map(each -> Searchset.Entry.match("OperationDefinition/" + each.getIdPart(), encode(each)))
                .toList();
        return new Answer(
                200,
                Searchset.write(
                        baseUrl, entries, Optional.of(found.size()), new Searchset.Links(url, after, next), false),
                Map.of(),
                Answer.Evidence.NONE);
    }

    private static int count(FhirRequest request) {
        String written = request.values("_count").stream().findFirst().orElse(String.valueOf(MAX_COUNT));
        if (!written.matches("\\d{1,9}")) {
            throw Refusal.invalid("_count", "A count is a whole number from 0");
        }
        return Math.min(MAX_COUNT, Integer.parseInt(written));
    }

    private static boolean matches(OperationDefinition definition, FhirRequest request) {
        return matches(request, "_id", definition.getIdPart())
                && matches(request, "code", definition.getCode())
                && matches(request, "url", definition.getUrl());
    }

    private static boolean matches(FhirRequest request, String parameter, String value) {
        return request.values(parameter).stream()
                .allMatch(each -> Arrays.asList(each.split(",", -1)).contains(value));
    }

    private String encode(OperationDefinition definition) {
        return fhir.newJsonParser().encodeResourceToString(definition);
    }
}
