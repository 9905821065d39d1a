package io.candour.interference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What to search for: values that stand in stored items, withheld ones too, by the element they stand in. */
final class Values {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(-\\d{2}.*)?");
    private static final List<String> PREFIXES = List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

    /** By type and kind of value, then by the element at the root, in lower case; {@code ""} for all elements. */
    private final Map<String, Map<String, List<String>>> found = new TreeMap<>();

    /** Takes up what one stored item holds. */
    void add(String type, String content) {
        try {
            JSON.readTree(content)
                    .properties()
                    .forEach(each -> collect(type, each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON is stored for a " + type, e);
        }
    }

    private void collect(String type, String element, JsonNode node) {
        if (node.isTextual()) {
            note(type, DATE.matcher(node.asText()).matches() ? "date" : "text", element, node.asText());
        }
        String system = node.path("system").asText();
        if (node.path("value").isNumber()) {
            note(
                    type,
                    "quantity",
                    element,
                    node.path("value").asText() + "|" + system + "|"
                            + node.path("code").asText());
            note(type, "quantity", element, node.path("value").asText());
        } else if (node.path("code").isTextual() || !system.isEmpty()) {
            String code = node.path("code").isTextual()
                    ? node.path("code").asText()
                    : node.path("value").asText();
            note(type, "token", element, system + "|" + code);
            note(type, "token", element, code);
        }
        node.forEach(child -> collect(type, element, child));
    }

    private void note(String type, String kind, String element, String value) {
        Map<String, List<String>> ofKind = found.computeIfAbsent(type + " " + kind, any -> new TreeMap<>());
        ofKind.computeIfAbsent(element, any -> new ArrayList<>()).add(value);
        ofKind.computeIfAbsent("", any -> new ArrayList<>()).add(value);
    }

    /** A value for a search parameter of this kind, mostly from the element that is named like it. */
    String forParameter(String type, String name, String kind, Random random) {
        return switch (kind) {
            case "date" ->
                PREFIXES.get(random.nextInt(PREFIXES.size()))
                        + shortened(any(type, "date", name, "2015-03-04", random), random);
            case "quantity" ->
                PREFIXES.get(random.nextInt(PREFIXES.size())) + any(type, "quantity", name, "70", random);
            case "string" -> any(type, "text", name, "a", random);
            default -> {
                String token = any(type, "token", name, "", random);
                yield token.isEmpty() ? any(type, "text", name, "final", random) : token;
            }
        };
    }

    private static String shortened(String date, Random random) {
        int[] lengths = {4, 7, 10, date.length()};
        return date.substring(0, Math.min(date.length(), lengths[random.nextInt(lengths.length)]));
    }

    private String any(String type, String kind, String parameter, String otherwise, Random random) {
        Map<String, List<String>> ofKind = found.getOrDefault(type + " " + kind, Map.of());
        String element = parameter.replace("-", "").toLowerCase(Locale.ROOT);
        List<String> fitting = ofKind.entrySet().stream()
                .filter(each ->
                        !each.getKey().isEmpty() && each.getKey().startsWith(element.replace("authoredon", "authored")))
                .flatMap(each -> each.getValue().stream())
                .toList();
        List<String> from = fitting.isEmpty() || random.nextInt(8) == 0 ? ofKind.getOrDefault("", List.of()) : fitting;
        return from.isEmpty() ? otherwise : from.get(random.nextInt(from.size()));
    }
}
