package io.candour.portal.form;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What somebody typed into a form, by field. A field that was not sent is an empty text, so a page shows the same form
 * before and after.
 */
public record Typed(Map<String, List<String>> values) {
    public static final Typed NOTHING = new Typed(Map.of());

    /** Which button was pressed, and what proves that a form is ours and sent once. */
    private static final Set<String> OF_EACH_FORM = Set.of("step", "_csrf", "once");

    public Typed {
        values = values.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> List.copyOf(each.getValue())));
    }

    /** The same with one more field, or with another value of it. */
    public Typed with(String field, String value) {
        Map<String, List<String>> more = new TreeMap<>(values);
        more.put(field, List.of(value));
        return new Typed(more);
    }

    /** Without spaces around it, with line ends as one character; empty where nothing was typed. */
    public String text(String field) {
        return all(field).stream().findFirst().orElse("").replace("\r\n", "\n").strip();
    }

    /** What was ticked of several. */
    public List<String> all(String field) {
        return values.getOrDefault(field, List.of());
    }

    /** The id of a field's first control; a date's fields are sent as {@code field-day} and so on. */
    public String control(String field) {
        String day = field + "-day";
        return values.containsKey(day) ? day : field;
    }

    /** All of it, to be sent once more by a form that shows it for checking; without what each form has of its own. */
    public Map<String, List<String>> carried() {
        return values.entrySet().stream()
                .filter(each -> !OF_EACH_FORM.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    /** Whether this one was ticked. */
    public boolean ticked(String field, String value) {
        return all(field).contains(value);
    }
}
