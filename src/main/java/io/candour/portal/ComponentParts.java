package io.candour.portal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the component fragments share when they read their options; a template has it as {@code @parts}. */
public final class ComponentParts {
    /** An option that may be given as text alone, as {@code {text: …}}; nothing where it isn't given. */
    public @Nullable Map<?, ?> of(@Nullable Object option) {
        if (option instanceof Map<?, ?> map) {
            return map.isEmpty() ? null : map;
        }
        return option == null || option.toString().isEmpty() ? null : Map.of("text", option.toString());
    }

    /** Those that are there, with a space between them; nothing where none is. */
    public @Nullable String words(@Nullable Object... words) {
        String all = Arrays.stream(words)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? null : all;
    }

    /** A list without what isn't there: {@code false} or nothing stands for an entry that this page has not. */
    public List<?> list(@Nullable Object entries) {
        return entries instanceof List<?> list
                ? list.stream()
                        .filter(entry -> entry != null && !Boolean.FALSE.equals(entry))
                        .toList()
                : List.of();
    }

    /**
     * A label or legend as its parts: text or content, classes, size and, where it is a heading ({@code heading}, {@code
     * isPageHeading}), the level of that.
     */
    public @Nullable Map<?, ?> headed(@Nullable Object option) {
        Map<?, ?> given = of(option);
        if (given == null) {
            return null;
        }
        Map<?, ?> heading = of(given.get("heading"));
        Map<Object, Object> all = new HashMap<>(given);
        if (heading != null) {
            Stream.of("text", "content", "size")
                    .filter(heading::containsKey)
                    .forEach(name -> all.put(name, heading.get(name)));
            all.put("level", heading.containsKey("level") ? heading.get("level") : 1);
            all.put("headingId", heading.get("id"));
        } else if (Boolean.TRUE.equals(given.get("isPageHeading"))) {
            all.put("level", 1);
        }
        if (String.valueOf(given.get("classes")).matches(".*--(s|m|l|xl)\\b.*")) {
            all.remove("size");
        }
        return all;
    }

    /** The ids of what describes a field: what else the page says of it, its hint, what is wrong with it. */
    public @Nullable String described(Map<?, ?> field, String id) {
        Map<?, ?> hint = of(field.get("hint"));
        return words(
                field.get("describedBy"),
                hint == null ? null : hint.get("id") == null ? id + "-hint" : hint.get("id"),
                of(field.get("errorMessage")) == null ? null : id + "-error");
    }

    /** What a row of a summary list offers to do. */
    public List<?> actions(Map<?, ?> row) {
        Object actions = row.get("actions");
        return list(actions instanceof Map<?, ?> map ? map.get("items") : actions);
    }

    public boolean anyHasActions(List<?> rows) {
        return rows.stream()
                .anyMatch(row -> row instanceof Map<?, ?> map && !actions(map).isEmpty());
    }

    /** Whether an entry with this value is chosen: as it says itself, else by the value or values of the whole. */
    public boolean chosen(@Nullable Object itself, @Nullable Object value, @Nullable Object chosen) {
        if (itself != null) {
            return Boolean.TRUE.equals(itself);
        }
        if (value == null || chosen == null) {
            return false;
        }
        return chosen instanceof Iterable<?> several
                ? anyIs(several, value)
                : !chosen.toString().isEmpty() && chosen.toString().equals(value.toString());
    }

    private static boolean anyIs(Iterable<?> several, Object value) {
        for (Object each : several) {
            if (each != null && each.toString().equals(value.toString())) {
                return true;
            }
        }
        return false;
    }
}
