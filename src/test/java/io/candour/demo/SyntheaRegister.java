package io.candour.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;

/** The organisations or practitioners of a load by the conditional reference that people's bundles use for them. */
final class SyntheaRegister {
    private final Map<String, JsonNode> resources = new TreeMap<>();

    SyntheaRegister(String type, String system, Stream<? extends JsonNode> all) {
        all.forEach(resource ->
                resources.put("%s?identifier=%s|%s".formatted(type, system, identifier(resource, system)), resource));
    }

    JsonNode at(String reference) {
        return Optional.ofNullable(resources.get(reference))
                .orElseThrow(() -> new IllegalArgumentException("Synthea did not write " + reference));
    }

    /** Numbers all from 1, those given first: the cast's codes don't depend on how many people there are. */
    void number(List<String> first, ObjIntConsumer<JsonNode> each) {
        Set<String> order = new LinkedHashSet<>(first);
        order.addAll(resources.keySet());
        int number = 0;
        for (String reference : order) {
            number++;
            each.accept(at(reference), number);
        }
    }

    static String identifier(JsonNode resource, String system) {
        for (JsonNode identifier : resource.path("identifier")) {
            if (identifier.path("system").asText().equals(system)) {
                return identifier.path("value").asText();
            }
        }
        throw new IllegalArgumentException("No identifier of " + system);
    }
}
