package io.candour.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query as the log keeps it: every parameter's name, and the values of those that take codes, dates or numbers.
 *
 * <p>All other values become {@code *}. Nobody may delete from the log, and people read it who may read no records: a
 * name, birth date or NHS number typed into a search would stay there for good, of people whom the request never
 * found too. Names and codes are enough to say what was looked for; whom it concerned stands in the record's patients.
 *
 * @param text {@code name=value} pairs joined by {@code &}, ordered by name; empty where there were no parameters
 */
public record QueryShape(String text) {

    public static final QueryShape NONE = new QueryShape("");

    private static final Set<String> KEPT = Set.of(
            "_count",
            "_elements",
            "_format",
            "_include",
            "_lastUpdated",
            "_profile",
            "_revinclude",
            "_security",
            "_since",
            "_sort",
            "_summary",
            "_tag",
            "_total",
            "_type",
            "action",
            "actor-role",
            "category",
            "class",
            "clinical-status",
            "code",
            "date",
            "docStatus",
            "end",
            "intent",
            "outcome",
            "period",
            "purpose",
            "recorded",
            "scope",
            "start",
            "status",
            "type",
            "verification-status");

    private static final Set<String> KEPT_MODIFIERS =
            Set.of("above", "below", "in", "missing", "not", "not-in", "of-type");

    private static final Pattern CODED = Pattern.compile("[\\w$|:/.,<>=+-]{1,200}");
    private static final Pattern NAME = Pattern.compile("[\\w$:.-]{1,100}");

    /** From a request's parameters, names as sent (with modifier or chain), values decoded. */
    public static QueryShape of(Map<String, String[]> parameters) {
        Map<String, List<String>> kept = new TreeMap<>();
        parameters.forEach((name, values) -> kept.put(
                NAME.matcher(name).matches() ? name : "*",
                Arrays.stream(values)
                        .map(value -> keeps(name, value) ? value : "*")
                        .toList()));
        return new QueryShape(kept.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> parameter.getKey() + "=" + value))
                .collect(Collectors.joining("&")));
    }

    private static boolean keeps(String name, String value) {
        int colon = name.indexOf(':');
        String plain = colon < 0 ? name : name.substring(0, colon);
        return KEPT.contains(plain)
                && (colon < 0 || KEPT_MODIFIERS.contains(name.substring(colon + 1)))
                && CODED.matcher(value).matches();
    }
}
