package io.candour.enforcement;

import ca.uhn.fhir.context.RuntimeSearchParam;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search parameter by which items name others, as {@code _include} follows it (R4 3.1.1.5.3): the elements it looks at.
 *
 * <p>Immutable.
 */
final class Inclusion {
    /** A path of R4's own definitions, where it names one type of target or any. */
    private static final Pattern PATH = Pattern.compile(
            "\\(?([A-Z][A-Za-z]+)((?:\\.[a-z][A-Za-z]+)+)(?: as Reference\\))?(?:\\.where\\(resolve\\(\\) is ([A-Z][A-Za-z]+)\\))?");

    private record Path(List<String> elements, Optional<String> target) {}

    private final List<Path> paths;

    private Inclusion(List<Path> paths) {
        this.paths = paths;
    }

    /** @throws IllegalArgumentException if what it looks at is more than paths */
    static Inclusion of(String type, RuntimeSearchParam parameter) {
        List<Path> paths = new ArrayList<>();
        for (String each : parameter.getPath().split("\\|")) {
            Matcher path = PATH.matcher(each.strip());
            if (!path.matches()) {
                throw new IllegalArgumentException(
                        type + ":" + parameter.getName() + " is not read as a path: " + each);
            }
            if (path.group(1).equals(type)) {
                paths.add(
                        new Path(List.of(path.group(2).substring(1).split("\\.")), Optional.ofNullable(path.group(3))));
            }
        }
        return new Inclusion(List.copyOf(paths));
    }

    /** Every reference that an item has there, as written. */
    void references(JsonNode item, Consumer<String> each) {
        for (Path path : paths) {
            follow(item, path.elements(), reference -> {
                if (path.target().map(type -> reference.contains(type + "/")).orElse(true)) {
                    each.accept(reference);
                }
            });
        }
    }

    private static void follow(JsonNode node, List<String> elements, Consumer<String> each) {
        if (node.isArray()) {
            node.forEach(one -> follow(one, elements, each));
        } else if (elements.isEmpty()) {
            JsonNode reference = node.path("reference");
            if (reference.isTextual()) {
                each.accept(reference.asText());
            }
        } else {
            follow(node.path(elements.get(0)), elements.subList(1, elements.size()), each);
        }
    }
}
