package io.candour.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;

/** Answers reads and searches of what is open to everybody. They are about nobody. Safe for use by many threads. */
final class OpenResources {
    private static final int MAX_COUNT = 200;

    private final Map<String, OpenType<?>> types;
    private final FhirContext fhir;
    private final String baseUrl;

    OpenResources(Collection<OpenType<?>> types, FhirContext fhir, String baseUrl) {
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(OpenType::type, Function.identity()));
        this.fhir = fhir;
        this.baseUrl = baseUrl;
    }

    boolean has(String type) {
        return types.containsKey(type);
    }

    /** Answers a read or a search that passed the gate. */
    Answer answer(FhirRequest request) {
        OpenType<?> type = Objects.requireNonNull(types.get(request.type().orElseThrow()));
        return request.interaction() == Interaction.SEARCH_TYPE ? search(type, request) : read(type, request);
    }

    private Answer read(OpenType<?> type, FhirRequest request) {
        return type.all().stream()
                .filter(each -> request.id().equals(Optional.of(each.getIdPart())))
                .findFirst()
                .map(found -> new Answer(200, encode(found), Map.of(), Answer.Evidence.NONE))
                .orElseGet(() -> Answer.notThere(Answer.Evidence.NONE));
    }

    private <R extends Resource> Answer search(OpenType<R> type, FhirRequest request) {
        List<R> found =
                type.all().stream().filter(each -> matches(type, each, request)).toList();
        boolean countOnly = request.values("_summary").contains("count");
        int count = countOnly ? 0 : count(request);
        Optional<String> after = request.values("_cursor").stream().findFirst();
        List<R> rest = found.stream()
                .filter(each -> after.isEmpty() || each.getIdPart().compareTo(after.get()) > 0)
                .toList();
        List<R> page = rest.subList(0, Math.min(count, rest.size()));
        Optional<String> next = page.isEmpty() || page.size() == rest.size()
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).getIdPart());
        Map<String, List<String>> query = new TreeMap<>(request.parameters());
        query.keySet().removeAll(Set.of("_cursor", "_format"));
        String url = baseUrl + "/" + Searchset.query(type.type(), query);
        List<Searchset.Entry> entries = page.stream()
                .map(each -> Searchset.Entry.match(type.type() + "/" + each.getIdPart(), encode(each)))
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

    private static <R extends Resource> boolean matches(OpenType<R> type, R resource, FhirRequest request) {
        return request.parameters().entrySet().stream()
                .filter(each -> !each.getKey().startsWith("_") || each.getKey().equals("_id"))
                .allMatch(each -> {
                    Set<String> values = each.getKey().equals("_id")
                            ? Set.of(resource.getIdPart())
                            : type.values(resource, each.getKey());
                    return each.getValue().stream()
                            .allMatch(asked -> !Collections.disjoint(values, Arrays.asList(asked.split(",", -1))));
                });
    }

    private String encode(Resource resource) {
        return fhir.newJsonParser().encodeResourceToString(resource);
    }
}
