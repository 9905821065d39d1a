package io.candour.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candour.release.ExtractManifest.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values that too few people in an extract have, element by element: by one of those alone a person could be found in
 * another file. What is left has each of its values in common with as many people as are ever told of; pseudonyms alone are
 * a person's own. Who somebody is, their Patient, counts as one value: where few have the same, it says less. Of other values
 * together that is not so. Used by one thread.
 *
 * <p>To leave a value out may make another rare, so this is repeated until nothing is: each turn {@link #note}s what is
 * told, person by person, and {@link #settled} ends it.
 */
final class RareValues {
    private static final Set<String> NAMES = Set.of("resourceType", "id", "reference");
    /** A part without which the rest of an element says nothing, or something else. */
    private static final Set<String> WHOLE = Set.of("code", "value", "comparator", "system", "reference");

    /** What of a Patient is left out one after another, until enough have what is left. */
    private static final List<String> LEAST_NEEDED =
            List.of("address", "deceasedDateTime", "deceasedBoolean", "birthDate", "gender");

    private final int fewest;
    private final ExtractManifest manifest;
    private final Set<String> rare = new HashSet<>();
    private final Map<String, Seen> seen = new HashMap<>();

    RareValues(ExtractManifest manifest, int fewest) {
        this.manifest = manifest;
        this.fewest = fewest;
    }

    private static final class Seen {
        private int people;
        private String last = "";
    }

    /** That this is told of this person; everything of one person before the next. */
    void note(String person, ObjectNode told) {
        // A Patient of which nothing is left says nothing, and can't say less.
        if (isPatient(told)
                && !NAMES.containsAll(
                        told.properties().stream().map(Map.Entry::getKey).toList())) {
            count(person, whole(told));
        }
        note(person, told.path("resourceType").asText(), told);
    }

    private static boolean isPatient(ObjectNode told) {
        return told.path("resourceType").asText().equals("Patient");
    }

    private static String whole(ObjectNode patient) {
        Map<String, JsonNode> values = new TreeMap<>();
        patient.fields().forEachRemaining(each -> values.put(each.getKey(), each.getValue()));
        values.keySet().removeAll(NAMES);
        return "Patient=" + values;
    }

    private void note(String person, String path, JsonNode node) {
        if (node.isArray()) {
            node.forEach(each -> note(person, path, each));
        } else if (node.isObject()) {
            node.fields().forEachRemaining(each -> {
                if (!NAMES.contains(each.getKey())) {
                    note(person, path + "." + each.getKey(), each.getValue());
                }
            });
        } else {
            count(person, path + "=" + node.asText());
        }
    }

    private void count(String person, String told) {
        Seen value = seen.computeIfAbsent(told, any -> new Seen());
        if (!value.last.equals(person)) {
            value.last = person;
            value.people++;
        }
    }

    /** Whether none of what was noted is rare; begins the next turn. */
    boolean settled() {
        boolean settled = true;
        for (Map.Entry<String, Seen> each : seen.entrySet()) {
            if (each.getValue().people < fewest) {
                rare.add(each.getKey());
                settled = false;
            }
        }
        seen.clear();
        return settled;
    }

    /** What is left of an item; empty where it says nothing without what it lost. */
    Optional<ObjectNode> without(ObjectNode told) {
        String type = told.path("resourceType").asText();
        JsonNode left = without(type, told);
        if (left instanceof ObjectNode patient && isPatient(patient)) {
            for (String name : LEAST_NEEDED) {
                if (rare.contains(whole(patient))) {
                    patient.remove(name);
                }
            }
        }
        Kind kind = manifest.types().get(type);
        return left instanceof ObjectNode item
                        && kind != null
                        && kind.needs().stream().allMatch(item::has)
                ? Optional.of(item)
                : Optional.empty();
    }

    private @Nullable JsonNode without(String path, JsonNode node) {
        if (node.isArray()) {
            ArrayNode left = JsonNodeFactory.instance.arrayNode();
            for (JsonNode each : node) {
                JsonNode some = without(path, each);
                if (some != null) {
                    left.add(some);
                }
            }
            return left.isEmpty() ? null : left;
        }
        if (!node.isObject()) {
            return rare.contains(path + "=" + node.asText()) ? null : node;
        }
        boolean top = path.indexOf('.') < 0;
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = field.getKey();
            JsonNode some = NAMES.contains(name) ? field.getValue() : without(path + "." + name, field.getValue());
            if (some != null) {
                left.set(name, some);
            } else if (!top && WHOLE.contains(name)) {
                return null;
            }
        }
        return left.isEmpty() ? null : left;
    }
}
